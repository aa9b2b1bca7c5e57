import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { json, type Reply, startApi, text } from '../../test/api-server.ts'
import { createTestClient } from '../../test/create-test-client.ts'
import { RateLimitedError, ServiceTitanHttpError, type WriteOutcome, type WriteRequest } from '../index.ts'

const patch: WriteRequest = {
  method: 'PATCH',
  module: 'crm',
  path: 'customers/41000001',
  body: { name: 'Ada' },
  scope: 'tn.crm.customers:w',
}

/** The outcome of one write, and the number of requests that the API received. */
async function outcomeAfter(reply: Reply): Promise<WriteOutcome> {
  await using api = await startApi({ api: reply })
  const outcome = await createTestClient(api, { now: () => 1_234 }).send(patch)
  expect(api.requests).toHaveLength(1)
  expect(outcome.requests).toBe(1)
  return outcome
}

const problem = (status: number, more: object = {}) =>
  json({ title: 'A title', status, traceId: '00-7d1c-01', errors: {}, data: {}, ...more }, status)
const html = (status: number) =>
  text('<!doctype html><title>Bad gateway</title>', status, { 'content-type': 'text/html' })

test('an applied write has the body exactly as received', async () => {
  const body = '{"id":9223372036854775807, "balance":25.1700000000}'
  expect(await outcomeAfter(text(body))).toEqual({
    kind: 'applied',
    status: 200,
    body: Buffer.from(body),
    requestedAt: 1_234,
    requests: 1,
  })
})

test.each<[string, Reply, number]>([
  ['an empty 204', text('', 204), 204],
  ['an empty 200', text('', 200), 200],
  ['JSON that is cut off', text('{"id":410'), 200],
  ['text that is not JSON', text('OK', 200, { 'content-type': 'text/plain' }), 200],
  [
    'a compressed body that is cut off',
    text(gzipSync('{}').subarray(0, 12), 200, { 'content-encoding': 'gzip' }),
    200,
  ],
  ['bytes that are not UTF-8', text(Buffer.from([0x7b, 0xff, 0x7d])), 200],
])('a write is applied, without a body, after %s', async (_what, reply, status) => {
  expect(await outcomeAfter(reply)).toMatchObject({ kind: 'applied', status, body: null })
})

test('a write is applied, without a body, when its body is too large', async () => {
  await using api = await startApi({ api: json({ note: 'x'.repeat(1_000) }) })
  const outcome = await createTestClient(api, { maxResponseBytes: 100 }).send(patch)
  expect(outcome).toMatchObject({ kind: 'applied', body: null })
})

test.each<[string, Reply, object]>([
  ['a 500', problem(500), { status: 500 }],
  ['a 502 without a body', text('', 502), { status: 502 }],
  ['a 503 with a wait', text('', 503, { 'retry-after': '5' }), { status: 503, retryAfterMs: 5_000 }],
  ['a 504', text('', 504), { status: 504 }],
  ['a 408', problem(408), { status: 408 }],
  ['a redirect', text('', 302, { location: 'https://elsewhere.example' }), { status: 302 }],
  ['an HTML page with a 200', html(200), { code: 'SERVICETITAN_UNEXPECTED_RESPONSE', reason: 'not-json' }],
  ['an HTML page with a 400', html(400), { status: 400 }],
  ['an HTML page with a 403', html(403), { status: 403 }],
  ['an HTML page with a 404', html(404), { status: 404 }],
  ['an HTML page with a 502', html(502), { status: 502 }],
  ['XML with a 200', text('\n<?xml version="1.0"?><error/>'), { reason: 'not-json' }],
  [
    'an HTML page that cannot be read',
    text(Buffer.from([0x3c, 0xe9, 0x3e]), 200, { 'content-type': 'text/html; charset=iso-8859-1' }),
    { reason: 'not-json' },
  ],
  [
    'an error in the body of a 200',
    json({ status: 500, title: 'Oops', traceId: '00-7d1c-01', errors: {} }),
    { reason: 'wrong-shape' },
  ],
  [
    'a body that is not compressed as announced',
    text('{"id":1}', 200, { 'content-encoding': 'gzip' }),
    { code: 'SERVICETITAN_NETWORK' },
  ],
])('the outcome is unknown after %s', async (_what, reply, error) => {
  expect(await outcomeAfter(reply)).toMatchObject({ kind: 'unknown', error })
})

