import { createHash } from 'node:crypto'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exportSeals } from '../../src/audit/export-seals.ts'
import { type Note, readNote } from '../../src/audit/note.ts'
import { redact } from '../../src/audit/redact.ts'
import { retainEntries } from '../../src/audit/retain.ts'
import { sealLog } from '../../src/audit/seal-log.ts'
import { connect, openPool } from '../../src/database.ts'
import { removeTenant } from '../../src/tenants/remove-tenant.ts'
import { addTenant, setTenantStatus } from '../../src/tenants/tenant-list.ts'
import { newKey, noon, verified, writeEntries, writeSealed } from '../support/audit-log.ts'
import { byTest } from '../support/by-test.ts'
import { sealing } from '../support/sealing.ts'

const key = newKey()
const signed = { keys: [key.publicKey], isRequired: true }
const { signal } = new AbortController()
let database: TestDatabase
let client: pg.Client
let pool: pg.Pool
beforeEach(async () => {
  database = await createTestDatabase()
  client = await connect(database.url)
  pool = openPool(database.url, { max: 2, onError: () => undefined })
})
afterEach(async () => {
  await pool.end()
  await client.end()
  await database.close()
})

async function notesOf(tenantId: string): Promise<Note[]> {
  const { rows } = await client.query<{ note: string }>(
    'SELECT note FROM audit.seals WHERE tenant_id = $1 ORDER BY size',
    [tenantId],
  )
  return rows.map(({ note }) => readNote(note)).filter((note) => note !== null)
}

const hoursAfterNoon = (hours: number) => new Date(noon.getTime() + hours * 3_600_000)
const oneDay = 86_400_000

test('entries beyond their retention are deleted up to a seal that is exported, and the rest verifies', async () => {
  // Sealed at 4, 8 and 12, the last entries of each an hour after those of the former.
  await writeSealed(client, '1', { seals: 3, entries: 4, key })
  const notes = await notesOf('1')
  const retain = (now: Date) => retainEntries(pool, { days: 1, now, signal })
  const now = new Date(hoursAfterNoon(1.9).getTime() + oneDay)
  expect(await retain(now)).toBe(0)
  await exportSeals(client, '1', sealing, noon)
  expect(await retain(now)).toBe(8)
  expect(await retain(now)).toBe(0)
  expect(await verified(client, '1', { ...signed, notes })).toMatchObject({
    outcome: 'ok',
    fromSeq: 9,
    toSeq: 12,
    checkpoints: 3,
  })
  const { rows } = await client.query(
    `SELECT action, entity_id, changes::json #>> '{through,new}' AS through FROM audit.entries WHERE tenant_id = 0`,
  )
  expect(rows).toEqual([{ action: 'retain', entity_id: '1', through: '8' }])

  await retain(hoursAfterNoon(100))
  expect(await verified(client, '1', signed)).toMatchObject({ outcome: 'ok', fromSeq: 13, toSeq: 12 })
  await writeEntries(client, '1', 1)
  expect(await verified(client, '1', signed)).toMatchObject({ outcome: 'ok', fromSeq: 13, toSeq: 13 })
})

test('what was deleted without the retention having said so is found, and a deletion under way is not', async () => {
  await writeSealed(client, '1', { seals: 2, entries: 4, key })
  await exportSeals(client, '1', sealing, noon)
  await retainEntries(pool, { days: 1, now: new Date(hoursAfterNoon(0.9).getTime() + oneDay), signal })
  expect(await verified(client, '1', signed)).toMatchObject({ outcome: 'ok', fromSeq: 5 })
  expect((await verified(client, '1', signed)).notes).toEqual([])
  await client.query('SELECT audit.trim(1, 8, 2)')
  expect(await verified(client, '1', signed)).toMatchObject({ outcome: 'broken', firstBadSeq: 5 })
  await database.pool.query(
    `UPDATE audit.entries SET changes = replace(changes, '"new":4', '"new":8') WHERE tenant_id = 0`,
  )
  // Between two seals the tree is not known: the entries up to the next one are named as not compared.
  const unchecked = 'the entries before were deleted, and no seal ends there'
  expect(await verified(client, '1', signed)).toMatchObject({
    outcome: 'ok',
    fromSeq: 7,
    notes: [`entries 7 to 8 were compared with no seal: ${unchecked}`],
  })
})

test('a redacted entry verifies, and its hash does not tell the value among all candidates', async () => {
  const pins = (n: number) => ({ pin: { old: null, new: String(n).padStart(4, '0') } })
  const entry = () => ({ action: 'update', entity: 'api.keys', entityId: '7', changes: pins(4711) }) as const
  await writeSealed(client, '1', { seals: 1, entries: 2, key })
  await writeEntries(client, '1', 1, { entry })
  const read = async () =>
    (
      await client.query(
        'SELECT salt, changes, changes_hash FROM audit.entries WHERE tenant_id = 1 AND seq = 3',
      )
    ).rows[0]
  const before = await read()
  const guesses = (salt: string | null) =>
    Array.from({ length: 10_000 }, (_, n) => n).filter((n) =>
      createHash('sha256')
        .update(Buffer.from((salt ?? '').replaceAll('-', ''), 'hex'))
        .update(JSON.stringify(pins(n)))
        .digest()
        .equals(before.changes_hash),
    )
  expect(guesses(before.salt)).toEqual([4711])

  expect(await redact(client, '1', { seqs: ['3'], act: byTest() })).toEqual(['3'])
  expect(await read()).toEqual({ salt: null, changes: null, changes_hash: before.changes_hash })
  for (const salt of [null, '00000000-0000-0000-0000-000000000000']) expect(guesses(salt)).toEqual([])
  expect(await verified(client, '1', signed)).toMatchObject({ outcome: 'ok', emptied: 1 })
  expect(await redact(client, '1', { seqs: ['3'], act: byTest() })).toEqual([])
  await expect(redact(client, '1', { seqs: ['9'], act: byTest() })).rejects.toThrow('has no entry 9')
  await expect(redact(client, '1', { seqs: ['4'], act: byTest() })).rejects.toThrow('about the log itself')
})

