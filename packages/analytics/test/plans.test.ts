import { createTestDatabase, rowsRead, type TestDatabase } from 'db-migrations/testing'
import { setForLookups } from 'records'
import { projectTenant } from 'records/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { facts, refreshStatement } from '../src/index.ts'
import { computeFacts } from '../src/testing/index.ts'

// Statements must not depend on statistics (docs/decisions.md, 9): a tenant that they do not list, of which the planner
// expects a single row, and tables that were never analyzed, as during a first sync.

/** The rows of each table of a tenant, and those that a statement computes. */
const ROWS = 1_000
const STEP = 100
const [KNOWN, UNKNOWN] = ['1', '2'] as const

let analyzed: TestDatabase
let unanalyzed: TestDatabase
beforeAll(async () => {
  analyzed = await createTestDatabase()
  await fill(analyzed, KNOWN)
  await analyzed.pool.query('VACUUM ANALYZE')
  await fill(analyzed, UNKNOWN)
  unanalyzed = await createTestDatabase()
  await fill(unanalyzed, UNKNOWN)
})
afterAll(async () => {
  await analyzed.close()
  await unanalyzed.close()
})

/** Each row refers to the row with its id in every other table. */
const columns: Readonly<Record<string, string>> = {
  jobs: '',
  appointments: ', job_id',
  appointment_assignments: ', appointment_id, job_id',
  invoices: ', job_id',
  payments: '',
  estimates: ', job_id',
  technicians: '',
  job_timesheets: ', job_id, appointment_id, technician_id',
  job_splits: ', job_id, technician_id',
  technician_shifts: ', technician_id',
  non_job_appointments: ', technician_id',
  calls: ', job_id, customer_id',
  job_canceled_logs: ', job_id',
  invoice_items: ', invoice_id',
  campaign_costs: ', campaign_id',
  memberships: ', customer_id',
  membership_status_changes: ', membership_id',
}

