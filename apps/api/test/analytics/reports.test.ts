import { computeFacts, fillHandData } from 'analytics/testing'
import { projectedId, projectTenant } from 'records/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, createClient } from '../../client/index.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'

// The reports of a moment, and of customers, with the data whose numbers were computed by hand.

const TENANT = '5001'
let server: ApiServer
let api: ApiClient
beforeAll(async () => {
  server = await startApiServer({ now: () => Date.parse('2026-12-01T18:00:00Z') })
  const client = await server.database.pool.connect()
  await fillHandData(client, TENANT)
  await projectTenant(client, TENANT)
  await computeFacts(client, TENANT)
  client.release()
  api = createClient({ url: server.url, key: await server.createKey(TENANT) })
})
afterAll(() => server.close())

test('receivables of a former day, by age', async () => {
  expect(await api.receivables({ on: '2026-11-30' })).toMatchObject({
    on: '2026-11-30',
    total: '3189.01',
    ageing: { not_due: '189.01', days_1_30: '3000', days_31_60: '0', days_61_90: '0', days_over_90: '0' },
    // 3189.01 × 90 days / the invoices of those days, 8639.01.
    dso: '33.222661',
    reconciliation: null,
  })
})

test("those of today are compared with ServiceTitan's balances, and the difference is shown", async () => {
  const { reconciliation } = await api.receivables({ on: '2026-12-01' })
  expect(reconciliation).toEqual({ balance: '3100.01', difference: '0' })
  await server.database.pool.query(
    `UPDATE analytics.invoices SET balance = 101 WHERE tenant_id = ${TENANT} AND balance = 100.01`,
  )
  const { reconciliation: differing } = await api.receivables({ on: '2026-12-01' })
  expect(differing).toEqual({ balance: '3101', difference: '-0.99' })
})

test('the open invoices of a day add up to it, page by page', async () => {
  const rows: { dueDay: string | null; open: string; customerName: string | null }[] = []
  let cursor: string | undefined
  do {
    const page = await api.openInvoices({ on: '2026-11-30', limit: 3, ...(cursor && { cursor }) })
    rows.push(...page.data)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(rows.map(({ dueDay, open }) => [dueDay, open])).toEqual([
    ['2026-11-03', '3200'],
    ['2026-11-05', '-200'],
    ['2026-12-01', '100.01'],
    ['2026-12-04', '89'],
  ])
})

test('the backlog: open jobs, and what was sold with them', async () => {
  const { asOf: _, ...backlog } = await api.backlog()
  expect(backlog).toMatchObject({
    jobs: 2,
    value: '5000',
    oldest: '2026-11-02',
    byBusinessUnit: [
      { businessUnit: { name: 'Service' }, jobs: 1, value: '0', oldest: '2026-11-03' },
      { businessUnit: { name: 'Install' }, jobs: 1, value: '5000', oldest: '2026-11-02' },
    ],
  })
})

test('customers who came back, and cohorts', async () => {
  const { asOf: _, ...report } = await api.customersReport({ from: '2026-11-01', to: '2026-12-01' })
  expect(report).toEqual({
    customers: 3,
    returned: 1,
    rate: '0.333333',
    cohorts: [{ month: '2026-11-01', customers: [2] }],
  })
  const { cohorts } = await api.customersReport({ from: '2026-10-01', to: '2026-12-01' })
  expect(cohorts).toEqual([
    { month: '2026-10-01', customers: [1, 1] },
    { month: '2026-11-01', customers: [2] },
  ])
})

test('a recall is listed with its original, by the day of that, page by page', async () => {
  const october = { from: '2026-10-01', to: '2026-11-01' }
  const { data, nextCursor } = await api.recalls({ ...october, limit: 1 })
  expect({ data, nextCursor }).toEqual({
    data: [
      {
        original: { id: projectedId(TENANT, 'jobs', 1), number: '1', completedDay: '2026-10-30' },
        recall: {
          id: projectedId(TENANT, 'jobs', 3),
          number: '3',
          status: 'Completed',
          bookedDay: '2026-11-01',
        },
        customerName: 'Customer 101',
      },
    ],
    nextCursor: null,
  })
  // As the metric, which counts the original in October.
  expect((await api.recalls({ from: '2026-11-01', to: '2026-12-01' })).data).toEqual([])
  const unit = projectedId(TENANT, 'business_units', 2)
  expect((await api.recalls({ ...october, businessUnitId: unit })).data).toEqual([])
  // A second recall, so that the next page begins after the first one.
  await server.database.pool.query(
    `UPDATE analytics.jobs SET recall_for_id = $2 WHERE tenant_id = $1 AND job_id = $3`,
    [TENANT, projectedId(TENANT, 'jobs', 1), projectedId(TENANT, 'jobs', 7)],
  )
  const first = await api.recalls({ ...october, limit: 1 })
  const second = await api.recalls({ ...october, limit: 1, cursor: first.nextCursor ?? '' })
  expect([...first.data, ...second.data].map(({ recall }) => recall.number).toSorted()).toEqual(['3', '7'])
  expect(second.nextCursor).toBe(null)
})

test('another tenant sees nothing of it', async () => {
  const other = createClient({ url: server.url, key: await server.createKey('2') })
  expect(await other.receivables({ on: '2026-11-30' })).toMatchObject({ total: '0', dso: null })
  expect(await other.backlog()).toMatchObject({ jobs: 0, byBusinessUnit: [] })
  expect((await other.recalls({ from: '2026-10-01', to: '2026-12-01' })).data).toEqual([])
})