test('an unknown outcome has the trace id of the response, if there is one', async () => {
  expect(await outcomeAfter(problem(500))).toMatchObject({ traceId: '00-7d1c-01' })
  expect(await outcomeAfter(json({ status: 500, title: 'Oops', traceId: '1' }))).toMatchObject({
    traceId: '1',
  })
  expect(await outcomeAfter(html(502))).toMatchObject({ traceId: null })
})

test.each([400, 422])('a %i is a refusal, with the messages by field', async (status) => {
  const errors = { 'address.zip': ['Too long.', 'Not a number.'], Name: ['Required.'] }
  const outcome = await outcomeAfter(problem(status, { errors }))
  expect(outcome).toMatchObject({ kind: 'refused', traceId: '00-7d1c-01', error: { status, errors } })
})

test('a refusal has the messages of every field', async () => {
  const names = Array.from({ length: 40 }, (_, i) => `field${i}`)
  const errors = Object.fromEntries(names.map((name) => [name, ['Wrong.']]))
  expect(await outcomeAfter(problem(400, { errors }))).toMatchObject({ kind: 'refused', error: { errors } })
})

test.each<[number, Reply, WriteOutcome['kind']]>([
  [400, text('', 400), 'refused'],
  [403, problem(403), 'forbidden'],
  [403, text('', 403), 'forbidden'],
  [404, problem(404), 'notFound'],
  [404, text('', 404), 'notFound'],
  [405, text('', 405), 'refused'],
  [409, problem(409), 'conflict'],
  [413, text('Payload Too Large', 413), 'refused'],
])('nothing was applied after a %i', async (status, reply, kind) => {
  const outcome = await outcomeAfter(reply)
  expect(outcome).toMatchObject({ kind, error: { status } })
  expect('error' in outcome && outcome.error).toBeInstanceOf(ServiceTitanHttpError)
})

test('a 404 of the gateway refuses the endpoint, and does not say that the record is missing', async () => {
  const message = 'Unable to match incoming request to an operation.'
  const outcome = await outcomeAfter(json({ statusCode: 404, message }, 404))
  expect(outcome).toMatchObject({ kind: 'refused', error: { status: 404, title: message } })
})

test('the error of a 403 names the missing scope', async () => {
  expect(await outcomeAfter(problem(403, { title: 'Scope validation failed' }))).toMatchObject({
    kind: 'forbidden',
    error: {
      message: expect.stringContaining(
        'Scope validation failed, trace id 00-7d1c-01. The app needs the scope tn.crm',
      ),
    },
  })
})

test("a conflict has ServiceTitan's text", async () => {
  const title = 'Customer ID = 41000001 is not active'
  expect(await outcomeAfter(problem(409, { title }))).toMatchObject({
    kind: 'conflict',
    traceId: '00-7d1c-01',
    error: { title, message: expect.stringContaining(title) },
  })
})

test.each<[string, Reply, number]>([
  ['the header', text('', 429, { 'retry-after': '7' }), 7_000],
  ['the message', json({ message: 'Rate limit is exceeded. Try again in 3 seconds.' }, 429), 3_000],
  ['an HTML page', text('<html>', 429, { 'retry-after': '2' }), 2_000],
  ['the setting, without either', text('', 429), 1],
])('a 429 has the wait of %s', async (_what, reply, retryAfterMs) => {
  const outcome = await outcomeAfter(reply)
  expect(outcome).toMatchObject({ kind: 'limited', retryAfterMs })
  expect('error' in outcome && outcome.error).toBeInstanceOf(RateLimitedError)
})
