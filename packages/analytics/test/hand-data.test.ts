import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { projectedId, projectTenant } from 'records/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Backlog,
  type BehindRow,
  backlogStatement,
  type CohortCell,
  cohortStatement,
  type Dimension,
  dimensions,
  factOf,
  hasDimension,
  metrics,
  type OpenInvoice,
  openInvoicesStatement,
  type Query,
  type QueryRow,
  queryStatement,
  type Recall,
  type Receivables,
  type Repeats,
  recallsStatement,
  receivablesStatement,
  refreshStatement,
  repeatStatement,
  rowsStatement,
} from '../src/index.ts'
import { computeFacts, fillHandData } from '../src/testing/index.ts'

// The expected numbers were computed by hand.

const tenantId = '1001'
const october = ['2026-10-01', '2026-11-01'] as const
const november = ['2026-11-01', '2026-12-01'] as const

let database: TestDatabase
let client: pg.PoolClient
beforeAll(async () => {
  database = await createTestDatabase()
  client = await database.pool.connect()
  await fillHandData(client, tenantId)
  await projectTenant(client, tenantId)
  await computeFacts(client, tenantId)
})
afterAll(async () => {
  client.release()
  await database.close()
})

async function ask(
  [from, to]: readonly [string, string],
  query: Partial<Query> = {},
  members: Readonly<Record<string, readonly string[]>> = {},
): Promise<QueryRow[]> {
  const { rows } = await client.query<QueryRow>(queryStatement({ metrics, ...query }), [
    tenantId,
    from,
    to,
    JSON.stringify(members),
  ])
  return rows
}

async function totals(period: readonly [string, string]): Promise<Record<string, string | null>> {
  const rows = await ask(period)
  return Object.fromEntries(rows.map(({ metric, value }) => [metric, value]))
}

const dimension = (name: string) => dimensions.find((known) => known.name === name) as Dimension

test('November is what was computed by hand', async () => {
  expect(await totals(november)).toEqual({
    completed_jobs: '4',
    completed_revenue: '8389.01',
    adjustment_revenue: '-200',
    total_revenue: '8189.01',
    average_job: '2097.2525',
    opportunities: '3',
    opportunity_average: '2796.336667',
    conversion_rate: '0.666667',
    booked_jobs: '6',
    canceled_jobs: '1',
    cancellation_rate: '0.166667',
    recall_rate: '0',
    first_time_fix_rate: '0.666667',
    done_visits: '4',
    total_sales: '13200',
    sold_estimates: '2',
    estimate_win_rate: '0.5',
    close_rate: '0.5',
    created_estimates: '4',
    created_subtotal: '25500',
    won_estimates: '2',
    won_subtotal: '13200',
    open_estimates: '1',
    open_subtotal: '300',
    dismissed_estimates: '1',
    dismissed_subtotal: '12000',
    technician_revenue: '8389.01',
    technician_jobs: '5',
    booked_minutes: '840',
    revenue_per_booked_hour: '599.215',
    on_time_rate: '0.5',
    worked_minutes: '350',
    available_minutes: '1350',
    utilisation: '0.622222',
    sold_minutes: '510',
    billable_efficiency: '1.457143',
    inbound_calls: '5',
    lead_calls: '2',
    call_booking_rate: '0.5',
    campaign_cost: '375',
    cost_per_lead: '187.5',
    cancellations: '1',
    new_memberships: '3',
    lost_memberships: '2',
    membership_growth: '1',
  })
})

test('so is October, whose last job was completed on the 31st in UTC', async () => {
  expect(await totals(october)).toMatchObject({
    completed_jobs: '1',
    completed_revenue: '450',
    booked_jobs: '2',
    recall_rate: '1',
    booked_minutes: '180',
    on_time_rate: '1',
    worked_minutes: '150',
    available_minutes: '600',
    utilisation: '0.3',
    campaign_cost: '309.69',
    cost_per_lead: '309.69',
    membership_growth: '2',
  })
})

