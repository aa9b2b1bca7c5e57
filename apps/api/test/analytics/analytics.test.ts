import { facts } from 'analytics'
import { computeFacts, fillHandData, handTimeZone } from 'analytics/testing'
import { projectedId, projectTenant } from 'records/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MetricsAnswer } from '../../src/analytics/analytics-schemas.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'

// `/analytics` with the data whose numbers were computed by hand.

const TENANT = '5001'
let server: ApiServer
let key: string
let other: string
beforeAll(async () => {
  server = await startApiServer({ now: () => Date.parse('2026-11-10T18:00:00Z') })
  const { pool } = server.database
  const client = await pool.connect()
  await fillHandData(client, TENANT)
  await projectTenant(client, TENANT)
  await computeFacts(client, TENANT)
  client.release()
  await pool.query(
    `UPDATE sync.followers SET ready = '{estimates}' WHERE tenant_id = 1 AND name = 'analytics'`,
  )
  key = await server.createKey(TENANT)
  other = await server.createKey('1')
})
afterAll(() => server.close())

// biome-ignore lint/suspicious/noExplicitAny: the responses of several routes and of refusals.
async function get(path: string, of = key): Promise<{ status: number; body: any }> {
  const response = await server.get(`/api/v2/analytics/${path}`, of)
  return { status: response.status, body: await response.json() }
}
type Row = MetricsAnswer['rows'][number]
const november = 'from=2026-11-01&to=2026-12-01'
const shown = (values: Record<string, { value: string | null }>, name: string) => values[name]?.value

test('totals of a period are what was computed by hand, with their age', async () => {
  const { status, body } = await get(
    `query?metrics=completed_revenue,opportunity_average,total_revenue&${november}`,
  )
  expect(status).toBe(200)
  expect(body).toEqual({
    period: { from: '2026-11-01', to: '2026-12-01' },
    comparedWith: null,
    timeZone: handTimeZone,
    asOf: {
      seq: expect.stringMatching(/^\d+$/),
      lagSeconds: 0,
      complete: facts.map(({ name }) => name),
      facts: { complete: facts.length, total: facts.length },
      rebuilding: [],
      heldBack: 0,
      error: null,
    },
    needs: [],
    rows: [],
    totals: {
      completed_revenue: { value: '8389.01', numerator: '8389.01', denominator: null },
      opportunity_average: { value: '2796.336667', numerator: '8389.01', denominator: '3' },
      total_revenue: { value: '8189.01', numerator: '8189.01', denominator: null },
    },
  })
})

test('by a dimension: each member with its name, and the part that is not over is marked', async () => {
  const { body } = await get(
    `query?metrics=completed_jobs&by=business-unit&grain=month&from=2026-10-01&to=2026-12-01`,
  )
  const unit = (stId: number, name: string) => ({ id: projectedId(TENANT, 'business_units', stId), name })
  expect(
    body.rows.map(({ member, bucket, isPartial, values }: Row) => [
      member,
      bucket,
      isPartial,
      shown(values, 'completed_jobs'),
    ]),
  ).toEqual([
    [unit(2, 'Install'), '2026-10-01', false, '0'],
    [unit(2, 'Install'), '2026-11-01', true, '1'],
    [unit(1, 'Service'), '2026-10-01', false, '1'],
    [unit(1, 'Service'), '2026-11-01', true, '3'],
  ])
})

test('days without jobs are rows too, without a ratio', async () => {
  const { body } = await get(
    'query?metrics=completed_jobs,average_job&grain=day&from=2026-10-30&to=2026-11-02',
  )
  expect(
    body.rows.map(({ bucket, values }: Row) => [
      bucket,
      shown(values, 'completed_jobs'),
      shown(values, 'average_job'),
    ]),
  ).toEqual([
    ['2026-10-30', '1', '450'],
    ['2026-10-31', '0', null],
    ['2026-11-01', '2', '50.005'],
  ])
})

