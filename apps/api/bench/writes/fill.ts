import pg from 'pg'
import { recordTables, views } from 'records'
import { formatKey } from '../../src/keys/key-text.ts'
import { createKey } from '../../src/keys/manage-keys.ts'

/** What a tenant of the benchmark has. */
export interface BenchTenant {
  readonly headers: Readonly<Record<string, string>>
  /** LAZI's ids of its customers. */
  readonly customers: readonly string[]
}

const tenantsFilled = 64
const customersEach = 1_000

/** The id of a tenant by its place in the list. */
export const tenantIdOf = (place: number) => String(place + 1)

/** Fills tenants whose customers and jobs LAZI owns. */
export async function fillTenants(admin: pg.ClientBase, url: string): Promise<BenchTenant[]> {
  await admin.query(`
    INSERT INTO raw.tenants (tenant_id, name, time_zone)
    SELECT n, 'Tenant ' || n, 'America/Chicago' FROM generate_series(1, ${tenantsFilled}) AS n;
    INSERT INTO raw.change_positions (tenant_id, updated_at) SELECT tenant_id, now() FROM raw.tenants;
    INSERT INTO sync.domains (tenant_id, domain, mode, since, switched_by)
    SELECT tenant_id, domain, 'lazi', now(), 'system:bench'
      FROM raw.tenants CROSS JOIN unnest(ARRAY['customers', 'jobs']) AS domain;
    INSERT INTO lazi.customers (tenant_id, id, st_id, source, active, name, type, tag_type_ids, custom_fields)
    SELECT tenant_id, lazi.projected_id(tenant_id, 'customers', n), n, 'servicetitan', true, 'Customer ' || n,
           'Residential', '{}', '{}'
      FROM raw.tenants CROSS JOIN generate_series(1, ${customersEach}) AS n;
    INSERT INTO lazi.locations (tenant_id, id, st_id, source, active, name, customer_id)
    SELECT tenant_id, lazi.projected_id(tenant_id, 'locations', 1), 1, 'servicetitan', true, 'Home',
           lazi.projected_id(tenant_id, 'customers', 1) FROM raw.tenants;
    INSERT INTO lazi.business_units (tenant_id, id, st_id, source, active, name)
    SELECT tenant_id, lazi.projected_id(tenant_id, 'business_units', 1), 1, 'servicetitan', true, 'Unit' FROM raw.tenants;
    INSERT INTO lazi.job_types (tenant_id, id, st_id, source, active, name)
    SELECT tenant_id, lazi.projected_id(tenant_id, 'job_types', 1), 1, 'servicetitan', true, 'Repair' FROM raw.tenants;
    INSERT INTO lazi.technicians (tenant_id, id, st_id, source, active, name)
    SELECT tenant_id, lazi.projected_id(tenant_id, 'technicians', 1), 1, 'servicetitan', true, 'Tia' FROM raw.tenants`)
  await admin.query('VACUUM ANALYZE')
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  try {
    const filled: BenchTenant[] = []
    for (let n = 0; n < tenantsFilled; n++) {
      const tenantId = tenantIdOf(n)
      const headers = await createHeaders(pool, tenantId)
      const { rows } = await admin.query<{ id: string }>(
        'SELECT id::text FROM lazi.customers WHERE tenant_id = $1 ORDER BY st_id LIMIT 100',
        [tenantId],
      )
      filled.push({ headers, customers: rows.map(({ id }) => id) })
    }
    return filled
  } finally {
    await pool.end()
  }
}

async function createHeaders(pool: pg.Pool, tenantId: string): Promise<BenchTenant['headers']> {
  const key = await createKey(pool, { tenantId, name: 'Bench', scopes: ['admin'], expiresAt: null })
  if (!key) throw new Error(`Expected a tenant ${tenantId}`)
  return { authorization: `Bearer ${formatKey({ tenantId, ...key })}` }
}

/** The account that dispatchers work in, whose records LAZI owns. */
export interface BenchAccount {
  /** Of one key for each dispatcher. */
  readonly headers: readonly BenchTenant['headers'][]
  /** LAZI's ids of its jobs. */
  readonly jobs: readonly string[]
}

/** How the account looks; customers have five jobs each, and each job one appointment or two. */
export const account = {
  id: '1000',
  technicians: 40,
  jobs: 10_000,
  customers: 2_000,
  appointments: 12_500,
  appointmentsPerDay: 100,
  /** The last day with appointments. */
  lastDay: '2026-06-30',
} as const

