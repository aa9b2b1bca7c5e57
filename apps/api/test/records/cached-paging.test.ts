import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, createClient } from '../../client/index.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'

let server: ApiServer
let one: ApiClient
let two: ApiClient

beforeAll(async () => {
  server = await startApiServer()
  one = createClient({ url: server.url, key: await server.createKey('1') })
  two = createClient({ url: server.url, key: await server.createKey('2') })
})
afterAll(() => server.close())

const idsOf = ({ data }: { data: readonly { id: string }[] }) => data.map(({ id }) => id)

const filters = [
  {},
  { status: 'Open' },
  { customerId: '77' },
  { createdOnFrom: '2020-01-01T00:00:00Z' },
  { modifiedSince: '2020-01-01T00:00:00Z' },
  { customerId: '77', includeDeleted: true, active: 'any' },
] as const

beforeAll(async () => {
  // Several rows share each time and some have none, so the id determines their order: none may be lost or repeated.
  await server.database.pool.query(
    `
      INSERT INTO raw.st_jobs (tenant_id, st_id, active, customer_id, status, created_on, modified_on, full_data, content_hash, synced_at)
      SELECT tenant, 1000 + g, true, 77, 'Open', CASE WHEN g % 5 > 0 THEN '2026-04-01Z'::timestamptz + g / 4 * interval '1 day' END,
             '2026-04-01Z'::timestamptz + g / 3 * interval '1 microsecond', '{}', '', now()
        FROM generate_series(1, 40) AS g, generate_series(1, 2) AS tenant;
      INSERT INTO raw.st_customers (tenant_id, st_id, active, name, full_data, content_hash, synced_at)
      SELECT tenant, 2000 + g, true, (ARRAY['Same name', 'same NAME', 'Same name too', 'Sämé'])[1 + g % 4], '{}', '', now()
        FROM generate_series(1, 40) AS g, generate_series(1, 2) AS tenant`,
  )
})

async function readAll(
  list: (cursor?: string) => Promise<{ data: readonly { id: string }[]; nextCursor: string | null }>,
) {
  const found: string[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < 100; pages++) {
    const page = await list(cursor)
    found.push(...idsOf(page))
    if (page.nextCursor === null) return found
    cursor = page.nextCursor
  }
  throw new Error('Expected the list to end')
}

test.each(filters)('paging returns each row once, in the order of a single page: %j', async (filter) => {
  const whole = idsOf(await one.serviceTitan.list('jobs', { ...filter, limit: 500 }))
  expect(whole.length).toBeGreaterThan(30)
  for (const limit of [1, 3, 7]) {
    expect(
      await readAll((cursor) =>
        one.serviceTitan.list('jobs', { ...filter, limit, ...(cursor && { cursor }) }),
      ),
    ).toEqual(whole)
  }
})

test('paging by name returns each row once when several share a name', async () => {
  const whole = idsOf(await one.serviceTitan.list('customers', { search: 's', limit: 500 }))
  expect(whole).toHaveLength(40)
  expect(
    await readAll((cursor) =>
      one.serviceTitan.list('customers', { search: 's', limit: 3, ...(cursor && { cursor }) }),
    ),
  ).toEqual(whole)
})

test('a list refuses a cursor of another list, a cursor of another tenant, and text that is not a cursor', async () => {
  const { nextCursor } = await one.serviceTitan.list('jobs', { status: 'Open', limit: 1 })
  const cursor = String(nextCursor)
  const problem = { status: 400, problem: { errors: [expect.objectContaining({ path: 'query.cursor' })] } }
  await expect(one.serviceTitan.list('jobs', { cursor })).rejects.toMatchObject(problem)
  await expect(one.serviceTitan.list('jobs', { status: 'Other', cursor })).rejects.toMatchObject(problem)
  await expect(two.serviceTitan.list('jobs', { status: 'Open', cursor })).rejects.toMatchObject(problem)
  await expect(one.serviceTitan.list('customers', { cursor })).rejects.toMatchObject(problem)
  const [name] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  for (const key of [
    ['x', '1'],
    ['2026-01-01T00:00:00.000000Z'],
    [null, "1' OR true"],
    [],
    ['2026-01-01T00:00:00.000000Z', '1', '1'],
    ['2026-02-30T00:00:00.000000Z', '1'],
    ['0000-01-01T00:00:00.000000Z', '1'],
    ['2026-01-01T00:00:00+23:00', '1'],
  ]) {
    const forged = Buffer.from(JSON.stringify([name, key])).toString('base64url')
    await expect(one.serviceTitan.list('jobs', { status: 'Open', cursor: forged })).rejects.toMatchObject(
      problem,
    )
  }
  await expect(one.serviceTitan.list('jobs', { cursor: 'nonsense' })).rejects.toMatchObject(problem)
})