test('compared with the period before, part by part, and with the year before', async () => {
  const { body } = await get(
    `query?metrics=completed_revenue,average_job&grain=month&compare=previous&${november}`,
  )
  expect(body.comparedWith).toEqual({ from: '2026-10-02', to: '2026-11-01' })
  expect(body.totals.completed_revenue).toMatchObject({ value: '8389.01', former: '450' })
  expect(body.rows[0].values.completed_revenue.former).toBe('450')
  const year = await get(`query?metrics=completed_revenue,average_job&compare=year&${november}`)
  expect(year.body.comparedWith).toEqual({ from: '2025-11-01', to: '2025-12-01' })
  expect(year.body.totals.completed_revenue.former).toBe('0')
  expect(year.body.totals.average_job.former).toBe(null)
})

test('a filter counts one member; the nil UUID those without one', async () => {
  const install = projectedId(TENANT, 'business_units', 2)
  const { body } = await get(`query?metrics=total_revenue&businessUnitId=${install}&${november}`)
  expect(body.totals.total_revenue.value).toBe('8000')
  const nil = '00000000-0000-0000-0000-000000000000'
  const none = await get(`query?metrics=total_revenue&businessUnitId=${nil}&${november}`)
  expect(none.body.totals.total_revenue.value).toBe('0')
})

test('the records behind a number add up to it, page by page, and name the record', async () => {
  const rows: { id: string; numerator: string; number: string; customerName: string; resource: string }[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const { body }: { body: { data: typeof rows; nextCursor: string | null } } = await get(
      `rows?metric=total_revenue&limit=2&${november}${cursor && `&cursor=${cursor}`}`,
    )
    rows.push(...body.data)
    cursor = body.nextCursor
  }
  expect(rows.map(({ resource, number, numerator }) => [resource, number, numerator])).toEqual([
    ['invoices', null, '-200'],
    ['jobs', '6', '89'],
    ['jobs', '4', '8200'],
    ['jobs', '2', '100.01'],
  ])
  expect(rows[1]).toMatchObject({ id: projectedId(TENANT, 'jobs', 6), customerName: 'Customer 103' })
})

test('each metric has its definition, and names the dimensions that it has', async () => {
  const { body } = await get('metrics')
  const total = body.data.find(({ name }: { name: string }) => name === 'total_revenue')
  expect(total).toMatchObject({ unit: 'money', dimensions: ['business-unit'] })
  for (const { words, formula, edgeCases } of body.data)
    for (const text of [words, formula, edgeCases]) expect(text.length).toBeGreaterThan(10)
})

test('the status says how far the facts are', async () => {
  const { body } = await get('status')
  expect(body).toMatchObject({
    timeZone: handTimeZone,
    asOf: { complete: facts.map(({ name }) => name), error: null },
  })
})

test('an answer says how many facts of how many are complete', async () => {
  const { body } = await get('status', other)
  expect(body.asOf).toMatchObject({ complete: ['estimates'], facts: { complete: 1, total: facts.length } })
})

test('a tenant whose facts are not complete gets 409, and never a part of a sum', async () => {
  const { status, body } = await get(`query?metrics=total_revenue&${november}`, other)
  expect({ status, waitingFor: body.waitingFor }).toEqual({
    status: 409,
    waitingFor: ['analytics.jobs', 'analytics.invoices'],
  })
})

describe('what cannot be answered is refused, and the message says what can', () => {
  test.each([
    [`query?metrics=profit&${november}`, /completed_revenue/],
    [
      `query?metrics=total_revenue&by=campaign&${november}`,
      /total_revenue cannot .* campaign, but by: business-unit\./,
    ],
    [
      `rows?metric=adjustment_revenue&jobTypeId=${projectedId(TENANT, 'job_types', 1)}&${november}`,
      /job-type/,
    ],
    ['query?metrics=completed_jobs&from=2026-11-02&to=2026-11-02', /later than `from`/],
    ['query?metrics=completed_jobs&by=job-type&grain=day&from=2016-01-01&to=2026-12-01', /more than 5000/],
    [`query?metrics=completed_jobs&unknown=1&${november}`, /unknown/i],
  ])('%s', async (path, message) => {
    const { status, body } = await get(path)
    expect(status).toBe(400)
    expect(JSON.stringify(body)).toMatch(message)
  })
})