/** Fills the account. @param dispatchers how many keys it has */
export async function fillAccount(
  admin: pg.ClientBase,
  url: string,
  dispatchers: number,
): Promise<BenchAccount> {
  const { id, technicians, jobs, customers, appointments, appointmentsPerDay, lastDay } = account
  const idOf = (table: string, n: string) => `lazi.projected_id(${id}, '${table}', ${n})`
  const job = `(n % ${jobs})`
  const technician = idOf('technicians', `n % ${technicians}`)
  // From 7:30 on, one after the other, with times for technicians to drive.
  const start = `('${lastDay}'::date - (n / ${appointmentsPerDay})::integer + time '07:30'
                  + (n % ${appointmentsPerDay} / ${technicians}) * interval '3 hours') AT TIME ZONE 'America/Chicago'`
  const ready = [...recordTables, ...views].map(({ name }) => name)
  await admin.query(`
    INSERT INTO raw.tenants (tenant_id, name, time_zone) VALUES (${id}, 'Account', 'America/Chicago');
    INSERT INTO raw.change_positions (tenant_id, updated_at) VALUES (${id}, now());
    INSERT INTO lazi.change_positions (tenant_id, updated_at) VALUES (${id}, now());
    INSERT INTO sync.followers (tenant_id, name, ready, updated_at)
    VALUES (${id}, 'records', '{${ready.join(',')}}', now());
    INSERT INTO sync.domains (tenant_id, domain, mode, since, switched_by)
    SELECT ${id}, domain, 'lazi', now(), 'system:bench' FROM unnest(ARRAY['customers', 'jobs']) AS domain;
    INSERT INTO lazi.business_units (tenant_id, id, st_id, source, active, name)
    SELECT ${id}, ${idOf('business_units', 'n')}, n, 'servicetitan', true, 'Unit ' || n FROM generate_series(0, 2) AS n;
    INSERT INTO lazi.job_types (tenant_id, id, st_id, source, active, name)
    SELECT ${id}, ${idOf('job_types', 'n')}, n, 'servicetitan', true, 'Type ' || n FROM generate_series(0, 5) AS n;
    INSERT INTO lazi.technicians (tenant_id, id, st_id, source, active, name)
    SELECT ${id}, ${technician}, n, 'servicetitan', true, 'Technician ' || n
      FROM generate_series(0, ${technicians - 1}) AS n;
    INSERT INTO lazi.customers (tenant_id, id, st_id, source, active, name, type, tag_type_ids, custom_fields)
    SELECT ${id}, ${idOf('customers', 'n')}, n, 'servicetitan', true, 'Customer ' || n, 'Residential', '{}', '{}'
      FROM generate_series(0, ${customers - 1}) AS n;
    INSERT INTO lazi.locations (tenant_id, id, st_id, source, active, name, customer_id, address_street, address_city)
    SELECT ${id}, ${idOf('locations', 'n')}, n, 'servicetitan', true, 'Location ' || n, ${idOf('customers', 'n')},
           n || ' Main Street', 'Springfield' FROM generate_series(0, ${customers - 1}) AS n;
    INSERT INTO lazi.jobs (tenant_id, id, st_id, source, active, number, status, priority, summary, created_at,
           customer_id, location_id, business_unit_id, job_type_id)
    SELECT ${id}, ${idOf('jobs', 'n')}, n, 'servicetitan', true, n::text, 'Scheduled', 'Normal', 'No heat ' || n, now(),
           ${idOf('customers', `n % ${customers}`)}, ${idOf('locations', `n % ${customers}`)},
           ${idOf('business_units', 'n % 3')}, ${idOf('job_types', 'n % 6')} FROM generate_series(0, ${jobs - 1}) AS n;
    INSERT INTO lazi.appointments (tenant_id, id, st_id, source, active, number, status, job_id, customer_id, starts_at,
           ends_at, technician_id, technician_ids)
    SELECT ${id}, ${idOf('appointments', 'n')}, n, 'servicetitan', true, n::text, 'Scheduled', ${idOf('jobs', job)},
           ${idOf('customers', `${job} % ${customers}`)}, ${start}, ${start} + interval '2 hours', ${technician},
           ARRAY[${technician}] FROM generate_series(0, ${appointments - 1}) AS n;
    INSERT INTO lazi.appointment_assignments (tenant_id, id, st_id, source, active, is_live, may_overlap, status,
           appointment_id, job_id, technician_id, technician_name, starts_at, ends_at)
    SELECT ${id}, ${idOf('appointment_assignments', 'n')}, n, 'servicetitan', true, true, NULL, 'Scheduled',
           ${idOf('appointments', 'n')}, ${idOf('jobs', job)}, ${technician}, 'Technician', ${start},
           ${start} + interval '2 hours' FROM generate_series(0, ${appointments - 1}) AS n`)
  await admin.query('VACUUM ANALYZE')
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  try {
    const headers: BenchTenant['headers'][] = []
    for (let n = 0; n < dispatchers; n++) headers.push(await createHeaders(pool, id))
    const { rows } = await admin.query<{ id: string }>(
      'SELECT id::text FROM lazi.jobs WHERE tenant_id = $1 ORDER BY st_id',
      [id],
    )
    return { headers, jobs: rows.map((row) => row.id) }
  } finally {
    await pool.end()
  }
}
