import { fillHandData, handTimeZone } from 'analytics/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { type ApiProcess, startApi } from '../support/api-process.ts'
import { runHere } from '../support/command.ts'

// The account whose numbers were computed by hand, from ServiceTitan's API to the metrics that apps read.

let account: Account
let api: ApiProcess
beforeAll(async () => {
  const now = '2026-12-02T18:00:00Z'
  account = await openAccount({
    dataset: 'hand',
    now,
    dataNow: now,
    tenants: [{ tenantId: Number(tenantId) }],
  })
  await sync('tenants', 'add', tenantId, '--time-zone', handTimeZone)
  expect(await sync('run')).toMatchObject({ code: 0 })
  api = await startApi(account.database.url, tenantId)
})
afterAll(async () => {
  await api?.[Symbol.asyncDispose]()
  await account.close()
})

const sync = (...args: string[]) => runHere(args, account.env)

interface Answer {
  readonly totals: Readonly<Record<string, { readonly value: string | null }>>
}
const ask = async (from: string, to: string, metrics: readonly string[]) => {
  const { totals } = (await api.get(
    `analytics/query?metrics=${metrics.join(',')}&from=${from}&to=${to}`,
  )) as Answer
  return Object.fromEntries(Object.entries(totals).map(([metric, { value }]) => [metric, value]))
}

const november = {
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
  first_time_fix_rate: '0.666667',
  total_sales: '13200',
  estimate_win_rate: '0.5',
  close_rate: '0.5',
  technician_revenue: '8389.01',
  booked_minutes: '840',
}

test('GET /analytics/query has the numbers of November that were computed by hand', async () => {
  expect(await ask('2026-11-01', '2026-12-01', Object.keys(november))).toEqual(november)
})

test('and those of October, with the recall of its job', async () => {
  const october = { completed_jobs: '1', completed_revenue: '450', booked_jobs: '2', recall_rate: '1' }
  expect(await ask('2026-10-01', '2026-11-01', Object.keys(october))).toEqual(october)
})

test('the synced rows are those with which other tests fill the tables', async () => {
  const client = await account.database.pool.connect()
  try {
    await fillHandData(client, '2002')
    for (const [table, columns] of Object.entries({
      business_units: 'name',
      job_types: 'name, trim_scale(sold_threshold) AS sold_threshold',
      campaigns: 'name',
      customers: 'name',
      technicians: 'name',
      jobs: `job_number, business_unit_id, job_type_id, campaign_id, customer_id, created_on, completed_on, status,
             no_charge, full_data -> 'recallForId' AS recall_for_id`,
      appointments: 'job_id, start_time, end_time, status',
      appointment_assignments: 'appointment_id, job_id, technician_id',
      invoices: `job_id, customer_id, business_unit_id, invoice_date, due_date, subtotal, total, balance,
                 adjustment_to_id`,
      payments: `paid_on, total, unapplied_amount, full_data #> '{appliedTo,0,appliedTo}' AS invoice_id`,
      estimates:
        'job_id, business_unit_id, status, trim_scale(subtotal) AS subtotal, created_on, sold_on, sold_by_id',
    })) {
      const read = async (of: string) =>
        (
          await client.query(
            `SELECT st_id, ${columns} FROM raw.st_${table} WHERE tenant_id = $1 ORDER BY st_id`,
            [of],
          )
        ).rows
      const synced = await read(tenantId)
      expect(synced.length, table).toBeGreaterThan(0)
      expect(synced, table).toEqual(await read('2002'))
    }
  } finally {
    client.release()
  }
})

test('a corrected invoice moves the number by its difference', async () => {
  const { items } = account.sandbox.record(Number(tenantId), 'invoices', 6) ?? {}
  const [item] = items ?? []
  if (!item) throw new Error('The invoice has no item')
  account.sandbox.update(Number(tenantId), 'invoices', 6, {
    subTotal: '90.00',
    total: '90.00',
    items: [{ ...item, total: '90.00' }],
  })
  expect(await sync('run', 'invoices', '--hot')).toMatchObject({ code: 0 })
  expect(await ask('2026-11-01', '2026-12-01', ['completed_revenue'])).toEqual({
    completed_revenue: '8390.01',
  })
})
