import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiServer, problemOf, startApiServer } from '../fixtures/api-server.ts'
import { type Browser, openBrowser, signedIn } from '../fixtures/browser.ts'

const board = 'https://board.example.com'

let server: ApiServer
let key: string
let browser: Browser
beforeAll(async () => {
  server = await startApiServer({ corsOrigins: [board] })
  key = await server.createKey('1', 'admin')
  browser = await signedIn(server, key)
})
afterAll(() => server.close())

const requests = async () =>
  (await server.database.pool.query('SELECT count(*)::integer AS count FROM raw.sync_requests')).rows[0].count

describe('a request of another page with the cookie of a session', () => {
  const cookie = () => `lazi_session_1=${browser.cookies.get('lazi_session_1')}`
  const post = (headers: Record<string, string>, body = '{"kind":"full"}') =>
    fetch(`${server.url}/api/v2/sync/jobs`, {
      method: 'POST',
      headers: { cookie: cookie(), ...headers },
      body,
    })

  test.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/json',
  ])('is refused without the header of the tenant, as a form of type %s is', async (type) => {
    for (const origin of ['https://evil.example.com', server.url])
      expect((await post({ 'content-type': type, origin })).status).toBe(401)
    expect(await requests()).toBe(0)
  })

  test.each([
    [{ origin: 'https://evil.example.com' }],
    [{ origin: board }],
    [{ origin: 'null' }],
    [{ origin: 'http://127.0.0.1:1' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ 'sec-fetch-site': 'none' }],
    [{ 'sec-fetch-site': '' }],
  ])('is refused with the header too: %j', async (headers) => {
    const response = await post({
      'content-type': 'application/json',
      'x-lazi-tenant': '1',
      ...headers,
    } as never)
    expect([response.status, (await problemOf(response)).detail]).toEqual([
      403,
      expect.stringContaining('Sessions are for pages of this origin only'),
    ])
    for (const [method, path] of [
      ['GET', '/me'],
      ['GET', '/sessions'],
      ['POST', '/sessions'],
      ['POST', '/sessions/code'],
      ['DELETE', '/sessions'],
    ] as const) {
      const body = method === 'POST' ? { code: 'x' } : undefined
      const { status } = await browser.send(method, path, { tenant: '1', headers: headers as never, body })
      expect({ method, path, status }).toEqual({ method, path, status: 403 })
    }
    expect(await requests()).toBe(0)
    expect((await browser.send('GET', '/me', { tenant: '1' })).status).toBe(200)
  })

  test('is not announced as allowed: no credentials, no header of the tenant', async () => {
    const preflight = await fetch(`${server.url}/api/v2/me`, {
      method: 'OPTIONS',
      headers: {
        origin: board,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'x-lazi-tenant',
      },
    })
    expect(preflight.headers.get('access-control-allow-origin')).toBe(board)
    expect(preflight.headers.get('access-control-allow-headers')).not.toMatch(/tenant/i)
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull()
  })
})

test('a request of its own page is accepted, and a key needs neither header nor origin', async () => {
  const headers = { 'sec-fetch-site': 'same-origin', origin: 'https://behind.a.proxy.example.com' }
  const body = { kind: 'full' }
  expect((await browser.send('POST', '/sync/jobs', { tenant: '1', headers, body })).status).toBe(202)
  const { send } = openBrowser(server)
  const other = { key, headers: { origin: board, 'sec-fetch-site': 'cross-site' }, body }
  expect((await send('POST', '/sync/jobs', other)).status).toBe(202)
})

test('responses of different sessions and tenants are different in caches', async () => {
  const response = await browser.send('GET', '/me', { tenant: '1' })
  expect(response.headers.get('vary')).toMatch(/Authorization, Cookie, X-Lazi-Tenant/)
})

describe('the cookie', () => {
  /** Signs in as a page of an address behind a proxy does. fetch does not let the Host be chosen. */
  const signIn = async (headers: Record<string, string>, body: object = {}) => {
    const sent = request(`${server.url}/api/v2/sessions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    })
    sent.end(JSON.stringify(body))
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    response.resume()
    await once(response, 'end')
    const [cookie = ''] = response.headers['set-cookie'] ?? []
    return { status: response.statusCode, cookie: cookie.replace(/=[^;]*/, '=…') }
  }
  const plain = 'lazi_session_1=…; Path=/api; HttpOnly; SameSite=Strict'
  const secure = 'lazi_session_1=…; Path=/api; HttpOnly; Secure; SameSite=Strict'

  test.each([
    [{}, plain],
    [{ host: 'localhost:8080', origin: 'http://localhost:8080' }, plain],
    [{ host: '[::1]:8080', origin: 'http://[::1]:8080' }, plain],
    [{ host: 'data.example.com', origin: 'https://data.example.com' }, secure],
    // A proxy that changes the Host.
    [{ origin: 'https://data.example.com', 'sec-fetch-site': 'same-origin' }, secure],
    [{ host: 'data.example.com' }, secure],
    [{ host: '127.0.0.1.example.com' }, secure],
    [{ host: 'localhost:8080', origin: 'https://localhost:8080' }, secure],
  ])('is secure unless the page is plain http of this machine: %j', async (headers, cookie) => {
    expect(await signIn(headers as never)).toEqual({ status: 200, cookie })
  })

  test('stays for 30 days if the user wishes, else until the browser is closed', async () => {
    expect((await signIn({}, { remember: true })).cookie).toBe(
      'lazi_session_1=…; Max-Age=2592000; Path=/api; HttpOnly; SameSite=Strict',
    )
  })

  test('is not sent to a page that would not store it', async () => {
    const headers = { host: '10.0.0.5:8080', origin: 'http://10.0.0.5:8080' }
    expect(await signIn(headers)).toEqual({ status: 400, cookie: '' })
  })
})
