import type pg from 'pg'
import { date, type HandRow, handLabor, instant, windowEnds } from './hand-labor.ts'

// A tenant whose metrics were computed by hand, in America/Chicago, where the clocks go back on 2026-11-01. Business
// units 1 Service and 2 Install; job types 1 with a threshold of 100, 2 of 1,000, and 3, free of charge, of 100.

/** The tenant's time zone. */
export const handTimeZone = 'America/Chicago'

interface HandJob {
  readonly unit: number
  readonly type: number
  readonly campaign: number
  readonly customer: number
  /** UTC, as `10-30 14:00` of 2026. */
  readonly booked: string
  readonly completed?: string
  readonly status: string
  readonly recallFor?: number
}

const jobs: Readonly<Record<number, HandJob>> = {
  1: {
    unit: 1,
    type: 1,
    campaign: 1,
    customer: 101,
    booked: '10-30 14:00',
    completed: '10-31 04:30',
    status: 'Completed',
  },
  2: {
    unit: 1,
    type: 1,
    campaign: 1,
    customer: 102,
    booked: '10-31 15:00',
    completed: '11-01 05:30',
    status: 'Completed',
  },
  3: {
    unit: 1,
    type: 3,
    campaign: 1,
    customer: 101,
    booked: '11-01 14:00',
    completed: '11-02 05:30',
    status: 'Completed',
    recallFor: 1,
  },
  4: {
    unit: 2,
    type: 2,
    campaign: 2,
    customer: 103,
    booked: '11-01 16:00',
    completed: '11-03 18:00',
    status: 'Completed',
  },
  5: { unit: 1, type: 1, campaign: 2, customer: 102, booked: '11-02 15:00', status: 'Canceled' },
  6: {
    unit: 1,
    type: 1,
    campaign: 1,
    customer: 103,
    booked: '11-03 15:00',
    completed: '11-04 16:30',
    status: 'Completed',
  },
  7: { unit: 1, type: 1, campaign: 1, customer: 101, booked: '11-03 15:00', status: 'Scheduled' },
  8: { unit: 2, type: 2, campaign: 2, customer: 102, booked: '11-02 15:00', status: 'Hold' },
}

/** Invoice: job, subtotal, day, day on which it is due, balance, and the invoice that it adjusts. */
const invoices: Readonly<Record<number, readonly [number, string, string, string, string, number?]>> = {
  1: [1, '450.00', '10-30', '11-29', '0.00'],
  2: [2, '100.01', '11-01', '12-01', '100.01'],
  4: [4, '8200.00', '11-03', '11-03', '3200.00'],
  5: [4, '-200.00', '11-05', '11-05', '-200.00', 4],
  6: [6, '89.00', '11-04', '12-04', '0.00'],
}

/** Visit: job, begin and end (UTC), status, and technicians. */
const visits: Readonly<Record<number, readonly [number, string, string, string, ...number[]]>> = {
  1: [1, '10-30 20:00', '10-30 21:00', 'Done', 11],
  2: [2, '11-01 04:00', '11-01 05:30', 'Done', 11, 12],
  3: [3, '11-01 05:30', '11-01 09:30', 'Done', 12],
  4: [4, '11-02 14:00', '11-02 18:00', 'Done', 12],
  5: [4, '11-03 14:00', '11-03 18:00', 'Done', 12],
  6: [5, '11-04 15:00', '11-04 16:00', 'Canceled', 11],
  7: [6, '11-04 15:00', '11-04 16:00', 'Done', 11],
  8: [7, '11-10 15:00', '11-10 16:00', 'Scheduled'],
}

/** Estimate: job, subtotal, status, when it was created, and when it was sold (UTC). */
const estimates: Readonly<Record<number, readonly [number, string, string, string, string?]>> = {
  1: [4, '8200.00', 'Sold', '11-02 16:00', '11-02 17:00'],
  2: [4, '12000.00', 'Dismissed', '11-02 16:00'],
  3: [6, '300.00', 'Open', '11-04 16:00'],
  4: [8, '5000.00', 'Sold', '11-04 16:00', '11-04 17:00'],
}

/** Payment: invoice, amount, and day. */
const payments: Readonly<Record<number, readonly [number, string, string]>> = {
  1: [1, '450.00', '11-15'],
  2: [4, '5000.00', '11-04'],
  3: [6, '89.00', '12-01'],
}

/**
 * Inserts the tenant and its cached rows. Project and compute them before reading metrics.
 * @example
 * await fillHandData(client, '1001')
 */