test('each technician has the share that was computed by hand', async () => {
  const by = dimension('technician')
  const asked = metrics.filter((metric) => hasDimension(metric, by))
  const read = async (period: readonly [string, string]) => {
    const rows = await ask(period, { by, metrics: asked })
    const of = (technician: number) =>
      Object.fromEntries(
        rows
          .filter(({ member }) => member === projectedId(tenantId, 'technicians', technician))
          .map(({ metric, value }) => [metric, value]),
      )
    return { ada: of(11), ben: of(12) }
  }
  expect(await read(november)).toEqual({
    ada: {
      technician_revenue: '139.01',
      technician_jobs: '2',
      booked_minutes: '90',
      revenue_per_booked_hour: '92.673333',
      available_minutes: '450',
      utilisation: '0.2',
      sold_minutes: '105',
      billable_efficiency: null,
    },
    ben: {
      technician_revenue: '8250',
      technician_jobs: '3',
      booked_minutes: '750',
      revenue_per_booked_hour: '660',
      worked_minutes: '350',
      available_minutes: '900',
      utilisation: '0.833333',
      sold_minutes: '405',
      billable_efficiency: '1.157143',
      total_sales: '13200',
      sold_estimates: '2',
      estimate_win_rate: '1',
      created_estimates: '2',
      created_subtotal: '13200',
      won_estimates: '2',
      won_subtotal: '13200',
      open_estimates: '0',
      open_subtotal: '0',
      dismissed_estimates: '0',
      dismissed_subtotal: '0',
    },
  })
  expect(await read(october)).toMatchObject({
    ada: { booked_minutes: '120', technician_revenue: '450' },
    ben: { booked_minutes: '60' },
  })
})

test('splits decide the shares, to the cent, as soon as there are some', async () => {
  await client.query('BEGIN')
  await client.query(
    `INSERT INTO raw.st_job_splits (tenant_id, st_id, active, full_data, content_hash, synced_at, job_id, technician_id, split)
     SELECT $1::bigint, id, true, '{}', '', now(), 2, technician_id, split
       FROM (VALUES (91, 11, 33.33), (92, 12, 66.67), (93, 13, 0)) AS split (id, technician_id, split)`,
    [tenantId],
  )
  const splits = [91, 92, 93].map((id) => projectedId(tenantId, 'job_splits', id))
  const changed = await client.query(refreshStatement(factOf('job_splits')), [tenantId, splits, 'UTC'])
  expect(changed.rows).toEqual([{ written: 3, concerned: { job_id: [projectedId(tenantId, 'jobs', 2)] } }])
  const concerned = changed.rows[0]?.concerned.job_id
  await client.query(refreshStatement(factOf('technician_jobs')), [tenantId, concerned, 'UTC'])
  const { rows } = await client.query(
    `SELECT lazi.st_id_of(technician_id)::integer AS technician, revenue FROM analytics.technician_jobs
      WHERE tenant_id = $1 AND job_id = $2 ORDER BY 1`,
    [tenantId, projectedId(tenantId, 'jobs', 2)],
  )
  await client.query('ROLLBACK')
  // 100.01 × 33.33 % is 33.3333, × 66.67 % is 66.6766: the cent that is left is the first technician's.
  expect(rows).toEqual([
    { technician: 11, revenue: '33.34' },
    { technician: 12, revenue: '66.67' },
  ])
})

test('cancellations are counted by their reason, and costs by their campaign', async () => {
  const valueAt = async (metric: string, by: string, table: string, id: number) => {
    const asked = metrics.filter(({ name }) => name === metric)
    const rows = await ask(november, { by: dimension(by), metrics: asked })
    return rows.find(({ member }) => member === projectedId(tenantId, table, id))?.value
  }
  expect(await valueAt('cancellations', 'cancel-reason', 'job_cancel_reasons', 1)).toBe('1')
  expect(await valueAt('campaign_cost', 'campaign', 'campaigns', 2)).toBe('75')
  expect(await valueAt('cost_per_lead', 'campaign', 'campaigns', 1)).toBe('150')
})

test('a period without jobs has sums of 0, and no ratios', async () => {
  const none = await totals(['2020-01-01', '2020-02-01'])
  expect(none).toMatchObject({
    completed_jobs: '0',
    total_revenue: '0',
    average_job: null,
    recall_rate: null,
  })
})

test('a job is completed on the day of the clock there, also when the clocks go back', async () => {
  const rows = await ask(['2026-10-30', '2026-11-05'], { grain: 'day' })
  const completed = rows.filter(({ metric, isTotal }) => metric === 'completed_jobs' && !isTotal)
  expect(completed.map(({ bucket, value }) => [bucket, value])).toEqual([
    ['2026-10-30', '1'],
    ['2026-11-01', '2'],
    ['2026-11-03', '1'],
    ['2026-11-04', '1'],
  ])
})

test.each(['business-unit', 'job-type', 'campaign'])(
  '%s: sums over its members are the total',
  async (name) => {
    const by = dimension(name)
    const sums = ['completed_jobs', 'completed_revenue', 'booked_jobs', 'opportunities']
    const asked = metrics.filter((metric) => sums.includes(metric.name))
    const rows = await ask(november, { by, metrics: asked })
    for (const metric of sums) {
      const of = rows.filter((row) => row.metric === metric)
      const members = of.filter(({ isTotal }) => !isTotal)
      expect(members.length).toBeGreaterThan(1)
      expect(members.reduce((sum, { value }) => sum + Number(value), 0)).toBeCloseTo(
        Number(of.find(({ isTotal }) => isTotal)?.value),
        2,
      )
    }
  },
)

