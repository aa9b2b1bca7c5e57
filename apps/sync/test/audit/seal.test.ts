import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sealLog } from '../../src/audit/seal-log.ts'
import { sealLogs } from '../../src/audit/seal-logs.ts'
import type { Sealing } from '../../src/audit/settings.ts'
import { readCheckpoints } from '../../src/audit/verify/checkpoints.ts'
import { connect, openPool } from '../../src/database.ts'
import { newKey, noon, verified, writeEntries } from '../support/audit-log.ts'

const { signal } = new AbortController()
const key = newKey()
let database: TestDatabase
let client: pg.Client
let pool: pg.Pool
let folder: string
let lines: { level: number; msg: string; note?: string; tenant?: string }[]
let sealing: Sealing
beforeEach(async () => {
  database = await createTestDatabase()
  client = await connect(database.url)
  pool = openPool(database.url, { max: 4, onError: () => undefined })
  folder = mkdtempSync(join(tmpdir(), 'seals-'))
  lines = []
  const write = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)))
      done()
    },
  })
  sealing = { key, exportFile: join(folder, 'checkpoints'), logger: pino({ level: 'info' }, write) }
})
afterEach(async () => {
  await pool.end()
  await client.end()
  await database.close()
  rmSync(folder, { recursive: true })
})

const seals = async (tenantId: string) =>
  (
    await database.pool.query<{ size: string; exported: boolean; error: string | null; note: string }>(
      `SELECT size, exported_at IS NOT NULL AS exported, export_error AS error, note
         FROM audit.seals WHERE tenant_id = $1 ORDER BY size`,
      [tenantId],
    )
  ).rows
const sealAll = (other = sealing) => sealLogs(pool, { sealing: other, now: noon, signal })

test('every log is sealed once, and its note is in the file and in the log', async () => {
  await writeEntries(client, '1', 3)
  await writeEntries(client, '2', 2)
  await sealAll()
  await sealAll()
  await writeEntries(client, '1', 2)
  await sealAll()
  expect(await seals('1')).toMatchObject([
    { size: '3', exported: true },
    { size: '5', exported: true },
  ])
  expect(await seals('2')).toMatchObject([{ size: '2', exported: true }])
  const { notes, unreadable } = readCheckpoints(join(folder, 'checkpoints'))
  expect(unreadable).toBe(0)
  expect(notes.map(({ size }) => size).sort()).toEqual([2, 3, 5])
  expect(notes.every((note) => note.isSignedBy([key.publicKey]))).toBe(true)
  const logged = lines.filter(({ msg }) => msg === 'audit checkpoint').map(({ note }) => note)
  expect(logged.toSorted()).toEqual(
    [...(await seals('1')), ...(await seals('2'))].map(({ note }) => note).toSorted(),
  )
})

test('concurrent sealers make no fork, and seal each entry once', async () => {
  await writeEntries(client, '1', 30)
  await Promise.all([sealAll(), sealAll(), sealAll(), writeEntries(client, '1', 10)])
  await sealAll()
  expect(await verified(client, '1', { keys: [key.publicKey], isRequired: true })).toMatchObject({
    outcome: 'ok',
    sealedTo: 40,
  })
  const sizes = (await seals('1')).map(({ size }) => Number(size))
  expect(readCheckpoints(join(folder, 'checkpoints')).notes.map(({ size }) => size)).toEqual(sizes)
})

test('a seal that was not exported, as after a kill in between, is exported later', async () => {
  await writeEntries(client, '1', 2)
  await sealLog(client, '1', { now: noon, key })
  expect(await seals('1')).toMatchObject([{ exported: false, error: null }])
  await sealAll({ ...sealing, exportFile: join(folder, 'missing', 'file') })
  expect(await seals('1')).toMatchObject([{ exported: false, error: expect.stringContaining('ENOENT') }])
  expect(lines).toMatchObject([{ level: 50, tenant: '1' }])
  await sealAll()
  expect(await seals('1')).toMatchObject([{ exported: true, error: null }])
  expect(readCheckpoints(join(folder, 'checkpoints')).notes).toHaveLength(1)
})

test('without a file, a line of the log counts as export, unless its level is hidden', async () => {
  await writeEntries(client, '1', 1)
  await sealAll({ key: null, exportFile: null, logger: pino({ level: 'silent' }) })
  expect(await seals('1')).toMatchObject([{ exported: false, error: expect.stringContaining('LOG_LEVEL') }])
  await sealAll({ ...sealing, exportFile: null })
  expect(await seals('1')).toMatchObject([{ exported: true }])
})

test('after a signed seal there is none without the key: it would look like tampering', async () => {
  await writeEntries(client, '1', 1)
  await sealAll()
  await writeEntries(client, '1', 1)
  await expect(sealLog(client, '1', { now: noon, key: null })).rejects.toThrow(/LAZI_AUDIT_KEY_FILE/)
  expect(await seals('1')).toHaveLength(1)
  // Nothing to seal needs no key.
  await sealLog(client, '1', { now: noon, key })
  expect(await sealLog(client, '1', { now: noon, key: null })).toBe(0)
})

test('half a note of a killed process spoils no other', async () => {
  const file = join(folder, 'checkpoints')
  await writeEntries(client, '1', 1)
  await sealAll()
  const half = readFileSync(file, 'utf8').slice(0, 60)
  await database.pool.query('UPDATE audit.seals SET exported_at = NULL')
  rmSync(file)
  writeFileSync(file, half)
  await sealAll()
  expect(readCheckpoints(file)).toMatchObject({ unreadable: 1, notes: [{ size: 1 }] })
})

test.each([
  [
    'an entry is missing in the middle',
    'DELETE FROM audit.entries WHERE tenant_id = 1 AND seq = 4',
    'entry 4 is missing',
  ],
  [
    'an entry is missing at the end',
    'DELETE FROM audit.entries WHERE tenant_id = 1 AND seq > 3',
    'entry 4 is missing',
  ],
  [
    'the last seal was changed',
    `UPDATE audit.seals SET root = sha256('') WHERE tenant_id = 1`,
    'seal 3 was changed',
  ],
])('when %s, it is an error and not a seal, and other logs are sealed', async (_, sql, problem) => {
  await writeEntries(client, '1', 3)
  await sealAll()
  await writeEntries(client, '1', 3)
  await writeEntries(client, '2', 1)
  await database.pool.query(sql)
  lines = []
  const outcomes: string[] = []
  await sealLogs(pool, {
    sealing,
    now: noon,
    signal,
    onOutcome: (tenant, outcome) => outcomes.push(`${tenant} ${outcome}`),
  })
  expect(outcomes).toEqual(['1 failed', '2 sealed'])
  expect(lines.find(({ level }) => level === 50)).toMatchObject({
    tenant: '1',
    error: expect.stringContaining(problem),
  })
  expect(await seals('1')).toHaveLength(1)
})
