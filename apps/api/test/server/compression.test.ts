import { request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'

let server: ApiServer
let key: string

beforeAll(async () => {
  server = await startApiServer()
  key = await server.createKey('1')
  await server.database.pool.query(
    `INSERT INTO raw.st_teams (tenant_id, st_id, name, active, full_data, content_hash, synced_at)
     SELECT 1, id, 'Team ' || id, true, '{}', '', now() FROM generate_series(1, 100) AS id`,
  )
})
afterAll(() => server.close())

interface Sent {
  readonly status: number | undefined
  readonly encoding: string | undefined
  readonly etag: string | undefined
  readonly vary: string | undefined
  readonly bytes: Buffer
}

/** Sends a request as it is: fetch would add an `Accept-Encoding`, and decompress. */
async function send(path: string, headers: Record<string, string>, method = 'GET'): Promise<Sent> {
  const { promise, resolve, reject } = Promise.withResolvers<Sent>()
  request(`${server.url}${path}`, { method, headers: { authorization: `Bearer ${key}`, ...headers } })
    .on('error', reject)
    .on('response', (response) => {
      const { 'content-encoding': encoding, etag, vary } = response.headers
      const sent = { status: response.statusCode, encoding, etag, vary }
      buffer(response).then((bytes) => resolve({ ...sent, bytes }), reject)
    })
    .end()
  return promise
}

const list = '/api/v2/servicetitan/teams?limit=100'

test('JSON is compressed for clients that accept gzip, and is the same', async () => {
  const plain = await send(list, {})
  const packed = await send(list, { 'accept-encoding': 'gzip, deflate, br, zstd' })
  expect([plain.encoding, packed.encoding]).toEqual([undefined, 'gzip'])
  expect(gunzipSync(packed.bytes).equals(plain.bytes)).toBe(true)
  expect(packed.bytes.length * 5).toBeLessThan(plain.bytes.length)
  for (const { vary } of [plain, packed])
    expect(vary).toBe('Authorization, Cookie, X-Lazi-Tenant, Origin, Accept-Encoding')
})

test.each([
  ['gzip', 'gzip'],
  ['GZIP;q=0.5', 'gzip'],
  ['*', 'gzip'],
  ['br, *;q=0', undefined],
  ['gzip;q=0, *', undefined],
  ['gzip;q=0.000', undefined],
  ['gzip ; q=0', undefined],
  ['x-gzip-2', undefined],
  ['identity', undefined],
])('Accept-Encoding: %s is answered with the encoding %s', async (accepted, encoding) => {
  expect((await send(list, { 'accept-encoding': accepted })).encoding).toBe(encoding)
})

test('a strong ETag promises the same bytes, so that of a compressed response is weak', async () => {
  const plain = await send(list, {})
  const packed = await send(list, { 'accept-encoding': 'gzip' })
  expect(plain.etag).toMatch(/^"[^"]+"$/)
  expect(packed.etag).toBe(`W/${plain.etag}`)
})

test('either ETag is answered with 304 and the ETag of the encoding that the client accepts', async () => {
  const { etag = '' } = await send(list, {})
  for (const ifNoneMatch of [etag, `W/${etag}`]) {
    for (const [accepted, expected] of [
      ['identity', etag],
      ['gzip', `W/${etag}`],
    ] as const) {
      const sent = await send(list, { 'if-none-match': ifNoneMatch, 'accept-encoding': accepted })
      expect([sent.status, sent.etag, sent.encoding, sent.bytes.length]).toEqual([
        304,
        expected,
        undefined,
        0,
      ])
    }
  }
})

test('the response to HEAD has the headers of the response to GET', async () => {
  const get = await send(list, { 'accept-encoding': 'gzip' })
  const head = await send(list, { 'accept-encoding': 'gzip' }, 'HEAD')
  expect(head).toEqual({ ...get, bytes: Buffer.alloc(0) })
})

test('short responses, problems and the change feed are not compressed', async () => {
  const accepted = { 'accept-encoding': 'gzip' }
  const me = await send('/api/v2/me', accepted)
  expect([me.status, me.encoding, me.etag?.startsWith('"')]).toEqual([200, undefined, true])
  const problem = await send(`/api/v2/servicetitan/teams?${'x'.repeat(2000)}=1`, accepted)
  expect([problem.status, problem.encoding]).toEqual([400, undefined])
  const stream = await server.get('/api/v2/changes', key, { headers: accepted })
  expect([stream.status, stream.headers.get('content-encoding')]).toEqual([200, null])
  await stream.body?.cancel()
})

test('the reference and its document are compressed', async () => {
  for (const path of ['/api/openapi.json', '/api/docs/swagger-ui.css']) {
    const { status, encoding, etag } = await send(path, { 'accept-encoding': 'gzip' })
    expect([path, status, encoding, etag?.slice(0, 3)]).toEqual([path, 200, 'gzip', 'W/"'])
  }
})
