import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { cutOff, exportPage, hang, json, type Reply, reset, startApi, text } from '../../test/api-server.ts'
import {
  collect,
  createTestClient,
  recordingLogger,
  rejection,
  resource,
} from '../../test/create-test-client.ts'
import {
  NetworkError,
  RateLimitedError,
  ServiceTitanHttpError,
  TimeoutError,
  UnexpectedResponseError,
} from '../http/errors.ts'

const jobs = resource('jobs')
const html = text('<html><body>Bad Gateway</body></html>', 200, { 'content-type': 'text/html' })
const path = '/jpm/v2/tenant/987654321/export/jobs'

test('a page has the body exactly as received', async () => {
  const body = `{"hasMore":false, "continueFrom":"t",
    "data":[{"id":9223372036854775807,"total":25.1700000000,"modifiedOn":"2026-01-02T16:28:55.8446003Z","name":"é \\u0000 😀"}]}`
  await using api = await startApi({ api: text(body) })
  const [page] = await collect(createTestClient(api, { now: () => 1_234 }).exportPages(jobs))
  expect(page).toEqual({
    body: Buffer.from(body),
    data: Buffer.from(body.slice(body.indexOf('['), -1)),
    bytes: Buffer.byteLength(body),
    count: 1,
    hasMore: false,
    continueFrom: 't',
    requests: 1,
    requestedAt: 1_234,
  })
})

test.each<[string, Reply]>([
  ['a 500', text('', 500)],
  ['a 503', json({ title: 'Service unavailable' }, 503)],
  ['a 408', text('', 408)],
  ['a 429', json({ message: 'Rate limit is exceeded. Try again in 0 seconds.' }, 429)],
  ['an HTML page', html],
  ['a truncated body', text('{"hasMore":false,"continueFrom":"t","data":[{"id":1},{"id"')],
  ['an error in the body of a 200', json({ status: 500, title: 'Oops', traceId: '1' })],
  ['a body with an empty cursor', json({ hasMore: false, continueFrom: '', data: [] })],
  ['a cursor with NUL', json({ hasMore: true, continueFrom: 'a\0', data: [] })],
  ['a cursor with half a character', text('{"hasMore":true,"continueFrom":"\\ud800","data":[]}')],
  [
    'a member named __proto__ in place of the others',
    text('{"__proto__":{"hasMore":true,"continueFrom":"a"},"data":[]}'),
  ],
  ['bytes that are not UTF-8', text(Buffer.from([0x7b, 0xff, 0x7d]))],
  ['a broken compression', text(gzipSync('{}').subarray(0, 12), 200, { 'content-encoding': 'gzip' })],
  ['a connection that breaks in the body', cutOff('{"hasMore":')],
  ['a connection that is reset', reset],
])('the client retries after %s', async (_what, reply) => {
  await using api = await startApi({ api: [reply, reply, exportPage('a', false)] })
  const [page] = await collect(createTestClient(api).exportPages(jobs))
  expect(page).toMatchObject({ continueFrom: 'a', requests: 3 })
})

test.each<[string, Reply, object]>([
  ['a 503', text('', 503), { code: 'SERVICETITAN_HTTP', status: 503 }],
  ['an HTML page', html, { code: 'SERVICETITAN_UNEXPECTED_RESPONSE', reason: 'not-json' }],
  [
    'a wrong envelope',
    json({ data: {} }),
    { code: 'SERVICETITAN_UNEXPECTED_RESPONSE', reason: 'wrong-shape' },
  ],
  ['a reset', reset, { code: 'SERVICETITAN_NETWORK', cause: expect.any(Error) }],
])('the client fails after the last attempt when each one ends in %s', async (_what, reply, expected) => {
  await using api = await startApi({ api: reply })
  const error = await rejection(createTestClient(api).exportPages(jobs).next())
  expect(error).toMatchObject({ ...expected, method: 'GET', path, attempts: 3 })
  expect(api.requests).toHaveLength(3)
})

test('the client waits for Retry-After instead of the backoff', async () => {
  await using api = await startApi({ api: [text('', 429, { 'retry-after': '0' }), exportPage('a', false)] })
  // The backoff would take an hour.
  const logger = recordingLogger()
  const client = createTestClient(api, { logger, retryBaseDelayMs: 3_600_000, retryMaxDelayMs: 3_600_000 })
  await collect(client.exportPages(jobs))
  expect(logger.lines.find((line) => line.level === 'warn')?.details).toMatchObject({
    code: 'SERVICETITAN_RATE_LIMITED',
    attempt: 1,
    delayMs: 0,
  })
})

test('the client reports an exhausted quota with the requested wait', async () => {
  await using api = await startApi({ api: text('', 429, { 'retry-after': '0' }) })
  const error = await rejection(createTestClient(api).exportPages(jobs).next())
  expect(error).toBeInstanceOf(RateLimitedError)
  expect(error).toMatchObject({ code: 'SERVICETITAN_RATE_LIMITED', retryAfterMs: 0 })
  expect(api.requests).toHaveLength(3)
})

test('the client fails immediately when the requested wait exceeds the maximum delay', async () => {
  await using api = await startApi({ api: text('', 429, { 'retry-after': '3600' }) })
  const error = await rejection(createTestClient(api).exportPages(jobs).next())
  expect(error).toMatchObject({ code: 'SERVICETITAN_RATE_LIMITED', retryAfterMs: 3_600_000 })
  expect(api.requests).toHaveLength(1)
})