export async function fillHandData(client: pg.ClientBase, tenantId: string): Promise<void> {
  await client.query('INSERT INTO raw.tenants (tenant_id, name, time_zone) VALUES ($1, $2, $3)', [
    tenantId,
    'Hand',
    handTimeZone,
  ])
  const insert = async (table: string, rows: readonly HandRow[]) => {
    for (const { id, data = {}, columns } of rows) {
      const { active = true, ...others } = columns
      const names = Object.keys(others)
      await client.query(
        `INSERT INTO raw.st_${table} (tenant_id, st_id, active, full_data, content_hash, synced_at${names.map((name) => `, ${name}`).join('')})
         VALUES ($1, $2, $3, $4, '', now()${names.map((_, place) => `, $${place + 5}`).join('')})`,
        [tenantId, id, active, JSON.stringify(data), ...Object.values(others)],
      )
    }
  }
  await insert('business_units', [
    { id: 1, columns: { name: 'Service' } },
    { id: 2, columns: { name: 'Install' } },
  ])
  await insert('job_types', [
    { id: 1, columns: { name: 'Repair', sold_threshold: 100 } },
    { id: 2, columns: { name: 'Replacement', sold_threshold: 1_000 } },
    { id: 3, columns: { name: 'Callback', sold_threshold: 100 } },
  ])
  await insert('campaigns', [
    { id: 1, columns: { name: 'Search' } },
    { id: 2, columns: { name: 'Mail' } },
  ])
  await insert(
    'customers',
    [101, 102, 103].map((id) => ({ id, columns: { name: `Customer ${id}` } })),
  )
  await insert('jobs', Object.entries(jobs).map(jobRow))
  await insert('invoices', Object.entries(invoices).map(invoiceRow))
  await insert('technicians', [
    { id: 11, columns: { name: 'Ada' } },
    { id: 12, columns: { name: 'Ben' } },
  ])
  await insert('appointments', Object.entries(visits).map(visitRow))
  await insert('appointment_assignments', Object.entries(visits).flatMap(assignmentRows))
  await insert('estimates', Object.entries(estimates).map(estimateRow))
  await insert('payments', Object.entries(payments).map(paymentRow))
  for (const [table, rows] of Object.entries(handLabor())) await insert(table, rows)
}

function jobRow([id, job]: [string, HandJob]): HandRow {
  return {
    id: Number(id),
    data: { recallForId: job.recallFor ?? null },
    columns: {
      job_number: id,
      business_unit_id: job.unit,
      job_type_id: job.type,
      campaign_id: job.campaign,
      customer_id: job.customer,
      created_on: instant(job.booked),
      completed_on: job.completed === undefined ? null : instant(job.completed),
      status: job.status,
      no_charge: job.type === 3,
    },
  }
}

function invoiceRow([id, [jobId, subtotal, day, due, balance, adjusts]]: [
  string,
  (typeof invoices)[number],
]): HandRow {
  const job = jobs[jobId]
  const account = { name: 'Sales', type: 'Income' }
  return {
    id: Number(id),
    data: { items: [{ id: 1, total: subtotal, generalLedgerAccount: account }] },
    columns: {
      job_id: jobId,
      customer_id: job?.customer,
      business_unit_id: job?.unit,
      invoice_date: date(day),
      due_date: date(due),
      subtotal,
      total: subtotal,
      balance,
      adjustment_to_id: adjusts ?? null,
    },
  }
}

function visitRow([id, [jobId, start, end, status]]: [string, (typeof visits)[number]]): HandRow {
  const windowEnd = windowEnds[Number(id)]
  return {
    id: Number(id),
    columns: {
      job_id: jobId,
      start_time: instant(start),
      end_time: instant(end),
      arrival_window_end: windowEnd === undefined ? null : instant(windowEnd),
      status,
    },
  }
}

function assignmentRows([id, [jobId, , , , ...technicians]]: [string, (typeof visits)[number]]): HandRow[] {
  return technicians.map((technician) => ({
    id: Number(id) * 100 + technician,
    columns: { appointment_id: Number(id), job_id: jobId, technician_id: technician, status: 'Done' },
  }))
}

function estimateRow([id, [jobId, subtotal, status, created, sold]]: [
  string,
  (typeof estimates)[number],
]): HandRow {
  return {
    id: Number(id),
    columns: {
      job_id: jobId,
      business_unit_id: jobs[jobId]?.unit,
      status,
      subtotal,
      created_on: instant(created),
      sold_on: sold === undefined ? null : instant(sold),
      sold_by_id: sold === undefined ? null : 12,
    },
  }
}

function paymentRow([id, [invoiceId, amount, day]]: [string, (typeof payments)[number]]): HandRow {
  const applied = { appliedTo: invoiceId, appliedAmount: amount, appliedOn: date(day) }
  return {
    id: Number(id),
    data: { appliedTo: [applied] },
    columns: { paid_on: date(day), total: amount, unapplied_amount: '0.00' },
  }
}
