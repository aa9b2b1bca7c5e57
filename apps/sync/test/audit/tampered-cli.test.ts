import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../../src/database.ts'
import { writeSealed } from '../support/audit-log.ts'
import { runCommand } from '../support/command.ts'

// Logs of the tenants 1 and 2, sealed at 4. What was done to one is found, and recorded, and the other is verified.

let database: TestDatabase
let client: pg.Client
beforeEach(async () => {
  database = await createTestDatabase()
  client = await connect(database.url)
  for (const tenantId of ['1', '2']) await writeSealed(client, tenantId, { seals: 1, entries: 4, key: null })
})
afterEach(async () => {
  await client.end()
  await database.close()
})

async function verify(...args: string[]) {
  const { code, stdout } = await runCommand(['audit', 'verify', '--json', ...args], {
    DATABASE_URL: database.url,
  })
  return { code, logs: JSON.parse(stdout).logs }
}

const recorded = async () =>
  (
    await database.pool.query<{ tenant_id: string; outcome: string; first_bad_seq: string | null }>(
      'SELECT tenant_id, outcome, first_bad_seq FROM audit.verifications ORDER BY tenant_id',
    )
  ).rows.map(({ tenant_id, outcome, first_bad_seq }) => `${tenant_id}: ${outcome} ${first_bad_seq}`)

test('a log whose position was deleted is found, by its entries or by its seals', async () => {
  await database.pool.query('DELETE FROM audit.positions WHERE tenant_id = 1')
  expect(await verify()).toMatchObject({
    code: 6,
    logs: [
      { tenantId: '0', outcome: 'ok' },
      {
        tenantId: '1',
        outcome: 'broken',
        toSeq: 4,
        seals: 1,
        findings: [{ text: 'audit.positions has no row for the log, although entries or seals are left' }],
      },
      { tenantId: '2', outcome: 'ok' },
    ],
  })
  expect(await recorded()).toEqual(['0: ok null', '1: broken 1', '2: ok null'])
  const { rows } = await database.pool.query('SELECT FROM audit.positions WHERE tenant_id = 1')
  expect(rows).toEqual([])
  await database.pool.query('DELETE FROM audit.seals WHERE tenant_id = 1')
  expect(await verify('--tenant', '1')).toMatchObject({ code: 6, logs: [{ toSeq: 4, seals: 0 }] })
})

test('seals without entries and position are found', async () => {
  await database.pool.query(
    'DELETE FROM audit.positions WHERE tenant_id = 1; DELETE FROM audit.entries WHERE tenant_id = 1',
  )
  expect(await verify('--tenant', '1')).toMatchObject({ code: 6, logs: [{ toSeq: 0, seals: 1 }] })
})

test('the result for a log with an entry after its end is recorded', async () => {
  await database.pool.query('UPDATE audit.positions SET last_seq = 3 WHERE tenant_id = 1')
  expect(await verify('--tenant', '1')).toMatchObject({ code: 6, logs: [{ firstBadSeq: 4 }] })
  expect(await recorded()).toEqual(['1: broken 4'])
})