test('a filter counts the members that it names only', async () => {
  const unit = dimension('business-unit')
  const install = projectedId(tenantId, 'business_units', 2)
  const asked = metrics.filter((metric) => hasDimension(metric, unit))
  const rows = await ask(november, { filters: [unit], metrics: asked }, { 'business-unit': [install] })
  const values = Object.fromEntries(rows.map(({ metric, value }) => [metric, value]))
  expect(values).toMatchObject({ completed_revenue: '8200', adjustment_revenue: '-200', booked_jobs: '2' })
})

test.each(metrics.map((metric) => [metric.name, metric] as const))(
  '%s: the rows behind it add up to it',
  async (name, metric) => {
    for (const period of [october, november]) {
      const { rows } = await client.query<BehindRow>(rowsStatement(metric), [
        tenantId,
        ...period,
        '{}',
        null,
        null,
        null,
        1_000,
      ])
      const total = (await ask(period)).find((row) => row.metric === name)
      const sum = (values: readonly (string | null)[]) =>
        values.reduce((all, value) => all + Number(value), 0)
      expect(sum(rows.map(({ numerator }) => numerator))).toBeCloseTo(Number(total?.numerator), 6)
      expect(sum(rows.map(({ denominator }) => denominator))).toBeCloseTo(Number(total?.denominator ?? 0), 6)
    }
  },
)

test('receivables at the end of November, by age, and the days of sales that they are', async () => {
  const { rows } = await client.query<Receivables>(receivablesStatement, [tenantId, '2026-11-30', 30])
  expect(rows).toEqual([
    {
      total: '3189.01',
      ageing: {
        not_due: '189.01',
        days_1_30: '3000',
        days_31_60: '0',
        days_61_90: '0',
        days_over_90: '0',
      },
      dso: '11.682768',
      // ServiceTitan's balances are of now: a payment of December is in them.
      balance: '3100.01',
    },
  ])
  const { rows: later } = await client.query<Receivables>(receivablesStatement, [tenantId, '2026-12-01', 30])
  expect(later[0]?.total).toBe(later[0]?.balance)
})

test('the open invoices add up to the receivables, page by page', async () => {
  const found: (OpenInvoice & { dueKey: string })[] = []
  for (;;) {
    const last = found.at(-1)
    const { rows } = await client.query<OpenInvoice & { dueKey: string }>(openInvoicesStatement, [
      tenantId,
      '2026-11-30',
      last?.dueKey ?? null,
      last?.id ?? null,
      2,
    ])
    found.push(...rows)
    if (rows.length < 2) break
  }
  expect(found.map(({ dueDay, open }) => [dueDay, open])).toEqual([
    ['2026-11-03', '3200'],
    ['2026-11-05', '-200'],
    ['2026-12-01', '100.01'],
    ['2026-12-04', '89'],
  ])
})

test('the recall of October is listed with its original', async () => {
  const read = async (period: readonly [string, string]) => {
    const { rows } = await client.query<Recall>(recallsStatement(), [
      tenantId,
      ...period,
      '{}',
      null,
      null,
      null,
      100,
    ])
    return rows
  }
  expect(await read(october)).toEqual([
    {
      originalId: projectedId(tenantId, 'jobs', 1),
      completedDay: '2026-10-30',
      recallId: projectedId(tenantId, 'jobs', 3),
      bookedDay: '2026-11-01',
    },
  ])
  expect(await read(november)).toEqual([])
})

test('repeating customers, cohorts and the backlog are what was computed by hand', async () => {
  const { rows: repeats } = await client.query<Repeats>(repeatStatement, [tenantId, ...november])
  expect(repeats).toEqual([{ customers: 3, returned: 1, rate: '0.333333' }])
  const { rows: cohorts } = await client.query<CohortCell>(cohortStatement, [
    tenantId,
    '2026-01-01',
    '2027-01-01',
  ])
  expect(cohorts).toEqual([
    { cohort: '2026-10-01', month: 0, customers: 1 },
    { cohort: '2026-10-01', month: 1, customers: 1 },
    { cohort: '2026-11-01', month: 0, customers: 2 },
  ])
  const { rows: backlog } = await client.query<Backlog>(backlogStatement, [tenantId])
  expect(backlog.map(({ businessUnitId: _, ...row }) => row)).toEqual([
    { jobs: 2, value: '5000', oldest: '2026-11-02' },
    { jobs: 1, value: '0', oldest: '2026-11-03' },
    { jobs: 1, value: '5000', oldest: '2026-11-02' },
  ])
})