test('a login that is no member of lazi_eraser gets the statement that an administrator must run', async () => {
  await writeEntries(client, '1', 1)
  await database.pool.query(
    `DO $$ BEGIN CREATE ROLE audit_test_login LOGIN PASSWORD 'secret' IN ROLE lazi_sync; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
  )
  const url = Object.assign(new URL(database.url), { username: 'audit_test_login', password: 'secret' }).href
  const other = await connect(url)
  try {
    await expect(redact(other, '1', { seqs: ['1'], act: byTest() })).rejects.toThrow(
      'GRANT lazi_eraser TO "audit_test_login";',
    )
  } finally {
    await other.end()
    await database.pool.query('DROP ROLE audit_test_login')
  }
  expect((await client.query('SELECT FROM audit.entries WHERE changes IS NULL')).rowCount).toBe(0)
})

test('a removed tenant leaves its last root, and its checkpoints tell no tampering when it comes back', async () => {
  const tenant = { tenantId: '7', name: 'Okafor', timeZone: null }
  const status = (to: 'paused' | 'active') =>
    setTenantStatus(client, '7', { status: to, by: 'x', act: byTest() })
  await addTenant(client, tenant, byTest())
  await status('paused')
  await status('active')
  const removal = { waitMs: 0, signal, act: byTest(), sealing }
  await exportSeals(client, '7', sealing, noon)
  expect(await verified(client, '7')).toMatchObject({ toSeq: 2, sealedTo: 0 })
  await sealLog(client, '7', { now: noon, key })
  const notes = await notesOf('7')
  await status('paused')
  await removeTenant(client, '7', removal)
  const { rows } = await client.query(
    `SELECT changes::json #>> '{entries,old}' AS entries, length(changes::json #>> '{root,old}') AS root
       FROM audit.entries WHERE tenant_id = 0 AND action = 'delete'`,
  )
  expect(rows).toEqual([{ entries: '3', root: 64 }])

  // Without its own log, it is the installation's that tells.
  expect(await verified(client, '0', { notes })).toMatchObject({ outcome: 'ok' })
  await addTenant(client, tenant, byTest())
  await status('paused')
  const again = await verified(client, '7', { notes, withState: true })
  expect(again).toMatchObject({ outcome: 'ok', toSeq: 1, checkpoints: 0 })
  expect(again.notes.join('\n')).toContain('is another log, closed with 3 entries')

  const longer = notes.map((note) => ({ ...note, size: 4 }))
  expect(await verified(client, '7', { notes: longer })).toMatchObject({ outcome: 'broken' })
  const unknown = notes.map((note) => ({ ...note, origin: note.origin.replace(/.{12}$/, 'aaaaaaaaaaaa') }))
  expect(await verified(client, '7', { notes: unknown })).toMatchObject({ outcome: 'broken' })
  const elsewhere = notes.map((note) => ({
    ...note,
    origin: note.origin.replace(/data\/.{8}/, 'data/aaaaaaaa'),
  }))
  expect(await verified(client, '7', { notes: elsewhere })).toMatchObject({ outcome: 'broken' })
})

test('a row that was changed by hand differs from what its entries say', async () => {
  await addTenant(client, { tenantId: '7', name: 'Okafor', timeZone: null }, byTest())
  await setTenantStatus(client, '7', { status: 'paused', by: 'x', act: byTest() })
  const texts = async () =>
    (await verified(client, '7', { withState: true })).findings.map(({ text }) => text)
  expect(await texts()).toEqual([])
  await database.pool.query(
    `UPDATE raw.tenants SET status = 'active', time_zone = 'Europe/Rome' WHERE tenant_id = 7`,
  )
  expect(await texts()).toEqual([
    'raw.tenants 7: timeZone is "Europe/Rome", and entry 1 of the installation made it "UTC"',
    'raw.tenants 7: status is "active", and entry 1 made it "paused"',
  ])
  expect((await verified(client, '7')).outcome).toBe('ok')
  await database.pool.query('DELETE FROM raw.tenants WHERE tenant_id = 7')
  expect(await texts()).toEqual(['raw.tenants 7 does not exist, and no entry says that it was deleted'])
})

test('a host whose clock was ahead when it added a tenant makes no difference', async () => {
  await addTenant(client, { tenantId: '7', name: 'Okafor', timeZone: null }, byTest(hoursAfterNoon(1)))
  await addTenant(client, { tenantId: '7', name: 'Okafor & Sons', timeZone: null }, byTest(noon))
  expect(await verified(client, '7', { withState: true })).toMatchObject({ outcome: 'ok', findings: [] })
})
