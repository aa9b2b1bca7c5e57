import { changeCustomer } from 'records/writes'
import { expect, test } from 'vitest'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { byTest } from '../support/by-test.ts'
import { runHere, startCommand } from '../support/command.ts'
import { count, rounds, seed, startClock } from '../support/effort.ts'
import { createRandom, type Random } from '../support/random.ts'
import { writeInLazi } from '../support/write-in-lazi.ts'

/** The waits of pushes in a twentieth: a request that takes longer is looked for. */
const waits = {
  SYNC_PUSH_REQUEST_LIMIT_MS: '5000',
  SYNC_PUSH_LOOK_AFTER_MS: '6000',
  SYNC_PUSH_LEASE_MS: '9000',
  SYNC_PUSH_RETRY_MS: '10',
  SYNC_PUSH_LONGEST_RETRY_MS: '500',
}

let edits = 0

/** Gives customers new names, each another one. @returns the last name of each */
async function edit(account: Account, ids: readonly string[], random: Random, last: Map<string, string>) {
  for (const id of ids) {
    if (random.next() < 0.5) continue
    const name = `Name ${++edits}`
    const { rows } = await account.database.pool.query(
      'SELECT version::text FROM lazi.customers WHERE id = $1',
      [id],
    )
    await writeInLazi(account.database.pool, { tenantId, domains: ['customers'], act: byTest() }, (write) =>
      changeCustomer(write, { reference: id, version: rows[0].version, values: { name } }),
    )
    last.set(id, name)
    account.sandbox.clock.advance(1_000)
  }
}

/** Fails some of the next writes before they are applied, or after. */
function disturb({ sandbox }: Account, random: Random): void {
  sandbox.clearFaults()
  for (const fault of [{ status: 500 }, { applyThenFail: 500 }, { applyThenFail: 'reset' }] as const) {
    const after = random.int(3)
    if (random.next() < 0.6) sandbox.addFault({ method: 'PATCH', path: '/crm/', after, times: 1, ...fault })
  }
}

test('SIGKILL of workers that send edits loses none, and sends none twice', async () => {
  await using account = await openAccount()
  const { pool } = account.database
  await account.syncAll()
  await runHere(['project'], account.env)
  await runHere(['domains', 'set', 'customers', 'hybrid', '--tenant', tenantId, '--yes'], account.env)
  const { rows } = await pool.query<{ id: string; stId: string }>(
    `SELECT id::text, st_id::text AS "stId" FROM lazi.customers WHERE active AND merged_into_id IS NULL ORDER BY st_id LIMIT 8`,
  )
  const ids = rows.map(({ id }) => id)
  const random = createRandom(seed)
  const hasTime = startClock()
  const last = new Map<string, string>()
  let kills = 0
  for (let round = 0; round < rounds(3, 100) && hasTime(); round += 1) {
    disturb(account, random)
    await edit(account, ids, random, last)
    const { child, result } = startCommand(['worker'], { ...account.env, ...waits })
    // After some of its requests; those of the next round meet what is left of this one.
    const until = account.sandbox.book.length + random.int(4)
    await edit(account, ids, random, last)
    await expect.poll(() => account.sandbox.book.length, { interval: 5 }).toBeGreaterThanOrEqual(until)
    child.kill('SIGKILL')
    if ((await result).signal === 'SIGKILL') kills += 1
  }
  account.sandbox.clearFaults()
  const { child, result } = startCommand(['worker'], { ...account.env, ...waits })
  try {
    await expect
      .poll(async () => (await pool.query('SELECT state, error FROM sync.outbox')).rows, { interval: 100 })
      .toEqual([])
  } finally {
    child.kill('SIGKILL')
    await result
  }
  count('kills of workers that send edits', kills)

  const { rows: stored } = await pool.query<{ id: string; name: string }>(
    'SELECT id::text, name FROM lazi.customers WHERE id = ANY ($1)',
    [ids],
  )
  const there = new Map(
    rows.map(({ id, stId }) => [
      id,
      account.sandbox.record(Number(tenantId), 'customers', Number(stId))?.name,
    ]),
  )
  for (const [id, name] of last) {
    expect({ seed, id, lazi: stored.find((row) => row.id === id)?.name, there: there.get(id) }).toEqual({
      seed,
      id,
      lazi: name,
      there: name,
    })
  }
  const sent = account.sandbox.book.filter(({ by }) => by === 'api').map(({ values }) => String(values.name))
  expect({ seed, twice: sent.filter((name, index) => sent.indexOf(name) !== index) }).toEqual({
    seed,
    twice: [],
  })
  expect((await pool.query('SELECT field FROM sync.conflicts')).rows).toEqual([])
})
