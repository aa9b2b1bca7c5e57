import { expect, test } from 'vitest'
import { exportPage, grantToken, json, reset, startApi, text } from '../../test/api-server.ts'
import { collect, createTestClient, rejection, resource, secrets } from '../../test/create-test-client.ts'
import { AuthenticationError, UnexpectedResponseError } from '../http/errors.ts'

const locations = resource('locations')
const unauthorized = json({ title: 'Unauthorized', status: 401, traceId: '00-abc-01' }, 401)

test('the client requests a token with its credentials, and sends it with the app key', async () => {
  await using api = await startApi({ api: [exportPage('a', false)] })
  await collect(createTestClient(api).exportPages(locations))

  const [tokenRequest] = api.tokenRequests
  expect(tokenRequest?.method).toBe('POST')
  expect(tokenRequest?.headers['content-type']).toBe('application/x-www-form-urlencoded')
  expect(Object.fromEntries(new URLSearchParams(tokenRequest?.body))).toEqual({
    grant_type: 'client_credentials',
    client_id: secrets.clientId,
    client_secret: secrets.clientSecret,
  })
  expect(api.requests[0]?.headers).toMatchObject({
    authorization: 'Bearer token-1',
    'st-app-key': secrets.appKey,
    'user-agent': 'lazi-data',
  })
})

test('the client reuses a token until a minute before it expires', async () => {
  await using api = await startApi({ api: exportPage('a', false) })
  let time = 1_000_000
  const client = createTestClient(api, { now: () => time })
  const tokenAfter = async (elapsedMs: number) => {
    time = 1_000_000 + elapsedMs
    await collect(client.exportPages(locations))
    return api.requests.at(-1)?.headers.authorization
  }
  expect(await tokenAfter(0)).toBe('Bearer token-1')
  expect(await tokenAfter(839_999)).toBe('Bearer token-1')
  expect(await tokenAfter(840_000)).toBe('Bearer token-2')
  expect(api.tokenRequests).toHaveLength(2)
})

test('concurrent callers share one token request', async () => {
  await using api = await startApi({ api: exportPage('a', false) })
  const client = createTestClient(api)
  await Promise.all(Array.from({ length: 5 }, () => collect(client.exportPages(locations))))
  expect(api.requests).toHaveLength(5)
  expect(api.tokenRequests).toHaveLength(1)
})

test('an aborted caller does not affect others that wait for the same token', async () => {
  const controller = new AbortController()
  const reason = new Error('enough')
  await using api = await startApi({
    token: (response, request) => {
      controller.abort(reason)
      grantToken('token')(response, request)
    },
    api: exportPage('a', false),
  })
  const client = createTestClient(api)
  const aborted = rejection(client.exportPages(locations, { signal: controller.signal }).next())
  const other = client.exportPages(locations).next()
  expect(await aborted).toBe(reason)
  expect((await other).done).toBe(false)
  expect(api.tokenRequests).toHaveLength(1)
})

test('the client cancels a token request whose callers all aborted, and sends a new one for the next', async () => {
  const controller = new AbortController()
  const reason = new Error('enough')
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  await using api = await startApi({
    token: [
      (response) => {
        response.on('close', resolve)
        controller.abort(reason)
      },
      grantToken('second'),
    ],
    api: exportPage('a', false),
  })
  const client = createTestClient(api)
  expect(await rejection(client.exportPages(locations, { signal: controller.signal }).next())).toBe(reason)
  await closed
  await collect(client.exportPages(locations))
  expect(api.requests[0]?.headers.authorization).toBe('Bearer second')
})

test('the client renews a refused token once when two callers are refused one after the other', async () => {
  const pendingReplies: (() => void)[] = []
  await using api = await startApi({
    api: (response, request) => {
      if (request.headers.authorization === 'Bearer token-1') {
        pendingReplies.push(() => unauthorized(response, request))
        // Both requests are sent with the first token before the first one is refused,
        if (pendingReplies.length === 2) pendingReplies[0]?.()
      } else {
        exportPage('a', false)(response, request)
        // and the second one is refused after the first has received the new token.
        if (api.requests.length === 3) pendingReplies[1]?.()
      }
    },
  })
  const client = createTestClient(api, { maxAttempts: 1 })
  const pages = await Promise.all([
    collect(client.exportPages(locations)),
    collect(client.exportPages(locations)),
  ])
  expect(pages.flat().map((page) => page.requests)).toEqual([2, 2])
  expect(api.tokenRequests).toHaveLength(2)
})

test("the client fails with ServiceTitan's title when the renewed token is refused too", async () => {
  const title = 'Application key not present, check ST-App-Key header value.'
  await using api = await startApi({ api: json({ title, status: 401, traceId: '00-abc-01' }, 401) })
  const error = await rejection(collect(createTestClient(api).exportPages(locations)))
  expect(error).toBeInstanceOf(AuthenticationError)
  expect(error).toMatchObject({
    code: 'SERVICETITAN_AUTHENTICATION',
    status: 401,
    title,
    traceId: '00-abc-01',
    path: '/crm/v2/tenant/987654321/export/locations',
    message: expect.stringContaining(title),
  })
  expect(api.requests).toHaveLength(2)
  expect(api.tokenRequests).toHaveLength(2)
})

test('the client requests a new token when the old one expires before an attempt', async () => {
  let time = 0
  await using api = await startApi({
    api: [
      (response, request) => {
        time += 900_000
        text('', 503)(response, request)
      },
      exportPage('a', false),
    ],
  })
  await collect(createTestClient(api, { now: () => time }).exportPages(locations))
  expect(api.requests.map((request) => request.headers.authorization)).toEqual([
    'Bearer token-1',
    'Bearer token-2',
  ])
})

test('the client does not retry a 400 for an unknown client', async () => {
  await using api = await startApi({ token: json({ error: 'invalid_client' }, 400) })
  const client = createTestClient(api, { environment: 'integration' })
  const error = await rejection(client.listPages(locations).next())
  expect(error).toBeInstanceOf(AuthenticationError)
  expect(error).toMatchObject({
    status: 400,
    title: 'invalid_client',
    method: 'POST',
    path: '/connect/token',
  })
  expect((error as Error).message).toMatch(
    /invalid_client.*client id.*client secret.*integration environment/,
  )
  expect(api.tokenRequests).toHaveLength(1)
  expect(api.requests).toHaveLength(0)
})

test('the client retries the token request when the endpoint is throttled, broken or unreachable', async () => {
  await using api = await startApi({
    token: [
      text('', 429, { 'retry-after': '0' }),
      text('<html>', 502),
      reset,
      text('<html>'),
      grantToken('fifth'),
    ],
    api: [exportPage('a', false)],
  })
  await collect(createTestClient(api, { maxAttempts: 5 }).exportPages(locations))
  expect(api.requests[0]?.headers.authorization).toBe('Bearer fifth')
})

test.each([
  ['no token', { expires_in: 900 }],
  ['a token that cannot be sent', { access_token: 'planted\ntoken', expires_in: 900 }],
  ['no lifetime', { access_token: 'planted-token' }],
  ['a lifetime of zero', { access_token: 'planted-token', expires_in: 0 }],
  ['a list', []],
])('the client rejects a token response with %s', async (_what, body) => {
  await using api = await startApi({ token: json(body) })
  const error = await rejection(createTestClient(api).exportPages(locations).next())
  expect(error).toBeInstanceOf(UnexpectedResponseError)
  expect(api.tokenRequests).toHaveLength(3)
})
