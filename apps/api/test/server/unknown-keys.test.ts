import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiServer, problemOf, startApiServer } from '../fixtures/api-server.ts'

let now: number
let server: ApiServer
beforeEach(async () => {
  now = 1_700_000_000_000
  server = await startApiServer({
    unknownKeysPerMinute: 60,
    trustedProxies: 1,
    keyCacheMs: 5_000,
    now: () => now,
  })
})
afterEach(() => server.close())

const wrongKey = (index: number) => `lazi_1_9_${String(index).padStart(43, '0')}`
const me = (key: string, forwarded = '192.0.2.1') =>
  server.get('/api/v2/me', key, { headers: { 'x-forwarded-for': forwarded } })
const statuses = (keys: readonly string[], forwarded?: string) =>
  Promise.all(keys.map(async (key) => (await me(key, forwarded)).status))
const wrongKeys = Array.from({ length: 20 }, (_, index) => wrongKey(index))

test('an address that sent many unknown keys has none looked up for a while; known keys still work', async () => {
  const known = await server.createKey('1')
  expect((await me(known)).status).toBe(200)
  expect(new Set(await statuses(wrongKeys))).toEqual(new Set([401]))
  const unknown = await server.createKey('1')
  const refused = await me(unknown)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
  expect((await problemOf(refused)).detail).toBe(
    'Too many unknown keys were sent from this address. Try again later.',
  )
  // Known, in the cache and beyond it.
  expect((await me(known)).status).toBe(200)
  expect((await me(unknown, '192.0.2.2')).status).toBe(200)
  now += 1_000
  expect(await statuses([wrongKey(21)])).toEqual([401])
  expect((await me(wrongKey(23))).status).toBe(429)
  now += 600_000
  expect((await me(known)).status).toBe(200)
})

test('valid keys do not count, and what a client itself writes into X-Forwarded-For is not read', async () => {
  // In turn: each counts while it is looked up.
  for (let count = 0; count < 21; count++)
    expect(await statuses([await server.createKey('1')])).toEqual([200])
  for (const [index, key] of wrongKeys.entries()) await me(key, `203.0.113.${index}, 192.0.2.1`)
  expect((await me(wrongKey(21), '203.0.113.99, 192.0.2.1')).status).toBe(429)
  expect((await me(wrongKey(22), '192.0.2.1, 192.0.2.9')).status).toBe(401)
})

test('without a proxy the address is that of the connection', async () => {
  await using direct = await startApiServer({ unknownKeysPerMinute: 60, now: () => now })
  const from = (key: string, forwarded: string) =>
    direct.get('/api/v2/me', key, { headers: { 'x-forwarded-for': forwarded } })
  for (const [index, key] of wrongKeys.entries()) await from(key, `192.0.2.${index}`)
  expect((await from(wrongKey(21), '192.0.2.99')).status).toBe(429)
})

test('a key that was refused is not looked up again for some seconds, and a new one works at once', async () => {
  const key = await server.createKey('1')
  await server.database.pool.query('UPDATE api.keys SET revoked_at = now()')
  expect((await me(key)).status).toBe(401)
  await server.database.pool.query('UPDATE api.keys SET revoked_at = NULL')
  now += 4_999
  expect((await me(key)).status).toBe(401)
  expect((await me(await server.createKey('1'))).status).toBe(200)
  now += 1
  expect((await me(key)).status).toBe(200)
})