async function fill({ pool }: TestDatabase, tenantId: string): Promise<void> {
  await pool.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES ($1, 'Tenant')`, [tenantId])
  for (const [table, names] of Object.entries(columns)) {
    await pool.query(
      `INSERT INTO raw.st_${table} (tenant_id, st_id, active, full_data, content_hash, synced_at${names})
       SELECT $1::bigint, id, true, jsonb_build_object('appliedTo', jsonb_build_array(jsonb_build_object('appliedTo', id))),
              '', now()${names.replaceAll(/\w+/g, 'id')}
         FROM generate_series(1, $2::integer) AS id`,
      [tenantId, ROWS],
    )
  }
  await pool.query(
    `UPDATE raw.st_appointments SET start_time = '2026-03-10T15:00Z', end_time = '2026-03-10T16:00Z' WHERE tenant_id = $1`,
    [tenantId],
  )
  for (const sql of values) await pool.query(sql, [tenantId])
  const client = await pool.connect()
  await projectTenant(client, tenantId)
  await computeFacts(client, tenantId)
  client.release()
}

/** With these the rows make facts. */
const values = [
  `UPDATE raw.st_job_timesheets SET arrived_on = '2026-03-10T15:00Z' WHERE tenant_id = $1`,
  'UPDATE raw.st_job_splits SET split = 100 WHERE tenant_id = $1',
  `UPDATE raw.st_technician_shifts SET shift_type = 'Normal', starts_on = '2026-03-10T15:00Z', ends_on = '2026-03-10T23:00Z'
    WHERE tenant_id = $1`,
  `UPDATE raw.st_non_job_appointments SET starts_on = '2026-03-10T16:00Z', duration = '01:00:00' WHERE tenant_id = $1`,
  'UPDATE raw.st_invoice_items SET sold_hours = 1, quantity = 1 WHERE tenant_id = $1',
  'UPDATE raw.st_campaign_costs SET year = 2026, month = 2, daily_cost = 1 WHERE tenant_id = $1 AND st_id <= 10',
  `UPDATE raw.st_memberships SET status = 'Active' WHERE tenant_id = $1`,
]

/** Changes every row that the facts are computed from. */
const change = [
  `UPDATE lazi.jobs SET status = 'Completed', completed_at = '2026-03-11Z' WHERE tenant_id = $1`,
  `UPDATE lazi.appointments SET status = 'Done' WHERE tenant_id = $1`,
  `UPDATE lazi.appointment_assignments SET ends_at = ends_at + interval '1 hour' WHERE tenant_id = $1`,
  'UPDATE raw.st_invoices SET subtotal = 100 WHERE tenant_id = $1',
  `UPDATE raw.st_payments SET paid_on = '2026-03-12Z' WHERE tenant_id = $1`,
  `UPDATE raw.st_estimates SET subtotal = 100, status = 'Sold' WHERE tenant_id = $1`,
  `UPDATE raw.st_job_timesheets SET arrived_on = '2026-03-11T15:00Z' WHERE tenant_id = $1`,
  'UPDATE raw.st_job_splits SET split = 50 WHERE tenant_id = $1',
  `UPDATE raw.st_technician_shifts SET ends_on = ends_on - interval '1 hour' WHERE tenant_id = $1`,
  `UPDATE raw.st_non_job_appointments SET duration = '00:30:00' WHERE tenant_id = $1`,
  'UPDATE raw.st_invoice_items SET quantity = 2 WHERE tenant_id = $1',
  `UPDATE raw.st_calls SET direction = 'Inbound' WHERE tenant_id = $1`,
  `UPDATE raw.st_memberships SET created_on = '2026-03-12Z' WHERE tenant_id = $1`,
]
/**
 * Every second row makes no fact any more. A DELETE cannot ask for an order that one index alone has, so in a table that
 * was never analyzed it may read more; a table that was just built has nothing to delete.
 */
const remove = [
  ...['raw.st_invoices', 'raw.st_payments', 'raw.st_estimates', 'lazi.jobs', 'lazi.appointments'].map(
    (table) => `UPDATE ${table} SET active = false WHERE tenant_id = $1 AND st_id % 2 = 0`,
  ),
  'UPDATE lazi.appointment_assignments SET is_live = false WHERE tenant_id = $1 AND st_id % 2 = 0',
]

async function explain(database: TestDatabase, text: string, extra: readonly unknown[], table: string) {
  const { pool } = database
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await setForLookups(client)
    for (const sql of [...change, ...(database === analyzed ? remove : [])])
      await client.query(sql, [UNKNOWN])
    const { rows } = await client.query<{ ids: string[] }>(
      `SELECT array_agg(lazi.projected_id($1, $2, n)) AS ids FROM generate_series(1, ${STEP}) AS n`,
      [UNKNOWN, table],
    )
    const reads = await rowsRead(client, text, [UNKNOWN, rows[0]?.ids, ...extra])
    await client.query('ROLLBACK')
    return reads
  } finally {
    client.release()
  }
}

/** Rows that changed before in the transaction have an older version, which an index finds too. */
const VERSIONS = 3

async function expectOnlyTheStep(text: string, extra: readonly unknown[], table: string): Promise<void> {
  for (const database of [analyzed, unanalyzed]) {
    const reads = await explain(database, text, extra, table)
    expect(reads.filter(({ isTable }) => isTable)).not.toEqual([])
    expect(reads.filter(({ isTable, rows }) => isTable && rows > VERSIONS * STEP)).toEqual([])
  }
}

const tableOf: Readonly<Record<string, string>> = {
  visits: 'appointments',
  technician_visits: 'appointment_assignments',
  technician_jobs: 'jobs',
  payment_applications: 'payments',
  timesheets: 'job_timesheets',
  arrivals: 'appointments',
  sold_items: 'invoice_items',
  sold_work: 'jobs',
  shifts: 'technician_shifts',
  other_work: 'non_job_appointments',
  available_time: 'technicians',
  cancellations: 'job_canceled_logs',
  membership_changes: 'memberships',
}

test.each(facts.map((fact) => [fact.name, fact] as const))(
  '%s: a refresh reads only the rows of the step',
  (name, fact) => expectOnlyTheStep(refreshStatement(fact), ['UTC'], tableOf[name] ?? name),
)

const dependencies = facts.flatMap(({ name, dependencies: all }) =>
  all.flatMap(({ on, keys }) =>
    keys === undefined || on === 'job_types' ? [] : [[name, on, keys] as const],
  ),
)

test.each(dependencies)('%s: the rows that changed %s concern are looked up', (_name, on, keys) =>
  expectOnlyTheStep(keys, [], on),
)
