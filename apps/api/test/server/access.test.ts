import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashSecret } from '../../src/keys/key-text.ts'
import { type ApiServer, problemOf, startApiServer } from '../fixtures/api-server.ts'

const board = 'https://board.example.com'

let server: ApiServer
let key: string
beforeAll(async () => {
  server = await startApiServer({ corsOrigins: [board] })
  key = await server.createKey('1')
})
afterAll(() => server.close())

const partsOf = (text: string) => text.split('_') as [string, string, string, string]

describe('a key', () => {
  test('opens its tenant', async () => {
    const response = await server.get('/api/v2/me', key)
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      tenant: { id: '1', name: 'Tenant one', timeZone: 'America/Chicago' },
      key: { id: partsOf(key)[2], name: 'Key of 1', scopes: ['read'] },
      person: null,
    })
  })

  test('is stored as a hash and appears nowhere in clear text', async () => {
    const secret = key.slice(key.indexOf('_', key.indexOf('_', 5) + 1) + 1)
    const { rows } = await server.database.pool.query('SELECT keys::text AS row, secret_hash FROM api.keys')
    expect(secret).toHaveLength(43)
    expect(rows.some(({ secret_hash }) => hashSecret(secret).equals(secret_hash))).toBe(true)
    expect(JSON.stringify(rows)).not.toContain(secret)
    await server.get('/api/v2/me', key)
    expect(JSON.stringify(server.log)).not.toContain(secret)
  })

  test('gets a new last_used_at when it is used', async () => {
    const unused = await server.createKey('1')
    const used = async () =>
      (
        await server.database.pool.query(
          'SELECT FROM api.keys WHERE key_id = $1 AND last_used_at IS NOT NULL',
          [partsOf(unused)[2]],
        )
      ).rowCount
    expect(await used()).toBe(0)
    await server.get('/api/v2/me', unused)
    await expect.poll(used).toBe(1)
  })

  test('is refused with the same response when malformed, unknown, of another tenant, revoked or expired', async () => {
    const [revoked, expired] = [await server.createKey('1'), await server.createKey('1', 'read', new Date(0))]
    await server.database.pool.query('UPDATE api.keys SET revoked_at = now() WHERE key_id = $1', [
      partsOf(revoked)[2],
    ])
    const [, , keyId] = partsOf(key)
    const secret = key.slice(-43)
    const wrong = [
      `lazi_2_${keyId}_${secret}`,
      `lazi_1_${Number(keyId) + 1}_${secret}`,
      `lazi_1_${keyId}_${secret.slice(1)}A`,
      `lazi_1_${keyId}_${secret}x`,
      `lazi_01_${keyId}_${secret.slice(0, 42)}`,
      `lazi_999999999999999999_1_${secret}`,
      `lazi_1'OR/**/true--_${keyId}_${secret}`,
      'lazi_1_1_',
      revoked,
      expired,
    ]
    for (const text of wrong) {
      const response = await server.get('/api/v2/me', text)
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
      expect((await problemOf(response)).detail).toBe('This API key is unknown, revoked or expired.')
    }
    for (const authorization of ['', 'Basic YTpi', 'Bearer', 'Bearer  ']) {
      const response = await server.get('/api/v2/me', undefined, { headers: { authorization } })
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    }
  })

  test('is required for every route, even for a 404', async () => {
    expect((await server.get('/api/v2/nothing')).status).toBe(401)
    const response = await server.get('/api/v2/nothing', key)
    expect(response.status).toBe(404)
    expect(await problemOf(response)).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'No such route. See /api/docs.',
      instance: '/api/v2/nothing',
      requestId: response.headers.get('x-request-id'),
    })
  })

  test('without the required scope gets an error that names the scope', async () => {
    const response = await server.get('/api/v2/sync/jobs', key, { method: 'POST', body: '{}' })
    expect(response.status).toBe(403)
    expect((await problemOf(response)).detail).toBe('This route needs a key with scope sync.')
  })
})

describe('a cached key', () => {
  test('is valid until its time in the cache ends', async () => {
    let now = 1_000_000
    await using other = await startApiServer({ keyCacheMs: 5_000, now: () => now })
    const cached = await other.createKey('1')
    const status = async () => (await other.get('/api/v2/me', cached)).status
    expect(await status()).toBe(200)
    await other.database.pool.query('UPDATE api.keys SET revoked_at = now()')
    now += 4_999
    expect(await status()).toBe(200)
    now += 1
    expect(await status()).toBe(401)
  })
})

