import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatSession } from '../../src/keys/sessions/session-text.ts'
import { createCode } from '../../src/keys/sessions/sign-in-codes.ts'
import type { SessionBody } from '../../src/sessions/session-schemas.ts'
import { type ApiServer, problemOf, startApiServer } from '../fixtures/api-server.ts'
import { openBrowser } from '../fixtures/browser.ts'

let server: ApiServer
beforeAll(async () => {
  server = await startApiServer()
})
afterAll(() => server.close())

const query = (sql: string, values: readonly unknown[] = []) => server.database.pool.query(sql, [...values])

/** A code of a new key. */
async function newCode(tenantId = '1') {
  const key = await server.createKey(tenantId)
  const keyId = String(key.split('_')[2])
  const code = await createCode(server.database.pool, { tenantId, keyId })
  if (!code) throw new Error('Expected a code')
  return { key, keyId, code, text: formatSession(code) }
}

const signIn = (code: string) => openBrowser(server).send('POST', '/sessions', { body: { code } })
const describeCode = (code: string) => openBrowser(server).send('POST', '/sessions/code', { body: { code } })
const refusalOf = async (response: Response) => {
  const { status, detail } = await problemOf(response)
  return [status, detail]
}

describe('a code', () => {
  test('is exchanged for a session once, within five minutes', async () => {
    const { code, text, keyId } = await newCode()
    const { rows } = await query(
      `SELECT expires_at - created_at = interval '5 minutes' AS usual, sign_in_codes::text AS row
         FROM api.sign_in_codes WHERE code_id = $1`,
      [code.id],
    )
    expect(rows[0].usual).toBe(true)
    expect(rows[0].row).not.toContain(code.secret)
    const browser = openBrowser(server)
    const response = await browser.send('POST', '/sessions', { body: { code: text } })
    const { expiresAt, ...who } = (await response.json()) as SessionBody
    expect([response.status, who.key.id, typeof expiresAt]).toEqual([200, keyId, 'string'])
    expect(await (await browser.send('GET', '/me', { tenant: '1' })).json()).toEqual(who)
    expect(await refusalOf(await signIn(text))).toEqual([
      401,
      'This link was used already; it works only once.',
    ])
    expect(JSON.stringify(server.log)).not.toContain(code.secret)
  })

  test('is exchanged once only, when several browsers try at the same time', async () => {
    const { text } = await newCode()
    const responses = await Promise.all(Array.from({ length: 8 }, () => signIn(text)))
    expect(responses.map(({ status }) => status).toSorted()).toEqual([200, ...Array(7).fill(401)])
  })

  test('tells its tenant and key without being used', async () => {
    const { code, text, keyId } = await newCode('2')
    for (let time = 0; time < 2; time += 1) {
      const response = await describeCode(text)
      expect([response.status, response.headers.getSetCookie()]).toEqual([200, []])
      expect(await response.json()).toEqual({
        tenant: { id: '2', name: 'Tenant two', timeZone: 'Australia/Lord_Howe' },
        key: { id: keyId, name: 'Key of 2', scopes: ['read'] },
        person: null,
        expiresAt: code.expiresAt.toISOString(),
      })
    }
    expect((await signIn(text)).status).toBe(200)
  })

  test.each([
    [
      'expired',
      'UPDATE api.sign_in_codes SET expires_at = now() WHERE key_id = $1',
      /has expired; it works for five/,
    ],
    [
      'revoked',
      'UPDATE api.keys SET revoked_at = now() WHERE key_id = $1',
      /The API key of this link was revoked/,
    ],
    [
      'ended',
      'UPDATE api.keys SET expires_at = now() WHERE key_id = $1',
      /The API key of this link has expired/,
    ],
  ])('is refused when it, or its key, is %s', async (_, sql, reason) => {
    const { text, keyId } = await newCode()
    await query(sql, [keyId])
    for (const response of [await describeCode(text), await signIn(text)])
      expect(await refusalOf(response)).toEqual([401, expect.stringMatching(reason)])
  })

  test('is refused with one text when it is malformed, unknown, of another tenant, or a session', async () => {
    const { code, text } = await newCode()
    const browser = openBrowser(server)
    await browser.send('POST', '/sessions', { body: { code: (await newCode()).text } })
    const wrong = [
      '',
      'x',
      text.slice(0, -1),
      `${text.slice(0, -1)}!`,
      formatSession({ ...code, secret: 'A'.repeat(43) }),
      formatSession({ ...code, tenantId: '2' }),
      formatSession({ ...code, tenantId: '999999999999999999' }),
      formatSession({ ...code, id: String(Number(code.id) + 1) }),
      `1_${browser.cookies.get('lazi_session_1')}`,
    ]
    for (const candidate of wrong)
      for (const response of [await describeCode(candidate), await signIn(candidate)])
        expect(await refusalOf(response)).toEqual([401, 'This link is incomplete, or unknown.'])
    expect((await signIn(text)).status).toBe(200)
  })

  test('is not made for a key that is revoked, expired or unknown', async () => {
    const { keyId } = await newCode()
    const create = (tenantId: string, id: string) => createCode(server.database.pool, { tenantId, keyId: id })
    expect(await create('2', keyId)).toBeNull()
    expect(await create('1', '999999')).toBeNull()
    await query('UPDATE api.keys SET expires_at = now() WHERE key_id = $1', [keyId])
    expect(await create('1', keyId)).toBeNull()
  })
})
