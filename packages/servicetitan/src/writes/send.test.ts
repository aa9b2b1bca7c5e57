import { expect, test } from 'vitest'
import {
  cutOff,
  exportPage,
  grantToken,
  hang,
  json,
  type Reply,
  reset,
  startApi,
  text,
} from '../../test/api-server.ts'
import {
  collect,
  createTestClient,
  recordingLogger,
  rejection,
  resource,
  secrets,
} from '../../test/create-test-client.ts'
import { AuthenticationError, NetworkError, TimeoutError, type WriteRequest } from '../index.ts'

const path = '/crm/v2/tenant/987654321/customers/41000001'
const patch: WriteRequest = {
  method: 'PATCH',
  module: 'crm',
  path: 'customers/41000001',
  body: { name: 'Ada' },
}
const unauthorized = json({ title: 'Unauthorized', status: 401, traceId: '00-abc-01' }, 401)
const jobs = resource('jobs')

test('a write has its method, its path, JSON, and the headers of every request', async () => {
  await using api = await startApi({ api: json({ id: 1 }) })
  await createTestClient(api).send(patch)
  expect(api.requests).toMatchObject([
    {
      method: 'PATCH',
      path,
      search: '',
      body: '{"name":"Ada"}',
      headers: {
        accept: 'application/json',
        authorization: 'Bearer token-1',
        'content-type': 'application/json',
        'st-app-key': secrets.appKey,
        'user-agent': 'lazi-data',
      },
    },
  ])
})

test.each(['POST', 'PUT', 'DELETE'] as const)('a %s can have no body', async (method) => {
  await using api = await startApi({ api: text('', 200) })
  const outcome = await createTestClient(api).send({
    method,
    module: 'jpm',
    path: 'appointments/1/confirmation',
  })
  expect(outcome).toMatchObject({ kind: 'applied', body: null })
  expect(api.requests).toMatchObject([{ method, body: '' }])
  expect(api.requests[0]?.headers).not.toHaveProperty('content-type')
})

test.each<[string, Reply, object]>([
  ['a reset after the request was read', reset, { code: 'SERVICETITAN_NETWORK' }],
  ['a response that is cut off', cutOff('{"id":'), { code: 'SERVICETITAN_NETWORK' }],
  ['no response within the limit', hang, { code: 'SERVICETITAN_TIMEOUT', timeoutMs: 200 }],
  [
    'a body that stalls',
    (response) => {
      response.writeHead(200)
      response.write('{"id":')
    },
    { code: 'SERVICETITAN_TIMEOUT', timeoutMs: 200 },
  ],
])('the outcome is unknown after %s, and the write is not sent again', async (_what, reply, error) => {
  await using api = await startApi({ api: reply })
  const outcome = await createTestClient(api, { writeTimeoutMs: 200 }).send(patch)
  expect(outcome).toMatchObject({
    kind: 'unknown',
    requests: 1,
    traceId: null,
    error: { method: 'PATCH', path, attempts: 1, ...error },
  })
  expect(api.requests).toHaveLength(1)
})

test('nothing is sent to a server that refuses the connection', async () => {
  await using auth = await startApi()
  const api = await startApi()
  await api[Symbol.asyncDispose]()
  const outcome = await createTestClient(api, { authUrl: auth.url }).send(patch)
  expect(outcome).toMatchObject({ kind: 'notSent', requests: 0, error: { path } })
  expect('error' in outcome && outcome.error).toBeInstanceOf(NetworkError)
})

test('nothing is sent to a server without TLS', async () => {
  await using api = await startApi({ api: json({ id: 1 }) })
  const apiUrl = api.url.replace('http:', 'https:')
  const outcome = await createTestClient(api, { authUrl: api.url, apiUrl }).send(patch)
  expect(outcome).toMatchObject({ kind: 'notSent', error: { code: 'SERVICETITAN_NETWORK' } })
  expect(api.requests).toHaveLength(0)
})

test('a write is not sent without a token', async () => {
  await using api = await startApi({ token: text('', 503) })
  const outcome = await createTestClient(api).send(patch)
  expect(outcome).toMatchObject({
    kind: 'notSent',
    requests: 0,
    error: { status: 503, path: '/connect/token' },
  })
  expect(api.requests).toHaveLength(0)
})

test('a write with refused credentials is not sent', async () => {
  await using api = await startApi({ token: json({ error: 'invalid_client' }, 400) })
  const error = await rejection(createTestClient(api).send(patch))
  expect(error).toBeInstanceOf(AuthenticationError)
  expect(api.requests).toHaveLength(0)
})

test('a write is sent once more, with a new token, after a 401', async () => {
  await using api = await startApi({ api: [unauthorized, json({ id: 1 })] })
  const outcome = await createTestClient(api).send(patch)
  expect(outcome).toMatchObject({ kind: 'applied', requests: 2 })
  expect(api.requests.map(({ headers, body }) => [headers.authorization, body])).toEqual([
    ['Bearer token-1', '{"name":"Ada"}'],
    ['Bearer token-2', '{"name":"Ada"}'],
  ])
  expect(api.tokenRequests).toHaveLength(2)
})

