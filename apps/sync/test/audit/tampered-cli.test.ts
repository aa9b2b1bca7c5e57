import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../../src/database.ts'
import { writeEntries, writeSealed } from '../support/audit-log.ts'
import { runHere } from '../support/command.ts'

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
  const { code, stdout } = await runHere(['audit', 'verify', '--json', ...args], {
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

test.each([
  ['an entry after its end', 'UPDATE audit.positions SET last_seq = 3 WHERE', 4],
  ['the greatest position', 'UPDATE audit.positions SET last_seq = 9223372036854775807 WHERE', 5],
  ['the greatest seq', 'UPDATE audit.entries SET seq = 9223372036854775807 WHERE seq = 4 AND', 4],
])('the result for a log with %s is recorded', async (_, sql, firstBadSeq) => {
  await database.pool.query(`${sql} tenant_id = 1`)
  expect(await verify('--tenant', '1')).toMatchObject({ code: 6, logs: [{ firstBadSeq }] })
  expect(await recorded()).toEqual([`1: broken ${firstBadSeq}`])
})

const about1 = { entityId: '1', changes: { through: { old: 0, new: 2 } } }
const of1 = { tenantId: '1', outcome: 'broken' }

test.each([
  [
    'the time of a seal',
    'UPDATE audit.seals SET sealed_at = $$infinity$$',
    'seal 4: it differs from its note',
  ],
  [
    'the time of its end',
    'UPDATE audit.seals SET through_at = $$infinity$$',
    'seal 4: it differs from its note',
  ],
  [
    'the time of an entry',
    'UPDATE audit.entries SET at = $$-infinity$$',
    'an entry of 1 to 4 was changed or exchanged: between two seals it cannot be said which',
  ],
])('%s that is infinite is found', async (_, sql, text) => {
  await database.pool.query(`${sql} WHERE tenant_id = 1`)
  expect(await verify()).toMatchObject({
    code: 6,
    logs: [{ tenantId: '0' }, { ...of1, findings: [{ text }] }, { tenantId: '2', outcome: 'ok' }],
  })
  expect(await recorded()).toContain('2: ok null')
})

test.each(['no JSON', 'null', '[1]', '{"through":1}', '{"through":{"new":"many"}}'])(
  'an entry about the retention of a log that says %s is found',
  async (changes) => {
    await writeEntries(client, '0', 1, {
      entry: () => ({ action: 'retain', entity: 'audit.entries', ...about1 }),
    })
    await database.pool.query('DELETE FROM audit.entries WHERE tenant_id = 1 AND seq <= 2')
    await database.pool.query('UPDATE audit.entries SET changes = $1 WHERE tenant_id = 0', [changes])
    const { code, logs } = await verify()
    expect(code).toBe(6)
    expect(logs).toMatchObject([{ tenantId: '0', outcome: 'broken', firstBadSeq: 1 }, of1, { outcome: 'ok' }])
    expect(logs[1].findings).toContainEqual({
      seq: null,
      text: 'entry 1 of the installation, about the retention of the log, cannot be read',
    })
  },
)

test('an entry about the end of a log that is no JSON is found', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'audit-tampered-'))
  try {
    const { rows } = await client.query('SELECT note FROM audit.seals WHERE tenant_id = 1')
    writeFileSync(join(folder, 'checkpoints'), rows[0].note)
    await writeEntries(client, '0', 1, {
      entry: () => ({ action: 'delete', entity: 'raw.tenants', ...about1 }),
    })
    await database.pool.query(`
      DELETE FROM audit.entries WHERE tenant_id = 1; DELETE FROM audit.seals WHERE tenant_id = 1;
      DELETE FROM audit.positions WHERE tenant_id = 1;
      UPDATE audit.entries SET changes = 'no JSON' WHERE tenant_id = 0`)
    const { code, logs } = await verify('--checkpoint', join(folder, 'checkpoints'))
    expect(code).toBe(6)
    expect(logs).toMatchObject([
      { tenantId: '0', outcome: 'broken' },
      { tenantId: '2', outcome: 'ok' },
    ])
    expect(logs[0].findings).toContainEqual({
      seq: null,
      text: 'entry 1 of the installation, about the end of a log, cannot be read',
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('an entry about a tenant that is no JSON is found when it is compared with its row', async () => {
  await writeEntries(client, '1', 1, {
    entry: () => ({ action: 'update', entity: 'raw.tenants', ...about1 }),
  })
  await database.pool.query(`UPDATE audit.entries SET changes = 'no JSON' WHERE tenant_id = 1 AND seq = 5`)
  const { code, logs } = await verify('--state')
  expect(code).toBe(6)
  expect(logs).toMatchObject([{ tenantId: '0' }, { ...of1, firstBadSeq: 5 }, { tenantId: '2' }])
  expect(logs[1].findings).toContainEqual({ seq: 5, text: 'entry 5: its changes cannot be read' })
})
