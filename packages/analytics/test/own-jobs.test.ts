import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { projectTenant } from 'records/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type BehindRow,
  type Dimension,
  dimensions,
  hasDimension,
  metrics,
  type Query,
  type QueryRow,
  queryStatement,
  rowsStatement,
  type UnknownRow,
  unknownStatement,
} from '../src/index.ts'
import { computeFacts, fillHandData } from '../src/testing/index.ts'

// The tenant whose metrics were computed by hand, with jobs that were created in LAZI, of which no invoices are known: one
// of Service on the 5th of November with two technicians, and one of Install on the 6th of December.

const tenantId = '1001'
const november = ['2026-11-01', '2026-12-01'] as const
const december = ['2026-12-01', '2027-01-01'] as const

/** The metrics that need the invoices of jobs. */
const ofMoney = metrics.filter(({ needs }) => needs === 'accounting')

let database: TestDatabase
let client: pg.PoolClient
let before: Record<string, string | null>
beforeAll(async () => {
  database = await createTestDatabase()
  client = await database.pool.connect()
  await fillHandData(client, tenantId)
  await projectTenant(client, tenantId)
  await computeFacts(client, tenantId)
  before = valuesOf(await ask(november))
  await client.query(
    `INSERT INTO lazi.locations (tenant_id, id, source, active, customer_id, name)
     VALUES ($1, gen_random_uuid(), 'lazi', true, lazi.projected_id($1, 'customers', 101), 'Home')`,
    [tenantId],
  )
  await insertJob('00000000-0000-4000-8000-000000000001', {
    unit: 1,
    type: 1,
    completed: '2026-11-05T18:00:00Z',
  })
  await insertJob('00000000-0000-4000-8000-000000000002', {
    unit: 2,
    type: 2,
    completed: '2026-12-06T18:00:00Z',
  })
  await client.query(
    `INSERT INTO lazi.appointment_assignments (tenant_id, id, source, active, appointment_id, job_id, technician_id, starts_at, ends_at, is_live, may_overlap)
     SELECT $1, gen_random_uuid(), 'lazi', true, (SELECT id FROM lazi.appointments WHERE st_id = 1), $2,
            technician.id, '2026-11-05T17:00:00Z', '2026-11-05T18:00:00Z', true, true
       FROM lazi.technicians AS technician WHERE tenant_id = $1 AND st_id IN (11, 12)`,
    [tenantId, '00000000-0000-4000-8000-000000000001'],
  )
  await computeFacts(client, tenantId)
})
afterAll(async () => {
  client.release()
  await database.close()
})

/** A job, at the only location of the tenant. */
async function insertJob(
  id: string,
  { unit, type, completed }: { unit: number; type: number; completed: string },
): Promise<void> {
  await client.query(
    `INSERT INTO lazi.jobs (tenant_id, id, source, active, number, customer_id, location_id, business_unit_id, job_type_id,
            status, priority, completed_at, created_at, no_charge)
     SELECT $1, $2, 'lazi', true, 'L1', lazi.projected_id($1, 'customers', 101), location.id,
            lazi.projected_id($1, 'business_units', $3), lazi.projected_id($1, 'job_types', $4), 'Completed', 'Normal',
            $5::timestamptz, $5, false
       FROM lazi.locations AS location WHERE tenant_id = $1`,
    [tenantId, id, unit, type, completed],
  )
}

async function ask([from, to]: readonly [string, string], query: Partial<Query> = {}): Promise<QueryRow[]> {
  const { rows } = await client.query<QueryRow>(queryStatement({ metrics, ...query }), [
    tenantId,
    from,
    to,
    '{}',
  ])
  return rows
}

const valuesOf = (rows: readonly QueryRow[]) =>
  Object.fromEntries(rows.map(({ metric, value }) => [metric, value]))

