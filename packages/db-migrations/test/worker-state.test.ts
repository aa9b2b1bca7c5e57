import { workerBeatMs, workerStates } from 'db-migrations/protocol'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asRole, notRefused } from './fixtures/roles.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

interface Worker {
  /** Seconds since its last beat. */
  readonly seen: number
  /** Seconds since it was stopped. */
  readonly stopped?: number
  readonly once?: boolean
}

/** The state with these workers. now() is constant within a transaction, so the ages are exact. */
async function stateOf(workers: readonly Worker[]) {
  const client = await database.pool.connect()
  try {
    await client.query('BEGIN')
    for (const { seen, stopped = null, once = false } of workers) {
      await client.query(
        `INSERT INTO raw.workers (worker_id, host, process_id, version, runs_once, started_at, seen_at, stopped_at)
         VALUES (gen_random_uuid(), 'a', 1, '1', $3, now() - interval '1 day', now() - $1 * interval '1 second',
                 now() - $2::float8 * interval '1 second')`,
        [seen, stopped, once],
      )
    }
    const { rows } = await client.query(
      'SELECT state, alive, extract(epoch FROM now() - last_seen_at)::integer AS ago FROM raw.worker_state',
    )
    return rows
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}

const beat = workerBeatMs / 1_000

test.each([
  ['no worker', [], 'never', 0, null],
  ['one that has just beaten', [{ seen: 0 }], 'alive', 1, 0],
  ['one at its third beat', [{ seen: 3 * beat }], 'alive', 1, 3 * beat],
  ['one beyond its third beat', [{ seen: 3 * beat + 1 }], 'vanished', 0, 3 * beat + 1],
  ['one with a beat in the future', [{ seen: -3 * beat - 1 }], 'vanished', 0, -3 * beat - 1],
  ['one that was stopped', [{ seen: 9, stopped: 7 }], 'stopped', 0, 7],
  ['one killed after another was stopped', [{ seen: 900, stopped: 890 }, { seen: 100 }], 'vanished', 0, 100],
  ['one stopped after another was killed', [{ seen: 900 }, { seen: 90, stopped: 80 }], 'stopped', 0, 80],
  ['two alive and one dead', [{ seen: 1 }, { seen: 2 }, { seen: 600 }], 'alive', 2, 1],
  ['a dead one of --once', [{ seen: 600, once: true }], 'never', 0, null],
  ['one of --once that runs', [{ seen: 5, once: true }, { seen: 900 }], 'alive', 1, 5],
  ['a dead one of --once after a killed one', [{ seen: 60, once: true }, { seen: 900 }], 'vanished', 0, 900],
] as const)('%s', async (_, workers, state, alive, ago) => {
  expect(workerStates).toContain(state)
  expect(await stateOf(workers)).toEqual([{ state, alive, ago }])
})

describe('a reader and the API', () => {
  test.each(['lazi_reader', 'lazi_api'])('%s sees whether a worker runs, but not where', async (role) => {
    await asRole(database, { role, tenant: '1' }, async (client) => {
      await client.query('SELECT * FROM raw.worker_state')
      await client.query('SELECT worker_id, version, started_at, seen_at FROM raw.workers')
      const refused = [
        'SELECT host FROM raw.workers',
        'SELECT process_id FROM raw.workers',
        'UPDATE raw.workers SET seen_at = now()',
        'DELETE FROM raw.workers',
        `INSERT INTO raw.workers (worker_id, host, process_id, version, runs_once, started_at, seen_at)
         VALUES (gen_random_uuid(), 'a', 1, '1', false, now(), now())`,
      ]
      expect(await notRefused(client, refused)).toEqual([])
    })
  })
})
