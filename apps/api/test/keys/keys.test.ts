import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, createClient } from '../../client/index.ts'
import { createKeyCache } from '../../src/keys/key-cache.ts'
import { createLookUpLimit } from '../../src/keys/look-up-limit.ts'
import { createTenantAccess, type TenantAccess } from '../../src/tenant/tenant-access.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'
import { signedIn } from '../fixtures/browser.ts'

// GET /keys and DELETE /keys/{id}.

let server: ApiServer
let key: string
let admin: ApiClient
beforeAll(async () => {
  server = await startApiServer({ keyCacheMs: 3_600_000 })
  key = await server.createKey('1', 'admin')
  admin = createClient({ url: server.url, key })
})
afterAll(() => server.close())

const idOf = (text: string) => text.split('_')[2] ?? ''
const status = (code: number) => expect.objectContaining({ name: 'ApiError', status: code })

test('lists the keys of the tenant newest first, with their status and without secrets', async () => {
  const [expired, revoked] = [await server.createKey('1', 'sync', new Date(0)), await server.createKey('1')]
  await server.createKey('2')
  await admin.revokeKey(idOf(revoked))
  const { data } = await admin.keys()
  expect(data).toEqual([
    {
      id: idOf(revoked),
      name: 'Key of 1',
      person: null,
      scopes: ['read'],
      createdAt: expect.stringMatching(/Z$/),
      expiresAt: null,
      revokedAt: expect.stringMatching(/Z$/),
      lastUsedAt: null,
      status: 'revoked',
    },
    expect.objectContaining({
      id: idOf(expired),
      expiresAt: '1970-01-01T00:00:00.000000Z',
      status: 'expired',
    }),
    expect.objectContaining({ id: idOf(key), scopes: ['admin'], revokedAt: null, status: 'valid' }),
  ])
  const text = await (await server.get('/api/v2/keys', key)).text()
  for (const each of [key, expired, revoked]) expect(text).not.toContain(each.slice(-43))
  const { rows } = await server.database.pool.query<{ hash: string }>(
    `SELECT encode(secret_hash, 'hex') AS hash FROM api.keys`,
  )
  for (const { hash } of rows) expect(text).not.toContain(hash)
  const page = await admin.keys({ limit: 2 })
  const rest = await admin.keys({ limit: 2, cursor: String(page.nextCursor) })
  expect([...page.data, ...rest.data]).toEqual(data)
  expect(rest.nextCursor).toBeNull()
})

test('a revoked key, and its sessions, are refused at once although they are cached', async () => {
  const other = await server.createKey('1', 'read')
  const browser = await signedIn(server, other)
  const statuses = async () => [
    (await server.get('/api/v2/me', other)).status,
    (await browser.send('GET', '/me', { tenant: '1' })).status,
  ]
  expect(await statuses()).toEqual([200, 200])
  const revoked = await admin.revokeKey(idOf(other))
  expect(revoked).toMatchObject({ id: idOf(other), status: 'revoked' })
  expect(await statuses()).toEqual([401, 401])
  expect((await server.get('/api/v2/me', key)).status).toBe(200)
  // A second time, it stays as it is; its last use is recorded some time after it.
  const { lastUsedAt: _, ...same } = revoked
  expect(await admin.revokeKey(idOf(other))).toMatchObject(same)
})

test('a look-up that read the key before it was revoked is not cached', async () => {
  const other = await server.createKey('1', 'read')
  const tenants = createTenantAccess({ pool: server.database.pool, statementTimeoutMs: 60_000 })
  const { promise: wasRead, resolve: read } = Promise.withResolvers<void>()
  const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>()
  const slow: TenantAccess = {
    ...tenants,
    async readKeys(...parameters) {
      const found = await tenants.readKeys(...parameters)
      read()
      await mayEnd
      return found
    },
  }
  const options = { logger: pino({ level: 'silent' }), limitLookUps: createLookUpLimit(null), now: Date.now }
  const cache = createKeyCache({ ...options, tenants: slow, cacheMs: 3_600_000 })
  const first = cache.find(other)
  await wasRead
  await admin.revokeKey(idOf(other))
  cache.forget(({ keyId }) => keyId === idOf(other))
  end()
  expect(await first).toMatchObject({ keyId: idOf(other) })
  expect(await cache.find(other)).toBeNull()
})

test('a key of another tenant is not found, and only scope admin lists and revokes keys', async () => {
  const foreign = await server.createKey('2')
  await expect(admin.revokeKey(idOf(foreign))).rejects.toEqual(status(404))
  expect((await server.get('/api/v2/me', foreign)).status).toBe(200)
  const weak = createClient({ url: server.url, key: await server.createKey('1', 'sync') })
  await expect(weak.keys()).rejects.toEqual(status(403))
  await expect(weak.revokeKey('1')).rejects.toEqual(status(403))
})

test('a key may revoke itself', async () => {
  const own = await server.createKey('1', 'admin')
  const client = createClient({ url: server.url, key: own })
  expect(await client.revokeKey(idOf(own))).toMatchObject({ status: 'revoked' })
  await expect(client.me()).rejects.toEqual(status(401))
})
