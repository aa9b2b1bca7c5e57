import { findResource } from 'catalog'
import { createServiceTitanClient, type ServiceTitanClientOptions } from 'servicetitan'
import { createSandbox, type Fault, SANDBOX_TENANT_ID, sandboxCredentials } from 'servicetitan-sandbox'
import { expect, test } from 'vitest'

const sizes = { jobs: 60, locations: 30, technicians: 6 }
const resourceOf = (name: string) => {
  const found = findResource(name)
  if (!found) throw new Error(`The catalog has no ${name}.`)
  return found
}

/** A sandbox with one fault, and a client with short timeouts. */
async function open(fault: Fault, options: Partial<ServiceTitanClientOptions> = {}) {
  const tenants = [{ tenantId: SANDBOX_TENANT_ID, sizes }]
  const sandbox = createSandbox({ tenants, exportPageSize: 10, faults: [fault] })
  const { url } = await sandbox.listen()
  const client = createServiceTitanClient({
    ...sandboxCredentials,
    tenantId: String(SANDBOX_TENANT_ID),
    apiUrl: url,
    authUrl: url,
    requestsPerSecond: null,
    retryBaseDelayMs: 1,
    retryMaxDelayMs: 1_000,
    maxAttempts: 3,
    ...options,
  })
  return { sandbox, client, [Symbol.asyncDispose]: sandbox.close }
}

type Client = Awaited<ReturnType<typeof open>>['client']
type Listed = { id: number; [field: string]: unknown }

async function readFeed(client: Client): Promise<{ records: Listed[]; requests: number }> {
  const records: Listed[] = []
  let requests = 0
  for await (const page of client.exportPages(resourceOf('jobs'))) {
    records.push(...(JSON.parse(page.body.toString()).data as Listed[]))
    requests += page.requests
  }
  return { records, requests }
}

const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )
const passing = { path: '*/export/jobs', after: 2, times: 1 }

test.each<[string, Fault]>([
  ['a 429 with Retry-After', { status: 429, retryAfter: 0 }],
  ['a 429 with a date in Retry-After', { status: 429, retryAfter: 'Thu, 18 Jun 2020 15:00:00 GMT' }],
  ['a 429 that says how long in words only', { status: 429 }],
  ['a 500', { status: 500 }],
  ['an HTML page for a 502', { html: true }],
  ['an HTML page for a 200', { html: true, status: 200 }],
  ['a connection that is reset', { reset: true }],
  ['a connection that is reset in the body', { reset: 'body' }],
  ['a connection that ends in the body', { truncate: true }],
  ['a body that ends in the middle as if it were whole', { truncate: 'text' }],
  ['an error in the body of a 200', { body: '{"status":500,"title":"Oops"}' }],
])('%s costs one more request and no record', async (_what, fault) => {
  await using api = await open({ ...fault, ...passing })
  const { records, requests } = await readFeed(api.client)
  expect(requests).toBe(6 + 1)
  expect(new Set(records.map(({ id }) => id)).size).toBe(60)
  expect(records).toHaveLength(60)
})

test.each<[string, Fault]>([
  ['no response', { hang: true }],
  ['a body that never ends', { dribble: 10 }],
])('%s is aborted after the timeout, and retried', async (_what, fault) => {
  await using api = await open({ ...fault, ...passing }, { requestTimeoutMs: 1_000 })
  const { records } = await readFeed(api.client)
  expect(records).toHaveLength(60)
  await using forever = await open({ ...fault, path: '*/export/jobs' }, { requestTimeoutMs: 1_000 })
  expect(await rejection(readFeed(forever.client))).toMatchObject({
    code: 'SERVICETITAN_TIMEOUT',
    attempts: 3,
  })
})

test('a few empty pages with hasMore lose nothing, and too many are an error', async () => {
  await using api = await open({ ...passing, emptyPage: true, times: 3 })
  expect((await readFeed(api.client)).records).toHaveLength(60)
  await using forever = await open({ path: '*/export/jobs', emptyPage: true })
  expect(await rejection(readFeed(forever.client))).toMatchObject({ reason: 'loop' })
})

test('a repeated token with hasMore is an error, not a loop', async () => {
  await using api = await open({ ...passing, sameToken: true })
  expect(await rejection(readFeed(api.client))).toMatchObject({
    code: 'SERVICETITAN_UNEXPECTED_RESPONSE',
    reason: 'loop',
  })
  expect(api.sandbox.requestCount('*/export/jobs')).toBe(3)
})

test.each<[string, Fault, number]>([
  ['repeated within a page', { duplicate: 3 }, 60 + 6 * 3],
  ['repeated by the next page', { again: 3 }, 60 + 5 * 3],
  ['out of order within a page', { reorder: true }, 60],
  ['late by a page', { late: 4 }, 60],
])('records that are %s all arrive', async (_what, fault, count) => {
  await using api = await open({ path: '*/export/jobs', ...fault })
  const { records } = await readFeed(api.client)
  expect(records).toHaveLength(count)
  expect(new Set(records.map(({ id }) => id)).size).toBe(60)
})

test('a record of any content arrives unchanged', async () => {
  const unusual = { total: 2n ** 63n - 1n, summary: 'a\u0000b', priority: null, brandNew: { a: [1] } }
  await using api = await open({ path: '*/export/jobs', mutate: (record) => ({ ...record, ...unusual }) })
  const page = await api.client.exportPages(resourceOf('jobs')).next()
  const body = String(page.value?.body)
  expect(body).toContain('"total":9223372036854775807,')
  expect(body).toContain('"summary":"a\\u0000b"')
  expect(JSON.parse(body).data[0]).toMatchObject({ priority: null, brandNew: { a: [1] } })
})

test('a response larger than allowed is an error, and not retried', async () => {
  const large = 'x'.repeat(1_000_000)
  const fault: Fault = { path: '*/export/jobs', mutate: (record) => ({ ...record, summary: large }) }
  await using api = await open(fault, { maxResponseBytes: 5_000_000 })
  expect(await rejection(readFeed(api.client))).toMatchObject({ reason: 'too-large', attempts: 1 })
  expect(api.sandbox.requestCount('*/export/jobs')).toBe(1)
})

test.each(['customer-contacts', 'teams', 'job-types', 'invoices', 'estimates'])(
  'the list of %s is read completely, and by id if the resource has a list order',
  async (name) => {
    await using api = await open({ path: '/nothing' })
    const resource = resourceOf(name)
    const ids: number[] = []
    for await (const page of api.client.listPages(resource, { pageSize: 7 })) {
      ids.push(...(JSON.parse(page.body.toString()).data as Listed[]).map(({ id }) => id))
    }
    const records = [...api.sandbox.records(SANDBOX_TENANT_ID, resource.name)]
    const shown = records.filter(({ active }) => active || resource.listsInactive)
    expect(ids.length).toBeGreaterThan(4)
    expect(ids.toSorted((a, b) => a - b)).toEqual(shown.map(({ id }) => Number(id)).toSorted((a, b) => a - b))
    if (Object.keys(resource.listOrder).length > 0) expect(ids).toEqual(ids.toSorted((a, b) => a - b))
  },
)

test("a page has the time of the server's clock", async () => {
  await using api = await open({ path: '/nothing' }, { now: () => 0 })
  const page = await api.client.exportPages(resourceOf('jobs')).next()
  expect(page.value?.requestedAt).toBe(api.sandbox.clock.now() - 1_000)
})
