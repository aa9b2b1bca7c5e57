import { describe, expect, it } from 'vitest'
import { findOperation } from '../contract/index.ts'
import { createSandbox } from '../sandbox.ts'
import { sandboxCredentials } from '../settings/options.ts'
import { connect, pathOf, tokenRequest } from '../testing/client.ts'
import { violations } from '../testing/validate.ts'

const TOKEN_URL = 'http://sandbox.test/connect/token'
const sizes = { jobs: 10, locations: 5, technicians: 2 }
const jobsPath = pathOf('jobs', 'list')
const jobsList = findOperation('jobs', 'list')

const expectApiError = (body: unknown): void => {
  // 401 and 403 are not in the contract; they have the schema of the documented errors.
  if (jobsList) expect(violations(jobsList, 400, body)).toEqual([])
}

describe('the token endpoint', () => {
  const sandbox = createSandbox()

  it('issues a bearer token for 900 seconds', async () => {
    const response = await sandbox.fetch(TOKEN_URL, tokenRequest())
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      access_token: expect.any(String),
      expires_in: 900,
      token_type: 'Bearer',
      scope: expect.stringContaining('tn.jpm.jobs:r'),
    })
  })

  it.each([
    ['a wrong secret', { client_secret: 'x' }, 'invalid_client'],
    ['an unknown client', { client_id: 'x' }, 'invalid_client'],
    ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
  ])('responds to %s with 400', async (_, fields, error) => {
    const response = await sandbox.fetch(TOKEN_URL, tokenRequest(fields))
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error })
  })

  it('requires a form, not JSON', async () => {
    const headers = { 'content-type': 'application/json' }
    const response = await sandbox.fetch(TOKEN_URL, { method: 'POST', headers, body: '{}' })
    expect([response.status, await response.json()]).toEqual([400, { error: 'invalid_request' }])
  })
})

describe('a request', () => {
  it('requires the app key, with the live API’s message', async () => {
    const client = await connect(createSandbox())
    const { status, body } = await client.get(jobsPath, {}, { authorization: 'Bearer x' })
    expect(status).toBe(401)
    expect(body.title).toBe('Application key not present, check ST-App-Key header value.')
    expectApiError(body)
  })

  it('requires a known token', async () => {
    const client = await connect(createSandbox())
    const answers = [
      await client.get(jobsPath, {}, { 'st-app-key': sandboxCredentials.appKey }),
      await client.get(jobsPath, {}, { 'st-app-key': sandboxCredentials.appKey, authorization: 'Bearer x' }),
      await client.get(jobsPath, {}, { 'st-app-key': 'wrong', authorization: 'Bearer x' }),
    ]
    for (const { status, body } of answers) {
      expect(status).toBe(401)
      expectApiError(body)
    }
  })

  it('may send the token bare, as the vendor’s sample does, or after any spelling of Bearer', async () => {
    const sandbox = createSandbox()
    const response = await sandbox.fetch(TOKEN_URL, tokenRequest())
    const { access_token: token } = (await response.json()) as { access_token: string }
    const client = await connect(sandbox)
    const statusOf = async (authorization: string) => {
      const headers = { 'st-app-key': sandboxCredentials.appKey, authorization }
      return (await client.get(jobsPath, {}, headers)).status
    }
    for (const form of [token, `Bearer ${token}`, `bearer  ${token}`]) {
      expect([form, await statusOf(form)]).toEqual([form, 200])
    }
    for (const form of ['', 'Bearer', `Basic ${token}`, `Bearer${token}`, `${token} ${token}`, `${token}x`]) {
      expect([form, await statusOf(form)]).toEqual([form, 401])
    }
  })

  it('is refused when its token has expired or was revoked', async () => {
    const sandbox = createSandbox()
    const client = await connect(sandbox)
    sandbox.clock.advance(899_999)
    expect((await client.list('jobs')).status).toBe(200)
    sandbox.clock.advance(1)
    expect((await client.list('jobs')).status).toBe(401)

    const other = await connect(sandbox)
    sandbox.revokeTokens()
    expect((await other.list('jobs')).status).toBe(401)
  })

  it('is refused without the scope of its resource', async () => {
    const client = await connect(createSandbox({ scopes: ['tn.crm.locations:r'] }))
    const { status, body } = await client.list('jobs')
    expect([status, body.title]).toEqual([403, 'Scope validation failed'])
    expectApiError(body)
    expect((await client.list('locations')).status).toBe(200)
  })

  it('is refused for an unknown tenant and for the tenant of another app', async () => {
    const credentials = { clientId: 'other', clientSecret: 's', appKey: 'k' }
    const tenants = [
      { tenantId: 1, sizes },
      { tenantId: 2, sizes, credentials },
    ]
    const client = await connect(createSandbox({ tenants }), 1)
    expect((await client.list('jobs')).status).toBe(200)
    expect((await client.get(pathOf('jobs', 'list', { tenantId: 2 }))).status).toBe(403)
    expect((await client.get(pathOf('jobs', 'list', { tenantId: 3 }))).status).toBe(403)
  })
})

describe('the rate limit', () => {
  it('allows 60 requests per second for each tenant', async () => {
    const tenants = [
      { tenantId: 1, sizes },
      { tenantId: 2, sizes },
    ]
    const sandbox = createSandbox({ tenants, rateLimit: {} })
    const [first, second] = [await connect(sandbox, 1), await connect(sandbox, 2)]
    for (let n = 0; n < 60; n++) expect((await first.list('jobs', { pageSize: 1 })).status).toBe(200)
    const refused = await first.list('jobs')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    expect(refused.body).toEqual({
      statusCode: 429,
      message: 'Rate limit is exceeded. Try again in 1 seconds.',
    })
    expect((await second.list('jobs')).status).toBe(200)
    sandbox.clock.advance(1_000)
    expect((await first.list('jobs')).status).toBe(200)
  })

  it('can omit Retry-After', async () => {
    const client = await connect(createSandbox({ rateLimit: { requestsPerSecond: 1, retryAfter: false } }))
    await client.list('jobs')
    const refused = await client.list('jobs')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null])
  })
})
