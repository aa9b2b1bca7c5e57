import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient, createSessions } from '../../client/index.ts'
import { openPool } from '../../src/database.ts'
import type { Me } from '../../src/me/me-schema.ts'
import type { SessionBody, Sessions } from '../../src/sessions/session-schemas.ts'
import { type ApiServer, problemOf, startApiServer } from '../fixtures/api-server.ts'
import { type Browser, openBrowser, signedIn } from '../fixtures/browser.ts'

let server: ApiServer
let key: string
beforeAll(async () => {
  server = await startApiServer()
  key = await server.createKey('1', 'sync')
})
afterAll(() => server.close())

const query = (sql: string, values: readonly unknown[] = []) => server.database.pool.query(sql, [...values])
const keyIdOf = (text: string) => text.split('_')[2]
const me = (browser: Browser, tenant = '1') => browser.send('GET', '/me', { tenant })
const refusalOf = async (response: Response) => {
  const { status, detail } = await problemOf(response)
  return [status, detail]
}

describe('a key', () => {
  test('is exchanged for a session, whose secret is stored as a hash only', async () => {
    const browser = openBrowser(server)
    const response = await browser.send('POST', '/sessions', { key, body: {} })
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
    const { expiresAt, ...who } = (await response.json()) as SessionBody
    expect(who).toEqual({
      tenant: { id: '1', name: 'Tenant one', timeZone: 'America/Chicago' },
      key: { id: keyIdOf(key), name: 'Key of 1', scopes: ['sync'] },
      person: null,
    })
    expect(await (await me(browser)).json()).toEqual(who)
    const { rows } = await query(
      `SELECT sessions::text AS row, expires_at, expires_at - created_at = interval '12 hours' AS usual
         FROM api.sessions ORDER BY session_id DESC LIMIT 1`,
    )
    expect(rows[0]).toMatchObject({ usual: true, expires_at: new Date(expiresAt) })
    const secret = String(browser.cookies.get('lazi_session_1')).slice(-43)
    expect(rows[0].row).not.toContain(secret)
    expect(JSON.stringify(server.log)).not.toContain(secret)
  })

  test('that is wrong, or missing, creates no session', async () => {
    const browser = openBrowser(server)
    const wrong = await browser.send('POST', '/sessions', { key: `${key.slice(0, -1)}-`, body: {} })
    expect(await refusalOf(wrong)).toEqual([401, 'This API key is unknown, revoked or expired.'])
    expect(await refusalOf(await browser.send('POST', '/sessions', { body: {} }))).toEqual([
      401,
      'Send an API key (Authorization: Bearer lazi_…), or a code.',
    ])
    expect(browser.cookies.size).toBe(0)
  })

  test('that expires soon ends its sessions then', async () => {
    const soon = await server.createKey('1')
    const { rows } = await query(
      `UPDATE api.keys SET expires_at = now() + interval '1 hour' WHERE key_id = $1 RETURNING expires_at`,
      [keyIdOf(soon)],
    )
    const body = { remember: true }
    const response = await openBrowser(server).send('POST', '/sessions', { key: soon, body })
    expect(new Date(((await response.json()) as SessionBody).expiresAt)).toEqual(rows[0].expires_at)
  })

  test('shares its rate limit with its sessions', async () => {
    await using limited = await startApiServer({ requestsPerMinute: 36 })
    const one = await limited.createKey('1')
    const browser = await signedIn(limited, one)
    expect((await limited.get('/api/v2/me', one)).headers.get('ratelimit-remaining')).toBe('1')
    expect((await me(browser)).headers.get('ratelimit-remaining')).toBe('0')
    expect((await me(browser)).status).toBe(429)
    expect((await openBrowser(limited).send('POST', '/sessions', { key: one, body: {} })).status).toBe(429)
  })
})

