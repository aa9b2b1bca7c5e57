import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiClient, createClient } from '../../client/index.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'

let server: ApiServer
let reader: ApiClient
let syncer: ApiClient
let admin: ApiClient
let other: ApiClient
beforeAll(async () => {
  server = await startApiServer()
  const client = async (tenantId: string, scope: 'read' | 'sync' | 'admin') =>
    createClient({ url: server.url, key: await server.createKey(tenantId, scope) })
  reader = await client('1', 'read')
  syncer = await client('1', 'sync')
  admin = await client('1', 'admin')
  other = await client('2', 'admin')
  await server.database.pool.query(`
    INSERT INTO raw.quarantine (tenant_id, table_name, record_key, payload, error_code, error, first_seen_at, last_seen_at, resolved_at)
    SELECT tenant, 'st_jobs', format('%s-%s', tenant, n), '{"hourlyRate":31.50,"bad":"\\u0000"}', '22P05', format('Record of %s', tenant),
           '2026-03-01Z', '2026-03-02Z', CASE WHEN n = 3 THEN '2026-03-03Z'::timestamptz END
      FROM generate_series(1, 2) AS tenant, generate_series(1, 3) AS n;
    INSERT INTO raw.api_drift (tenant_id, table_name, json_path, kind, detail, occurrences, first_seen_at, last_seen_at)
    SELECT tenant, 'st_jobs', 'field' || tenant, 'unknown', 'text', 7, '2026-03-01Z', '2026-03-02Z' FROM generate_series(1, 2) AS tenant`)
})
afterAll(() => server.close())

const status = (code: number) => expect.objectContaining({ name: 'ApiError', status: code })

describe('quarantine', () => {
  test('lists open or resolved entries of the tenant', async () => {
    const open = await reader.quarantine()
    expect(open.data.map(({ recordKey }) => recordKey)).toEqual(['1-2', '1-1'])
    expect(open.data[0]).toEqual({
      id: expect.any(String),
      table: 'st_jobs',
      resource: 'jobs',
      recordKey: '1-2',
      errorCode: '22P05',
      error: 'Record of 1',
      runId: null,
      attempts: 1,
      firstSeenAt: '2026-03-01T00:00:00.000000Z',
      lastSeenAt: '2026-03-02T00:00:00.000000Z',
      resolvedAt: null,
    })
    expect((await reader.quarantine({ state: 'resolved' })).data.map(({ recordKey }) => recordKey)).toEqual([
      '1-3',
    ])
    expect((await reader.quarantine({ resource: 'zones' })).data).toEqual([])
    const { data, nextCursor } = await reader.quarantine({ limit: 1, resource: 'jobs' })
    const rest = await reader.quarantine({ limit: 1, resource: 'jobs', cursor: String(nextCursor) })
    expect([...data, ...rest.data].map(({ recordKey }) => recordKey)).toEqual(['1-2', '1-1'])
  })

  test('returns the exact received payload to scope admin only', async () => {
    const [entry] = (await reader.quarantine()).data
    const id = String(entry?.id)
    expect(await reader.quarantineEntry(id)).toEqual(entry)
    expect(await syncer.quarantineEntry(id)).toEqual(entry)
    const key = await server.createKey('1', 'admin')
    const text = await (await server.get(`/api/v2/sync/quarantine/${id}`, key)).text()
    expect(text).toContain('"payload" : {"hourlyRate":31.50,"bad":"\\u0000"}')
    await expect(other.quarantineEntry(id)).rejects.toEqual(status(404))
  })

  test.each(['replay', 'drop'] as const)(
    'accepts a request for %s once, if the key has scope admin and the entry is open',
    async (kind) => {
      const [entry] = (await reader.quarantine()).data
      const [resolved] = (await reader.quarantine({ state: 'resolved' })).data
      const id = String(entry?.id)
      const accepted = await admin[kind](id)
      expect(await admin[kind](id)).toEqual(accepted)
      expect(await reader.syncRequest(accepted.requestId)).toMatchObject({
        kind,
        quarantineId: id,
        resource: 'jobs',
      })
      await expect(syncer[kind](id)).rejects.toEqual(status(403))
      await expect(other[kind](id)).rejects.toEqual(status(404))
      await expect(admin[kind](String(resolved?.id))).rejects.toEqual(status(409))
    },
  )
})

test('drift lists the fields of the tenant', async () => {
  expect((await reader.drift()).data).toEqual([
    {
      table: 'st_jobs',
      resource: 'jobs',
      path: 'field1',
      kind: 'unknown',
      detail: 'text',
      occurrences: 7,
      firstSeenAt: '2026-03-01T00:00:00.000000Z',
      lastSeenAt: '2026-03-02T00:00:00.000000Z',
    },
  ])
})