test('the client times out when a response does not arrive or stalls', async () => {
  const stall: Reply = (response) => {
    response.writeHead(200)
    response.write('{"hasMore":')
  }
  await using api = await startApi({ api: [hang, stall, stall] })
  const error = await rejection(createTestClient(api, { requestTimeoutMs: 100 }).exportPages(jobs).next())
  expect(error).toBeInstanceOf(TimeoutError)
  expect(error).toMatchObject({ code: 'SERVICETITAN_TIMEOUT', timeoutMs: 100, path })
  expect(api.requests).toHaveLength(3)
})

test('the client times out when a response arrives too slowly', async () => {
  const closed: Promise<void>[] = []
  const dribble: Reply = (response) => {
    response.writeHead(200)
    response.write('{"hasMore":')
    const timer = setInterval(() => response.write(' '), 5)
    closed.push(
      new Promise((resolve) => {
        response.on('close', () => {
          clearInterval(timer)
          resolve()
        })
      }),
    )
  }
  await using api = await startApi({ api: dribble })
  const options = { requestTimeoutMs: 100, maxAttempts: 2 }
  const error = await rejection(createTestClient(api, options).exportPages(jobs).next())
  expect(error).toMatchObject({ code: 'SERVICETITAN_TIMEOUT', timeoutMs: 100, attempts: 2 })
  // Both connections must be closed, too.
  await Promise.all(closed)
  expect(closed).toHaveLength(2)
})

test('the client reads a record of 5 MB', async () => {
  const record = { id: 1, summary: 'é'.repeat(2_500_000) }
  await using api = await startApi({ api: exportPage('a', false, [record]) })
  const [page] = await collect(createTestClient(api).exportPages(jobs))
  expect(page?.bytes).toBeGreaterThan(5_000_000)
  expect(JSON.parse(String(page?.body)).data).toEqual([record])
})

test('the client stops reading a body that is too large, without a retry', async () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  const endless: Reply = (response) => {
    response.on('close', resolve)
    const write = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    }
    response.on('drain', write)
    write()
  }
  await using api = await startApi({ api: endless })
  const error = await rejection(createTestClient(api, { maxResponseBytes: 100_000 }).exportPages(jobs).next())
  expect(error).toBeInstanceOf(UnexpectedResponseError)
  expect(error).toMatchObject({ reason: 'too-large' })
  await closed
  expect(api.requests).toHaveLength(1)
})

test('the client counts the bytes of a compressed body after decompression', async () => {
  const body = JSON.stringify({ hasMore: false, continueFrom: 'a', data: [{ note: 'x'.repeat(10_000) }] })
  const compressed = text(gzipSync(body), 200, { 'content-encoding': 'gzip' })
  await using api = await startApi({ api: compressed })
  const [page] = await collect(createTestClient(api).exportPages(jobs))
  expect(page?.bytes).toBe(body.length)
  const error = await rejection(createTestClient(api, { maxResponseBytes: 5_000 }).exportPages(jobs).next())
  expect(error).toMatchObject({ reason: 'too-large' })
})

test("the client reports any other status without a retry, with ServiceTitan's details", async () => {
  await using api = await startApi({
    api: json(
      {
        type: 'https://tools.ietf.org/html/rfc7231#section-6.5.1',
        title: 'One or more validation errors occurred.',
        status: 400,
        traceId: '00-7d1c-01',
        errors: { sort: ["The value 'x' is not valid for Sort."] },
        data: { secret: 'not for messages' },
      },
      400,
    ),
  })
  const error = await rejection(createTestClient(api).exportPages(jobs, { from: 'planted-cursor' }).next())
  expect(error).toBeInstanceOf(ServiceTitanHttpError)
  expect(error).toMatchObject({
    status: 400,
    title: 'One or more validation errors occurred.',
    errors: { sort: ["The value 'x' is not valid for Sort."] },
    traceId: '00-7d1c-01',
    message:
      `GET ${path}: status 400: One or more validation errors occurred.; ` +
      "sort: The value 'x' is not valid for Sort., trace id 00-7d1c-01",
  })
  expect(api.requests).toHaveLength(1)
})

test('the error of a 403 names the missing scope', async () => {
  await using api = await startApi({ api: json({ title: 'Scope validation failed' }, 403) })
  const error = await rejection(createTestClient(api).exportPages(jobs).next())
  expect(error).toMatchObject({ status: 403 })
  expect((error as Error).message).toMatch(
    /Scope validation failed\. The app needs the scope tn\.jpm\.jobs:r/,
  )
})

test('the client does not follow redirects', async () => {
  await using other = await startApi({ api: exportPage('a', false) })
  await using api = await startApi({ api: text('', 307, { location: `${other.url}/elsewhere` }) })
  const error = await rejection(createTestClient(api).exportPages(jobs).next())
  expect(error).toMatchObject({ code: 'SERVICETITAN_HTTP', status: 307 })
  expect(api.requests).toHaveLength(1)
  expect(other.requests).toHaveLength(0)
})

test('the client does not retry after a bug', async () => {
  await using api = await startApi({ api: exportPage('a', false) })
  const bug = new TypeError("Cannot read properties of undefined (reading 'x')")
  let calls = 0
  const fetch = async (): Promise<Response> => {
    calls += 1
    throw bug
  }
  expect(await rejection(createTestClient(api, { fetch }).exportPages(jobs).next())).toBe(bug)
  expect(calls).toBe(1)
})

test('the error of a failed connection has its code', async () => {
  const api = await startApi()
  await api[Symbol.asyncDispose]()
  const error = await rejection(createTestClient(api).exportPages(jobs).next())
  expect(error).toBeInstanceOf(NetworkError)
  expect(error).toMatchObject({ path: '/connect/token', message: expect.stringContaining('(ECONNREFUSED)') })
})