describe('a session', () => {
  test('opens no other tenant than its own', async () => {
    const browser = await signedIn(server, key)
    const value = String(browser.cookies.get('lazi_session_1'))
    const other = await signedIn(server, await server.createKey('2'))
    browser.cookies.set('lazi_session_2', value)
    expect(await refusalOf(await me(browser, '2'))).toEqual([401, 'This session is not known any more.'])
    browser.cookies.delete('lazi_session_2')
    for (const tenant of ['2', '01', '1 ; lazi_session_1', '99999999999999999999'])
      expect(await refusalOf(await me(browser, tenant))).toEqual([
        401,
        'This browser is not signed in to this account.',
      ])
    // The id of another tenant's session with the secret of one's own.
    const [otherId] = String(other.cookies.get('lazi_session_2')).split('_')
    browser.cookies.set('lazi_session_1', `${otherId}_${value.slice(-43)}`)
    expect((await me(browser)).status).toBe(401)
  })

  test('is kept beside those of other tenants', async () => {
    const browser = await signedIn(server, key)
    await browser.send('POST', '/sessions', { key: await server.createKey('2'), body: {} })
    const names = []
    for (const tenant of ['1', '2'])
      names.push(((await (await me(browser, tenant)).json()) as Me).tenant.name)
    expect(names).toEqual(['Tenant one', 'Tenant two'])
    const { sessions, ended } = (await (await browser.send('GET', '/sessions')).json()) as Sessions
    expect(sessions.map(({ tenant }) => tenant.id)).toEqual(['1', '2'])
    expect(ended).toEqual([])
  })

  test('is accepted by another API process', async () => {
    const pool = openPool(server.database.url, { max: 2, onError: () => undefined })
    await using other = await startApiServer({ pool })
    const browser = await signedIn(server, key)
    const onOther = { ...openBrowser(other), cookies: browser.cookies }
    const cookie = `lazi_session_1=${browser.cookies.get('lazi_session_1')}`
    expect((await onOther.send('GET', '/me', { tenant: '1', headers: { cookie } })).status).toBe(200)
    await browser.send('DELETE', '/sessions', { tenant: '1' })
    expect((await onOther.send('GET', '/me', { tenant: '1', headers: { cookie } })).status).toBe(401)
    await pool.end()
  })

  test('is replaced when the browser signs in to the tenant again', async () => {
    const browser = await signedIn(server, key)
    const before = new Map(browser.cookies)
    await browser.send('POST', '/sessions', { key, body: {} })
    expect((await me(browser)).status).toBe(200)
    const old = openBrowser(server)
    for (const [name, value] of before) old.cookies.set(name, value)
    expect(await refusalOf(await me(old))).toEqual([
      401,
      'This session was ended by signing out, or by signing in again.',
    ])
  })

  test('makes no further sessions', async () => {
    const browser = await signedIn(server, key)
    const response = await browser.send('POST', '/sessions', { tenant: '1', body: {} })
    expect(response.status).toBe(401)
  })

  test('ends by signing out, on the server too', async () => {
    const browser = await signedIn(server, key)
    const stolen = openBrowser(server)
    for (const [name, value] of browser.cookies) stolen.cookies.set(name, value)
    const response = await browser.send('DELETE', '/sessions', { tenant: '1' })
    expect([response.status, await response.text(), browser.cookies.size]).toEqual([204, '', 0])
    expect(await refusalOf(await me(stolen))).toEqual([
      401,
      'This session was ended by signing out, or by signing in again.',
    ])
    expect((await browser.send('DELETE', '/sessions')).status).toBe(401)
  })

  const ends: [string, string, (keyId: string | undefined) => Promise<unknown>][] = [
    [
      'its key is revoked',
      'This session was revoked with its API key.',
      (id) => query('UPDATE api.keys SET revoked_at = now() WHERE key_id = $1', [id]),
    ],
    [
      'its key expires',
      'This session has expired with its API key.',
      (id) => query('UPDATE api.keys SET expires_at = now() WHERE key_id = $1', [id]),
    ],
    [
      'it expires',
      'This session has expired.',
      (id) => query('UPDATE api.sessions SET expires_at = now() WHERE key_id = $1', [id]),
    ],
    [
      'its key is deleted',
      'This session is not known any more.',
      (id) => query('DELETE FROM api.keys WHERE key_id = $1', [id]),
    ],
  ]
  test.each(ends)('ends when %s, and says so once', async (_, reason, end) => {
    const own = await server.createKey('1')
    const browser = await signedIn(server, own)
    await end(keyIdOf(own))
    expect(await refusalOf(await me(browser))).toEqual([401, reason])
    const list = async () => (await browser.send('GET', '/sessions')).json()
    expect(await list()).toEqual({ sessions: [], ended: [{ tenantId: '1', reason }] })
    expect(browser.cookies.size).toBe(0)
    expect(await list()).toEqual({ sessions: [], ended: [] })
  })

  test('does not open a later tenant of the same id', async () => {
    await query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (3, 'Three')`)
    const browser = await signedIn(server, await server.createKey('3'))
    await query('SELECT api.revoke_tenant_keys(3)')
    await query('DELETE FROM raw.tenants WHERE tenant_id = 3')
    expect((await me(browser, '3')).status).toBe(401)
    await query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (3, 'Another three')`)
    expect(await refusalOf(await me(browser, '3'))).toEqual([
      401,
      'This session was revoked with its API key.',
    ])
  })

  test('that ends, ends its open stream', async () => {
    await using beating = await startApiServer({ heartbeatMs: 20 })
    const browser = await signedIn(beating, await beating.createKey('1'))
    const response = await browser.send('GET', '/changes', { tenant: '1' })
    expect(response.status).toBe(200)
    await beating.database.pool.query('UPDATE api.sessions SET revoked_at = now()')
    // Ends only because the server closes it.
    expect(await response.text()).toContain('the feed of changes')
  })
})

