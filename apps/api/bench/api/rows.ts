/** How an account of the benchmark looks. Accounts grow by their history; a day stays as full as it was. */
export const accounts = {
  tenants: 200,
  technicians: 12,
  /** Of all technicians together. */
  appointmentsPerDay: 50,
  appointmentsPerJob: 2,
  jobsPerCustomer: 5,
  timeZone: 'America/Chicago',
  /** The day after the last one with appointments. */
  end: '2026-07-01',
} as const

const { tenants, technicians, appointmentsPerDay, appointmentsPerJob, jobsPerCustomer, timeZone } = accounts

export interface Sizes {
  readonly appointments: number
  readonly jobs: number
  readonly customers: number
}

/** How many rows each tenant has. */
export function sizesPerTenant(appointments: number): Sizes {
  const each = appointments / tenants
  const jobs = each / appointmentsPerJob
  return { appointments: each, jobs, customers: jobs / jobsPerCustomer }
}

export const firstTenant = 1001

/** The ids of a tenant begin here; other tenants have the same, as ServiceTitan's are unique within a tenant only. */
export const firstIds = { technician: 7000, job: 50_000_000, customer: 30_000_000, appointment: 90_000_000 }

/** One table: its rows are numbered by `k`, those of all tenants in turn, as workers write them. */
export interface GeneratedTable {
  readonly name: string
  /** Rows of all tenants. */
  readonly rows: number
  /** SQL of each column; `n` counts the rows of the tenant, `h` is noise. */
  readonly columns: Readonly<Record<string, string>>
}

/** The tables that the questions read, in the order in which they are filled. */
export function generatedTables(appointments: number): readonly GeneratedTable[] {
  const sizes = sizesPerTenant(appointments)
  const customer = `(${firstIds.customer} + n % ${sizes.customers})`
  const job = (n: string) => `(${firstIds.job} + ${n} % ${sizes.jobs})`
  const named = { ...shared, modified_on: created, created_on: created }
  return [
    {
      name: 'st_technicians',
      rows: tenants * technicians,
      columns: {
        ...named,
        st_id: `${firstIds.technician} + n`,
        active: `n < ${technicians - 2}`,
        name: `'Technician ' || n`,
        team_id: '1 + n % 2',
        team: `'Team ' || (1 + n % 2)`,
        business_unit_id: '1 + n % 3',
      },
    },
    {
      name: 'st_job_types',
      rows: tenants * 6,
      columns: { ...named, st_id: '1 + n', name: `'Job type ' || n` },
    },
    {
      name: 'st_customers',
      rows: tenants * sizes.customers,
      columns: { ...named, st_id: `${firstIds.customer} + n`, name: `'Customer ' || n` },
    },
    {
      name: 'st_locations',
      rows: tenants * sizes.customers,
      columns: {
        ...named,
        st_id: `${firstIds.customer} + n`,
        customer_id: `${firstIds.customer} + n`,
        name: `'Location ' || n`,
        address_street: `n || ' Main Street'`,
        address_city: `'Springfield'`,
        address_state: `'TX'`,
        address_zip: '(70000 + h % 999)::text',
        latitude: '30 + h % 10000 / 10000.0',
        longitude: '-97 - h % 9973 / 10000.0',
      },
    },
    {
      name: 'st_jobs',
      rows: tenants * sizes.jobs,
      columns: {
        ...named,
        st_id: `${firstIds.job} + n`,
        job_number: `(${firstIds.job} + n)::text`,
        customer_id: customer,
        location_id: customer,
        business_unit_id: '1 + h % 3',
        job_type_id: '1 + h % 6',
        status: `(ARRAY['Completed', 'Scheduled', 'InProgress'])[1 + h % 3]`,
        completed_on: `CASE WHEN h % 3 = 0 THEN ${created} END`,
        summary: `'No heat ' || n`,
        total: 'h % 900',
      },
    },
    {
      name: 'st_appointments',
      rows: appointments,
      columns: {
        ...named,
        st_id: `${firstIds.appointment} + n`,
        appointment_number: 'n::text',
        job_id: job('n'),
        customer_id: `(${firstIds.customer} + ${job('n')} % ${sizes.customers})`,
        start_time: start,
        end_time: `${start} + interval '90 minutes'`,
        arrival_window_start: start,
        arrival_window_end: `${start} + interval '2 hours'`,
        status: `CASE WHEN h % 30 = 0 THEN 'Canceled' ELSE 'Scheduled' END`,
        technician_id: `CASE WHEN h % 50 > 0 THEN ${technician} END`,
        technician_ids: `CASE WHEN h % 50 > 0 THEN ARRAY[${technician}] ELSE NULL END`,
      },
    },
  ]
}

const created = `('2024-01-01Z'::timestamptz + n * interval '1 minute')`
const technician = `(${firstIds.technician} + n % ${technicians - 2})::bigint`
const day = `('${accounts.end}'::date - 1 - (n / ${appointmentsPerDay})::integer)`
const start = `((${day} + time '07:30' + (n % ${appointmentsPerDay} / ${technicians - 2}) * interval '105 minutes'
                 + h % 4 * interval '15 minutes') AT TIME ZONE '${timeZone}')`

const shared = {
  active: 'true',
  full_data: `jsonb_build_object('id', n)`,
  content_hash: 'int8send(n)',
  synced_at: 'now()',
}
