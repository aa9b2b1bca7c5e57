import { expect, test } from 'vitest'
import { exportPage, grantToken, json, type Reply, startApi, text } from '../test/api-server.ts'
import { createTestClient, recordingLogger, rejection, resource } from '../test/create-test-client.ts'
import type { Limiter } from './limits/limiter.ts'

const jobs = resource('jobs')
const reason = new Error('enough')
const anHour = 3_600_000
const write = { method: 'POST', module: 'crm', path: 'customers/1/tags/2' } as const

test('the client sends nothing when the signal is already aborted', async () => {
  await using api = await startApi()
  const pages = createTestClient(api).exportPages(jobs, { signal: AbortSignal.abort(reason) })
  expect(await rejection(pages.next())).toBe(reason)
  expect(api.tokenRequests).toHaveLength(0)
})

test.each<[string, Reply]>([
  ['before a response', () => {}],
  [
    'in the middle of a body',
    (response) => {
      response.writeHead(200)
      response.write('{"hasMore":')
    },
  ],
])('an abort cancels a request %s, without a retry', async (_when, reply) => {
  const controller = new AbortController()
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  await using api = await startApi({
    api: (response, request) => {
      response.on('close', resolve)
      reply(response, request)
      setImmediate(() => controller.abort(reason))
    },
  })
  const pages = createTestClient(api).exportPages(jobs, { signal: controller.signal })
  expect(await rejection(pages.next())).toBe(reason)
  await closed
  expect(api.requests).toHaveLength(1)
})

test('an abort cancels the wait before the next attempt', async () => {
  const controller = new AbortController()
  await using api = await startApi({ api: text('', 500) })
  const client = createTestClient(api, {
    retryBaseDelayMs: anHour,
    retryMaxDelayMs: anHour,
    logger: recordingLogger((line) => {
      // The line is written when the wait begins.
      if (line.level === 'warn') setImmediate(() => controller.abort(reason))
    }),
  })
  expect(await rejection(client.exportPages(jobs, { signal: controller.signal }).next())).toBe(reason)
  expect(api.requests).toHaveLength(1)
})

test('an abort cancels the wait for the limiter', async () => {
  const controller = new AbortController()
  await using api = await startApi({ api: exportPage('a', true) })
  const client = createTestClient(api, { requestsPerSecond: 0.001 })
  const pages = client.exportPages(jobs, { signal: controller.signal })
  await pages.next()
  const second = rejection(pages.next())
  setImmediate(() => controller.abort(reason))
  expect(await second).toBe(reason)
  expect(api.requests).toHaveLength(1)
})

test('an abort cancels the wait for a limiter that ignores signals', async () => {
  const controller = new AbortController()
  await using api = await startApi()
  const limiter: Limiter = { acquire: () => new Promise(() => {}) }
  const client = createTestClient(api, { limiter })
  const first = rejection(client.exportPages(jobs, { signal: controller.signal }).next())
  setImmediate(() => controller.abort(reason))
  expect(await first).toBe(reason)
})

test('a write is not sent when the signal is already aborted', async () => {
  await using api = await startApi()
  const outcome = await createTestClient(api).send({ ...write, signal: AbortSignal.abort(reason) })
  expect(outcome).toEqual({ kind: 'notSent', error: reason, requests: 0 })
  expect(api.tokenRequests).toHaveLength(0)
})

test('a write is not sent when the signal aborts during the token request', async () => {
  const controller = new AbortController()
  await using api = await startApi({
    token: (response, request) => {
      controller.abort(reason)
      grantToken('token')(response, request)
    },
  })
  const outcome = await createTestClient(api).send({ ...write, signal: controller.signal })
  expect(outcome).toEqual({ kind: 'notSent', error: reason, requests: 0 })
  expect(api.requests).toHaveLength(0)
})

test('a write is not sent when the signal aborts during the wait for the limiter', async () => {
  const controller = new AbortController()
  await using api = await startApi()
  const limiter: Limiter = { acquire: () => new Promise(() => {}) }
  const outcome = createTestClient(api, { limiter }).send({ ...write, signal: controller.signal })
  setImmediate(() => controller.abort(reason))
  expect(await outcome).toEqual({ kind: 'notSent', error: reason, requests: 0 })
})

test('the outcome of a write is unknown when the signal aborts after it was sent', async () => {
  const controller = new AbortController()
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  await using api = await startApi({
    api: (response) => {
      response.on('close', resolve)
      controller.abort(reason)
    },
  })
  const outcome = await createTestClient(api).send({ ...write, signal: controller.signal })
  expect(outcome).toEqual({ kind: 'unknown', error: reason, traceId: null, requests: 1 })
  await closed
  expect(api.requests).toHaveLength(1)
})

test('the client acquires a given limiter before every attempt', async () => {
  await using api = await startApi({ api: [text('', 500), exportPage('a', true), exportPage('b', false)] })
  let acquired = 0
  const limiter: Limiter = {
    async acquire() {
      acquired += 1
    },
  }
  for await (const _page of createTestClient(api, { limiter }).exportPages(jobs));
  expect(acquired).toBe(3)
})

test('the client leaves no listener on a long-lived signal', async () => {
  const pages = [text('', 500), exportPage('a', true), exportPage('b', false)]
  await using api = await startApi({ api: pages.concat(json({ title: 'Unauthorized' }, 401), text('')) })
  const controller = new AbortController()
  let listeners = 0
  const { signal } = controller
  const add = signal.addEventListener.bind(signal)
  const remove = signal.removeEventListener.bind(signal)
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners += 1
    add(...args)
  }
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners -= 1
    remove(...args)
  }
  for await (const _page of createTestClient(api).exportPages(jobs, { signal }));
  expect(await createTestClient(api).send({ ...write, signal })).toMatchObject({
    kind: 'applied',
    requests: 2,
  })
  expect(listeners).toBe(0)
})