test('signing in deletes the old sessions and codes of the tenant, 100 at a time', async () => {
  const { rows } = await query(
    `INSERT INTO api.keys (tenant_id, name, scopes, secret_hash) VALUES (2, 'Old', '{read}', sha256('')) RETURNING key_id`,
  )
  for (const table of ['sessions', 'sign_in_codes'])
    await query(
      `INSERT INTO api.${table} (tenant_id, key_id, secret_hash, expires_at)
       SELECT 2, $1, sha256(''), now() - interval '8 days' FROM generate_series(1, 150)`,
      [rows[0].key_id],
    )
  const left = async () =>
    (
      await query(
        `SELECT (SELECT count(*)::integer FROM api.sessions WHERE key_id = $1) AS sessions,
                (SELECT count(*)::integer FROM api.sign_in_codes WHERE key_id = $1) AS codes`,
        [rows[0].key_id],
      )
    ).rows[0]
  const other = await server.createKey('2')
  await signedIn(server, other)
  expect(await left()).toEqual({ sessions: 50, codes: 50 })
  await signedIn(server, other)
  expect(await left()).toEqual({ sessions: 0, codes: 0 })
})

test('the typed client signs in, reads in the session and signs out', async () => {
  const { fetch } = openBrowser(server)
  const sessions = createSessions({ url: server.url, fetch })
  const { tenant } = await sessions.signIn({ key }, { remember: true })
  const api = createClient({ url: server.url, tenantId: tenant.id, fetch })
  expect((await api.me()).key.scopes).toEqual(['sync'])
  expect((await api.requestSync('jobs', { kind: 'full' })).status).toBe('pending')
  expect((await sessions.list()).sessions.map((session) => session.tenant.id)).toEqual(['1'])
  await sessions.signOut(tenant.id)
  expect(await sessions.list()).toEqual({ sessions: [], ended: [] })
  await expect(api.me()).rejects.toMatchObject({ name: 'ApiError', status: 401 })
})
