import { randomUUID } from 'node:crypto'
import { recordEntries } from 'records'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiClient, createClient } from '../../client/index.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'

// GET /audit and GET /audit/{seq}.

let server: ApiServer
let key: string
let admin: ApiClient
let other: ApiClient
const requestId = '11111111-1111-4111-8111-1111111111ab'
beforeAll(async () => {
  server = await startApiServer()
  key = await server.createKey('1', 'admin')
  admin = createClient({ url: server.url, key })
  other = createClient({ url: server.url, key: await server.createKey('2', 'admin') })
  const day = (date: number) => new Date(Date.UTC(2026, 2, date, 12))
  const keyActor = (id: string) => ({ kind: 'key' as const, id, name: `Key ${id}` })
  const cli = { kind: 'cli' as const, id: 'ada@db-1', name: 'ada on db-1', onBehalfOf: 'Owner' }
  const put = async (tenantId: string, act: Parameters<typeof recordEntries>[2], ...ids: string[]) => {
    const client = await server.database.pool.connect()
    await recordEntries(
      client,
      tenantId,
      act,
      ids.map((id) => ({
        action: act.actor.kind === 'cli' ? 'revoke' : 'request',
        entity: act.actor.kind === 'cli' ? 'api.keys' : 'raw.sync_requests',
        entityId: id,
        changes: { large: { old: 1, new: 'x' } },
      })),
    )
    client.release()
  }
  await put('1', { actor: keyActor('3'), now: day(1) }, '1', '2')
  await put('1', { actor: cli, now: day(2), reason: 'Lost', runId: '7' }, '1')
  await put('1', { actor: keyActor('4'), now: day(3), requestId }, '3', '1')
  await put('1', { actor: { kind: 'system' }, now: day(4) }, '9')
  await put('2', { actor: keyActor('3'), now: day(1) }, '1')
  await server.database.pool.query(`
    UPDATE audit.entries SET changes = '{"n":{"old":0.10,"new":1.50}}' WHERE tenant_id = 1 AND seq = 3;
    UPDATE audit.entries SET changes = NULL, salt = NULL WHERE tenant_id = 1 AND seq = 2;
    UPDATE audit.entries SET changes = NULL, salt = NULL, changes_hash = NULL WHERE tenant_id = 1 AND seq = 1`)
})
afterAll(() => server.close())

const seqsOf = async (query: Parameters<ApiClient['audit']>[0]) =>
  (await admin.audit(query)).data.map(({ seq }) => seq)
const status = (code: number) => expect.objectContaining({ name: 'ApiError', status: code })

test('an entry says who did what, when, for whom, why and through what, with its changes', async () => {
  expect(await admin.auditEntry('3')).toEqual({
    seq: '3',
    at: '2026-03-02T12:00:00.000000Z',
    actor: { kind: 'cli', id: 'ada@db-1', name: 'ada on db-1' },
    onBehalfOf: 'Owner',
    dbUser: expect.any(String),
    action: 'revoke',
    entity: 'api.keys',
    entityId: '1',
    requestId: null,
    runId: '7',
    reason: 'Lost',
    changes: { n: { old: 0.1, new: 1.5 } },
    isErased: false,
  })
  expect(await admin.auditEntry('2')).toMatchObject({ changes: null, isErased: true })
  expect(await admin.auditEntry('1')).toMatchObject({ changes: null, isErased: false })
  expect(await admin.auditEntry('6')).toMatchObject({ actor: { kind: 'system', id: null, name: null } })
})

test('changes are sent as they are stored', async () => {
  for (const path of ['/audit/3', '/audit?entity=api.keys']) {
    const text = await (await server.get(`/api/v2${path}`, key)).text()
    expect(text).toContain('{"n":{"old":0.10,"new":1.50}}')
  }
})

describe('the list', () => {
  test.each([
    [{}, ['6', '5', '4', '3', '2', '1']],
    [{ entity: 'raw.sync_requests' }, ['6', '5', '4', '2', '1']],
    [{ entity: 'raw.sync_requests', entityId: '1' }, ['5', '1']],
    [{ entity: 'api.keys', entityId: '2' }, []],
    [{ actor: 'key' }, ['5', '4', '2', '1']],
    [{ actor: 'key:3' }, ['2', '1']],
    [{ actor: 'cli:ada@db-1' }, ['3']],
    [{ actor: 'system' }, ['6']],
    [{ requestId }, ['5', '4']],
    [{ requestId: requestId.replaceAll('-', '').toUpperCase() }, ['5', '4']],
    [{ requestId: randomUUID() }, []],
    [{ action: 'revoke' as const }, ['3']],
    [{ from: '2026-03-02T12:00:00Z', before: '2026-03-04T12:00:00Z' }, ['5', '4', '3']],
    [{ actor: 'key', before: '2026-03-03T12:00:00Z' }, ['2', '1']],
    [
      { entity: 'raw.sync_requests', from: '2026-03-03T06:00:00-06:00', action: 'request' as const },
      ['6', '5', '4'],
    ],
  ])('%j has the entries newest first, also page by page', async (query, expected) => {
    expect(await seqsOf(query)).toEqual(expected)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await admin.audit({ ...query, limit: 1, cursor })
      seen.push(...page.data.map(({ seq }) => seq))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual(expected)
  })

  test('refuses a cursor of other filters', async () => {
    const { nextCursor } = await admin.audit({ actor: 'key', limit: 1 })
    const cursor = String(nextCursor)
    await expect(admin.audit({ actor: 'key:3', limit: 1, cursor })).rejects.toEqual(status(400))
    await expect(admin.audit({ actor: 'key', from: '2026-01-01T00:00:00Z', cursor })).rejects.toEqual(
      status(400),
    )
  })

  test.each([
    'entity=api.keys&actor=key',
    'actor=key&requestId=11111111-1111-4111-8111-1111111111ab',
    'entityId=1',
    'actor=person',
    'actor=key:',
    'requestId=1',
    'action=nothing',
    'from=yesterday',
    'sort=asc',
  ])('refuses %s', async (query) => {
    expect((await server.get(`/api/v2/audit?${query}`, key)).status).toBe(400)
  })
})

test('only keys with scope admin read it, of their own tenant only', async () => {
  for (const scope of ['read', 'sync'] as const) {
    const weak = createClient({ url: server.url, key: await server.createKey('1', scope) })
    await expect(weak.audit()).rejects.toEqual(status(403))
    await expect(weak.auditEntry('1')).rejects.toEqual(status(403))
  }
  expect((await other.audit()).data.map(({ seq }) => seq)).toEqual(['1'])
  await expect(other.auditEntry('2')).rejects.toEqual(status(404))
})
