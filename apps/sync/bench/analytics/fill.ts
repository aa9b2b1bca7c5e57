import type { BenchDatabase } from '../common/server.ts'

/** The account of the benchmark. */
export const TENANT = '1'

/** Days over which the jobs are spread, evenly. */
const DAYS = 1_000

/**
 * Fills an account of `jobs` jobs, each with an invoice of two items, an estimate for half of them, and 1.25 visits with
 * an assignment: the cache and the records, without syncing and projecting them.
 */
export async function fillAccount({ admin }: BenchDatabase, jobs: number): Promise<void> {
  await admin.query(`SET session_replication_role = replica`)
  await admin.query(
    `INSERT INTO raw.tenants (tenant_id, name, time_zone) VALUES ($1, 'Bench', 'America/Chicago')`,
    [TENANT],
  )
  await admin.query(
    `INSERT INTO sync.followers (tenant_id, name, updated_at) VALUES ($1, 'analytics', now())`,
    [TENANT],
  )
  await admin.query(
    `INSERT INTO sync.followers (tenant_id, name, ready, updated_at)
     VALUES ($1, 'records', '{jobs,job_types,invoices,estimates,payments,appointments,appointment_assignments,job_splits}', now())`,
    [TENANT],
  )
  await admin.query(
    `INSERT INTO lazi.change_positions (tenant_id, last_seq, updated_at) VALUES ($1, 0, now())`,
    [TENANT],
  )
  for (const index of ['st_invoices_full_data_idx', 'st_jobs_full_data_idx', 'st_estimates_full_data_idx'])
    await admin.query(`DROP INDEX raw.${index}`)
  for (const statement of statements(jobs)) await admin.query(statement)
  await admin.query('RESET session_replication_role')
  await admin.query('VACUUM (ANALYZE)')
}

const id = (table: string, of: string) => `lazi.projected_id(${TENANT}, '${table}', ${of})`
const cached = `st_id, tenant_id, active, content_hash, synced_at`
const cachedValues = `n, ${TENANT}, true, int8send(n), now()`
const record = `id, st_id, tenant_id, source, active`

/** When the n-th job was completed. */
const completed = (jobs: number) =>
  `'2024-01-01Z'::timestamptz + n * interval '1 second' * (${DAYS} * 86400.0 / ${jobs})`

function statements(jobs: number): string[] {
  const each = `generate_series(1, ${jobs}) AS n`
  return [
    `INSERT INTO lazi.business_units (${record}, name)
     SELECT ${id('business_units', 'n')}, n, ${TENANT}, 'servicetitan', true, 'Unit ' || n FROM generate_series(1, 6) AS n`,
    `INSERT INTO lazi.job_types (${record}, name, sold_threshold)
     SELECT ${id('job_types', 'n')}, n, ${TENANT}, 'servicetitan', true, 'Type ' || n, 100 FROM generate_series(1, 12) AS n`,
    `INSERT INTO raw.st_jobs (${cached}, full_data, business_unit_id, job_type_id, status, created_on, completed_on)
     SELECT ${cachedValues}, '{}', 1 + n % 6, 1 + n % 12, CASE WHEN n % 12 = 0 THEN 'Canceled' ELSE 'Completed' END,
            ${completed(jobs)} - interval '2 days', CASE WHEN n % 12 > 0 THEN ${completed(jobs)} END
       FROM ${each}`,
    `INSERT INTO lazi.jobs (${record}, business_unit_id, job_type_id, status, created_at, completed_at)
     SELECT ${id('jobs', 'st_id')}, st_id, ${TENANT}, 'servicetitan', true, ${id('business_units', 'business_unit_id')},
            ${id('job_types', 'job_type_id')}, status, created_on, completed_on FROM raw.st_jobs`,
    `INSERT INTO raw.st_invoices (${cached}, full_data, job_id, business_unit_id, invoice_date, subtotal, total, balance)
     SELECT ${cachedValues}, jsonb_build_object('items', jsonb_build_array(
              jsonb_build_object('id', n, 'total', (n % 900)::text || '.00', 'generalLedgerAccount', jsonb_build_object('type', 'Income')),
              jsonb_build_object('id', n, 'total', '10.00', 'generalLedgerAccount', jsonb_build_object('type', 'Income')))),
            n, 1 + n % 6, date_trunc('day', ${completed(jobs)}), n % 900 + 10, n % 900 + 10, 0
       FROM ${each}`,
    `INSERT INTO raw.st_estimates (${cached}, full_data, job_id, business_unit_id, status, subtotal, created_on, sold_on)
     SELECT ${cachedValues}, '{}', n, 1 + n % 6, CASE WHEN n % 4 = 0 THEN 'Sold' ELSE 'Open' END, n % 900,
            ${completed(jobs)}, CASE WHEN n % 4 = 0 THEN ${completed(jobs)} END
       FROM ${each} WHERE n % 2 = 0`,
    `INSERT INTO lazi.appointments (${record}, job_id, status, starts_at, ends_at)
     SELECT ${id('appointments', 'n')}, n, ${TENANT}, 'servicetitan', true, ${id('jobs', `1 + n % ${jobs}`)}, 'Done',
            ${completed(jobs)}, ${completed(jobs)} + interval '2 hours' FROM generate_series(1, ${Math.round(jobs * 1.25)}) AS n`,
    `INSERT INTO lazi.appointment_assignments (${record}, appointment_id, job_id, technician_id, is_live, starts_at, ends_at)
     SELECT ${id('appointment_assignments', 'st_id')}, st_id, ${TENANT}, 'servicetitan', true, id, job_id,
            ${id('technicians', '1 + st_id % 40')}, true, starts_at, ends_at FROM lazi.appointments`,
  ]
}
