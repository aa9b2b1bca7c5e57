import { recordEntries } from 'records'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiClient, createClient } from '../../client/index.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'
import { insertSeal } from '../fixtures/insert-seal.ts'

// GET /audit/status and GET /audit/checkpoint.

let server: ApiServer
let key: string
let admin: ApiClient
beforeEach(async () => {
  server = await startApiServer()
  key = await server.createKey('1', 'admin')
  admin = createClient({ url: server.url, key })
})
afterEach(() => server.close())

const status = (code: number) => expect.objectContaining({ name: 'ApiError', status: code })

/** Writes an entry at noon of each of so many days in March. */
async function writeEntries(tenantId: string, days: number): Promise<void> {
  const client = await server.database.pool.connect()
  for (let day = 1; day <= days; day++) {
    const act = { actor: { kind: 'system' as const }, now: new Date(Date.UTC(2026, 2, day, 12)) }
    const entry = { action: 'request' as const, entity: 'raw.sync_requests', entityId: `${day}` }
    await recordEntries(client, tenantId, act, [entry])
  }
  client.release()
}

const insertVerification = (tenantId: string, day: number, values: string) =>
  server.database.pool.query(
    `INSERT INTO audit.verifications (tenant_id, verified_at, from_seq, to_seq, outcome, first_bad_seq, detail)
     VALUES (${tenantId}, '2026-03-0${day}T02:00:00Z', ${values})`,
  )

test('without entries, seals and verifications there is nothing to say, and no checkpoint', async () => {
  expect(await admin.auditStatus()).toEqual({
    lastSeq: '0',
    unsealedSince: null,
    sealed: null,
    verification: null,
  })
  await expect(admin.auditCheckpoint()).rejects.toEqual(status(404))
})

test('the status has the last entry, the newest seal, the last verification, and since when an entry is not sealed', async () => {
  await writeEntries('1', 5)
  expect(await admin.auditStatus()).toMatchObject({
    lastSeq: '5',
    unsealedSince: '2026-03-01T12:00:00.000000Z',
  })
  const { pool } = server.database
  await insertSeal(pool, '1', { size: 2, exportedAt: '2026-03-02T12:01:00Z' })
  await insertSeal(pool, '1', {
    size: 3,
    throughAt: '2026-03-03T12:00:00Z',
    sealedAt: '2026-03-03T12:00:40.5Z',
    exportedAt: '2026-03-03T12:01:00Z',
    note: 'lazi-data/1\n3\n\n— lazi-data c2lnbmVk\n',
  })
  await insertVerification('1', 3, `1, 2, 'ok', NULL, NULL`)
  await insertVerification('1', 4, `1, 3, 'broken', 2, 'entry 2 was changed'`)
  expect(await admin.auditStatus()).toEqual({
    lastSeq: '5',
    unsealedSince: '2026-03-04T12:00:00.000000Z',
    sealed: {
      size: '3',
      sealedAt: '2026-03-03T12:00:40.500000Z',
      throughAt: '2026-03-03T12:00:00.000000Z',
      exportedAt: '2026-03-03T12:01:00.000000Z',
      exportError: null,
      isSigned: true,
    },
    verification: {
      verifiedAt: '2026-03-04T02:00:00.000000Z',
      fromSeq: '1',
      toSeq: '3',
      outcome: 'broken',
      firstBadSeq: '2',
      detail: 'entry 2 was changed',
    },
  })
  await insertSeal(pool, '1', { size: 5 })
  expect(await admin.auditStatus()).toMatchObject({
    unsealedSince: null,
    sealed: { size: '5', exportedAt: null, isSigned: false },
  })
})

test('a log that was found broken is so until it was verified again by as much', async () => {
  const verify = async (day: number, options: string, size: number | null, values: string) => {
    await insertVerification('1', day, values)
    await server.database.pool.query(
      'UPDATE audit.verifications SET options = $1, checkpoint_size = $2 WHERE extract(day FROM verified_at) = $3',
      [options, size, day],
    )
    return (await admin.auditStatus()).verification
  }
  const broken = { outcome: 'broken', detail: 'entries are missing' }
  expect(await verify(1, '{checkpoint}', 9, `1, 3, 'broken', 4, 'entries are missing'`)).toMatchObject(broken)
  expect(await verify(2, '{}', null, `1, 3, 'ok', NULL, NULL`)).toMatchObject(broken)
  expect(await verify(3, '{state,key}', null, `1, 3, 'missing_key', NULL, NULL`)).toMatchObject(broken)
  expect(await verify(4, '{checkpoint}', 8, `1, 3, 'ok', NULL, NULL`)).toMatchObject(broken)
  expect(await verify(5, '{checkpoint,state}', 9, `1, 9, 'ok', NULL, NULL`)).toMatchObject({ outcome: 'ok' })
})

test('an export that fails is reported although a later seal, which waits for it, has no error', async () => {
  const { pool } = server.database
  await insertSeal(pool, '1', { size: 1, exportedAt: '2026-03-01T12:01:00Z' })
  await insertSeal(pool, '1', { size: 2, exportError: 'ENOSPC: no space left on device' })
  await insertSeal(pool, '1', { size: 3 })
  expect((await admin.auditStatus()).sealed).toMatchObject({
    size: '3',
    exportError: 'ENOSPC: no space left on device',
  })
  await pool.query(`UPDATE audit.seals SET exported_at = now(), export_error = NULL WHERE tenant_id = 1`)
  expect((await admin.auditStatus()).sealed).toMatchObject({
    exportError: null,
    exportedAt: expect.any(String),
  })
})

test('the checkpoint is the note of the newest seal, byte by byte, as a file', async () => {
  const note = 'lazi-data/1/ü\n12\n\n— lazi-data c2lnbmVk\n'
  await insertSeal(server.database.pool, '1', { size: 9 })
  await insertSeal(server.database.pool, '1', { size: 12, note })
  const response = await server.get('/api/v2/audit/checkpoint', key)
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': 'attachment; filename="audit-checkpoint-1-12.txt"',
    'cache-control': 'no-store',
  })
  expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(note))
  expect(await admin.auditCheckpoint()).toBe(note)
})

test('another tenant sees nothing of it', async () => {
  await writeEntries('1', 2)
  await insertSeal(server.database.pool, '1', { size: 1, exportError: 'Disk of tenant 1' })
  await insertVerification('1', 1, `1, 1, 'broken', 1, 'entry 1 was changed'`)
  const other = createClient({ url: server.url, key: await server.createKey('2', 'admin') })
  expect(await other.auditStatus()).toEqual({
    lastSeq: '0',
    unsealedSince: null,
    sealed: null,
    verification: null,
  })
  await expect(other.auditCheckpoint()).rejects.toEqual(status(404))
})

test.each(['read', 'sync'] as const)('a key with scope %s reads neither', async (scope) => {
  await insertSeal(server.database.pool, '1', { size: 1 })
  const weak = createClient({ url: server.url, key: await server.createKey('1', scope) })
  await expect(weak.auditStatus()).rejects.toEqual(status(403))
  await expect(weak.auditCheckpoint()).rejects.toEqual(status(403))
})

test.each(['status', 'checkpoint'])('%s refuses parameters', async (name) => {
  await insertSeal(server.database.pool, '1', { size: 1 })
  expect((await server.get(`/api/v2/audit/${name}?at=now`, key)).status).toBe(400)
})