test('the money of a period is that of the jobs whose invoices are known, and the others are counted', async () => {
  const rows = await ask(november)
  const after = valuesOf(rows)
  for (const { name } of ofMoney) expect([name, after[name]]).toEqual([name, expectedOf(name)])
  expect(after).toMatchObject({ completed_jobs: '5', opportunities: '4', technician_jobs: '7' })
  expect(
    rows
      .filter(({ hasUnknown }) => hasUnknown)
      .map(({ metric }) => metric)
      .sort(),
  ).toEqual(ofMoney.map(({ name }) => name).sort())
  const { rows: counted } = await client.query<UnknownRow>(unknownStatement(metrics), [
    tenantId,
    ...november,
    '{}',
  ])
  expect(counted).toHaveLength(ofMoney.length)
  for (const { metric, records } of counted) expect([metric, records]).toEqual([metric, 1])
})

/** Only the hours for which technicians are booked rose, by two. */
const expectedOf = (name: string) => (name === 'revenue_per_booked_hour' ? '524.313125' : before[name])

test('where nothing else counts there is no value, and never 0', async () => {
  const values = valuesOf(await ask(december))
  for (const { name } of ofMoney) expect([name, values[name]]).toEqual([name, null])
  expect(values).toMatchObject({ completed_jobs: '1', opportunities: '1', adjustment_revenue: '0' })
  const unit = dimensions.find(({ name }) => name === 'business-unit') as Dimension
  const asked = ofMoney.filter((metric) => hasDimension(metric, unit))
  const days = await ask(november, { metrics: asked, by: unit, grain: 'day' })
  const fifth = days.filter(({ bucket, isTotal }) => bucket === '2026-11-05' && !isTotal)
  const revenue = fifth.find(({ metric }) => metric === 'completed_revenue')
  expect(revenue).toMatchObject({ value: null, numerator: null, hasUnknown: true })
})

test('among the records behind a number such a job adds what is not known', async () => {
  for (const metric of ofMoney) {
    const { rows } = await client.query<BehindRow>(rowsStatement(metric), [
      tenantId,
      ...november,
      '{}',
      null,
      null,
      null,
      100,
    ])
    const own = rows.filter(({ id }) => id === '00000000-0000-4000-8000-000000000001')
    expect(own.length).toBeGreaterThan(0)
    const [term] = metric.terms.filter(({ isUnknown }) => isUnknown)
    for (const { numerator, denominator } of own)
      expect([metric.name, numerator, denominator]).toEqual([metric.name, null, term?.of ? '0' : null])
    const known = rows.filter(({ numerator }) => numerator !== null)
    const sum = known.reduce((total, { numerator }) => total + Number(numerator), 0)
    const [total] = (await ask(november, { metrics: [metric] })).map(({ numerator }) => Number(numerator))
    expect(sum).toBeCloseTo(total ?? 0, 6)
  }
})

test('a job that LAZI canceled is a cancellation on that day, with its reason', async () => {
  await client.query(
    `UPDATE lazi.jobs SET status = 'Canceled', completed_at = NULL, canceled_at = '2026-12-07T18:00:00Z',
            cancel_reason_id = lazi.projected_id($1, 'job_cancel_reasons', 1)
      WHERE tenant_id = $1 AND id = '00000000-0000-4000-8000-000000000002'`,
    [tenantId],
  )
  await computeFacts(client, tenantId)
  const asked = metrics.filter(({ name }) => name === 'cancellations')
  const reason = dimensions.find(({ name }) => name === 'cancel-reason') as Dimension
  const days = await ask(december, { metrics: asked, by: reason, grain: 'day' })
  const { rows: reasons } = await client.query(
    `SELECT lazi.projected_id($1, 'job_cancel_reasons', 1)::text AS id`,
    [tenantId],
  )
  expect(days.filter(({ isTotal }) => !isTotal)).toMatchObject([
    { member: reasons[0].id, bucket: '2026-12-07', value: '1' },
  ])
})