test.each<[string, Reply, string]>([
  ['a reset', reset, 'unknown'],
  ['a 500', text('', 500), 'unknown'],
  ['a 429', text('', 429), 'limited'],
  ['a 409', text('', 409), 'conflict'],
])('a write that ends in %s after a 401 is not sent a third time', async (_what, reply, kind) => {
  await using api = await startApi({ api: [unauthorized, reply] })
  expect(await createTestClient(api).send(patch)).toMatchObject({ kind, requests: 2 })
  expect(api.requests).toHaveLength(2)
})

test('a write fails when the new token is refused too', async () => {
  await using api = await startApi({ api: unauthorized })
  const error = await rejection(createTestClient(api).send(patch))
  expect(error).toBeInstanceOf(AuthenticationError)
  expect(error).toMatchObject({ status: 401, traceId: '00-abc-01', method: 'PATCH', path, attempts: 2 })
  expect(api.requests).toHaveLength(2)
})

test('nothing was applied when no new token can be obtained after a 401', async () => {
  await using api = await startApi({ token: [grantToken('first'), reset, reset, reset], api: unauthorized })
  const outcome = await createTestClient(api).send(patch)
  expect(outcome).toMatchObject({ kind: 'notSent', requests: 1, error: { path: '/connect/token' } })
  expect(api.requests).toHaveLength(1)
})

test('a 429 delays the next read by Retry-After', async () => {
  let time = 0
  await using api = await startApi({ api: [text('', 429, { 'retry-after': '30' }), exportPage('a', false)] })
  const client = createTestClient(api, {
    requestsPerSecond: 1_000,
    now: () => time,
    retryMaxDelayMs: 3_600_000,
  })
  expect(await client.send(patch)).toMatchObject({ kind: 'limited', retryAfterMs: 30_000 })

  const reason = new Error('enough')
  const controller = new AbortController()
  const early = rejection(collect(client.exportPages(jobs, { signal: controller.signal })))
  setImmediate(() => controller.abort(reason))
  expect(await early).toBe(reason)
  expect(api.requests).toHaveLength(1)

  time = 31_000
  expect(await collect(client.exportPages(jobs))).toHaveLength(1)
})

test.each([
  ['as requested', '30', 30_000],
  ['at most as long as reads wait for a retry', '86400', 60_000],
])('a 429 pauses a given limiter, %s', async (_what, retryAfter, delayMs) => {
  const pauses: number[] = []
  const limiter = {
    async acquire() {},
    pause: (ms: number) => void pauses.push(ms),
  }
  await using api = await startApi({ api: text('', 429, { 'retry-after': retryAfter }) })
  const outcome = await createTestClient(api, { limiter }).send(patch)
  expect(outcome).toMatchObject({ kind: 'limited', retryAfterMs: Number(retryAfter) * 1_000 })
  expect(pauses).toEqual([delayMs])
})

test('the outcome survives a limiter whose pause fails', async () => {
  const logger = recordingLogger()
  const limiter = {
    async acquire() {},
    pause: () => Promise.reject(Object.assign(new Error('no connection'), { code: 'ECONNREFUSED' })),
  }
  await using api = await startApi({ api: text('', 429, { 'retry-after': '1' }) })
  expect(await createTestClient(api, { limiter, logger }).send(patch)).toMatchObject({ kind: 'limited' })
  expect(logger.lines.filter(({ level }) => level === 'warn')).toMatchObject([
    { message: 'the rate limiter could not be paused', details: { code: 'ECONNREFUSED' } },
  ])
})

test('a write acquires the limiter before every request', async () => {
  let acquired = 0
  const limiter = {
    async acquire() {
      acquired += 1
    },
  }
  await using api = await startApi({ api: [unauthorized, json({ id: 1 })] })
  await createTestClient(api, { limiter }).send(patch)
  expect(acquired).toBe(2)
})

test('a write that waits too long for the limiter is not sent', async () => {
  await using api = await startApi()
  const limiter = { acquire: () => new Promise<void>(() => {}) }
  const outcome = await createTestClient(api, { limiter, writeStartTimeoutMs: 20 }).send(patch)
  expect(outcome).toMatchObject({ kind: 'notSent', requests: 0, error: { timeoutMs: 20, path } })
  expect('error' in outcome && outcome.error).toBeInstanceOf(TimeoutError)
  expect(api.requests).toHaveLength(0)
})

test('a write is not sent when the limiter fails', async () => {
  const error = new Error('no connection')
  await using api = await startApi()
  const outcome = await createTestClient(api, { limiter: { acquire: () => Promise.reject(error) } }).send(
    patch,
  )
  expect(outcome).toEqual({ kind: 'notSent', error, requests: 0 })
})

test('a bug of a given fetch is not an outcome', async () => {
  await using api = await startApi()
  const bug = new TypeError("Cannot read properties of undefined (reading 'x')")
  const client = createTestClient(api, {
    fetch: async (url, init) => {
      if (url.endsWith('/connect/token')) return fetch(url, init)
      throw bug
    },
  })
  expect(await rejection(client.send(patch))).toBe(bug)
})