describe('a request', () => {
  test('keeps the id of its header when it is a UUID, and else gets a new one', async () => {
    const id = async (given?: string) =>
      (
        await server.get('/api/docs', undefined, given ? { headers: { 'x-request-id': given } } : {})
      ).headers.get('x-request-id')
    const uuid = '11111111-1111-4111-8111-1111111111ab'
    expect(await id(uuid)).toBe(uuid)
    expect(await id(uuid.replaceAll('-', '').toUpperCase())).toBe(uuid)
    const created = [await id('trace-1'), await id(`${uuid}0`), await id('x'.repeat(36)), await id()]
    for (const each of created) expect(each).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(new Set(created).size).toBe(created.length)
  })

  test('is logged with its path and without its query, and counted', async () => {
    const id = randomUUID()
    await server.get('/api/v2/customers?search=Hollis', key, { headers: { 'x-request-id': id } })
    const line = server.log.find(({ requestId }) => requestId === id)
    expect(line).toMatchObject({ method: 'GET', path: '/api/v2/customers', status: 200, tenantId: '1' })
    expect(JSON.stringify(server.log)).not.toContain('Hollis')
    const metrics = await (await fetch(`${server.healthUrl}/metrics`)).text()
    expect(metrics).toMatch(
      /^lazi_api_request_duration_seconds_count\{method="GET",route="\/api\/v2\/customers",status="200"\} 1$/m,
    )
    expect(metrics).not.toContain('tenant')
    const rules = await readFile(new URL('../../../../docs/prometheus-rules.yml', import.meta.url), 'utf8')
    const named = [...rules.matchAll(/\((lazi_api_\w+?)(?:_count)?[){]/g)].map((match) => match[1])
    expect(named.length).toBeGreaterThan(1)
    for (const name of [...named, 'lazi_sync_workers']) expect(metrics).toContain(`# TYPE ${name} `)
  })

  test('is refused when its body is too long, not JSON, or of another media type', async () => {
    const sync = await server.createKey('1', 'sync')
    const post = (body: string, type = 'application/json') =>
      server.get('/api/v2/sync/jobs', sync, { method: 'POST', body, headers: { 'content-type': type } })
    const long = await post(JSON.stringify({ kind: 'x'.repeat(70_000) }))
    expect([long.status, (await problemOf(long)).status]).toEqual([413, 413])
    for (const response of [await post('{'), await post('[]'), await post('null'), await post('')]) {
      expect([response.status, (await problemOf(response)).status]).toEqual([400, 400])
    }
    const other = await post('kind=full', 'text/plain')
    expect([other.status, (await problemOf(other)).title]).toEqual([415, 'Unsupported Media Type'])
  })

  test('gets a response with security headers', async () => {
    const { headers } = await server.get('/api/v2/me', key)
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })
})

describe('a response', () => {
  test('is a 304 for its ETag until the data change', async () => {
    const insert = (id: number) =>
      server.database.pool.query(
        `INSERT INTO raw.st_teams (tenant_id, st_id, active, full_data, content_hash, synced_at) VALUES (1, $1, true, '{}', '', now())`,
        [id],
      )
    await insert(1)
    const first = await server.get('/api/v2/servicetitan/teams', key)
    const etag = String(first.headers.get('etag'))
    expect(first.headers.get('cache-control')).toBe('private, no-cache')
    const again = (tags: string) =>
      server.get('/api/v2/servicetitan/teams', key, { headers: { 'if-none-match': tags } })
    for (const tags of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await again(tags)
      expect([response.status, await response.text(), response.headers.get('etag')]).toEqual([304, '', etag])
    }
    expect((await again('"other"')).status).toBe(200)
    await insert(2)
    expect((await again(etag)).status).toBe(200)
  })

  test('to HEAD has the same headers and no body', async () => {
    const response = await server.get('/api/v2/me', key, { method: 'HEAD' })
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(response.headers.get('etag')).toBe((await server.get('/api/v2/me', key)).headers.get('etag'))
  })
})

describe('pages of other origins', () => {
  const requestFrom = (origin: string, method = 'GET') =>
    server.get('/api/v2/me', key, { method, headers: { origin, 'access-control-request-method': 'GET' } })

  test('may read when they are allowed', async () => {
    const response = await requestFrom(board)
    expect(response.headers.get('access-control-allow-origin')).toBe(board)
    expect(response.headers.get('access-control-expose-headers')).toContain('ETag')
    expect(response.headers.get('vary')).toContain('Origin')
    const preflight = await fetch(`${server.url}/api/v2/me`, {
      method: 'OPTIONS',
      headers: {
        origin: board,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Authorization')
  })

  test('may not read when they are not allowed', async () => {
    for (const origin of ['https://evil.example.com', 'https://board.example.com.evil.com', 'null']) {
      expect((await requestFrom(origin)).headers.get('access-control-allow-origin')).toBeNull()
    }
  })
})

describe('the rate of a key', () => {
  test('is limited evenly, with a burst after a pause, and reported in headers', async () => {
    let now = 1_000_000
    await using limited = await startApiServer({ requestsPerMinute: 30, now: () => now })
    const [one, two] = [await limited.createKey('1'), await limited.createKey('1')]
    const request = async (text: string) => {
      const { status, headers } = await limited.get('/api/v2/me', text)
      return [status, ...['limit', 'remaining', 'reset'].map((name) => headers.get(`ratelimit-${name}`))]
    }
    expect([await request(one), await request(one), await request(one)]).toEqual([
      [200, '3', '2', '2'],
      [200, '3', '1', '4'],
      [200, '3', '0', '6'],
    ])
    now += 1_000
    const refused = await limited.get('/api/v2/me', one)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    expect((await problemOf(refused)).detail).toBe(
      'This key may send 30 requests per minute, and 3 of them at once after a pause.',
    )
    expect(await request(two)).toEqual([200, '3', '2', '2'])
    now += 1_000
    expect(await request(one)).toEqual([200, '3', '0', '6'])
    expect((await limited.get('/livez')).status).toBe(200)
  })
})
