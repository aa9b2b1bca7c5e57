import type pg from 'pg'

// Derived values, computed here from the rows in the simplest way.

interface Row {
  readonly st_id: string
  readonly active: boolean
  readonly deleted_at: Date | null
  readonly [column: string]: unknown
}

type Rows = readonly Row[]

async function readRows(pool: pg.Pool, tenantId: string, table: string): Promise<Rows> {
  const { rows } = await pool.query<Row>(`SELECT * FROM raw.${table} WHERE tenant_id = $1 ORDER BY st_id`, [
    tenantId,
  ])
  return rows
}

const isLive = ({ active, deleted_at }: Row) => active && deleted_at === null
const time = (value: unknown) => (value instanceof Date ? value.getTime() : null)
const assignedFirst = (a: Row, b: Row) =>
  (time(a.assigned_on) ?? 0) - (time(b.assigned_on) ?? 0) || (BigInt(a.st_id) < BigInt(b.st_id) ? -1 : 1)

function schedule(appointments: Rows) {
  const live = appointments.filter(isLive)
  const starts = live.map((row) => time(row.start_time)).filter((at) => at !== null)
  const ends = live.map((row) => time(row.end_time)).filter((at) => at !== null)
  return {
    scheduled_start: starts.length > 0 ? Math.min(...starts) : null,
    scheduled_end: ends.length > 0 ? Math.max(...ends) : null,
  }
}

/** Derived values as stored, and as computed from their derivation sources. */
export async function readDerived(pool: pg.Pool, tenantId: string) {
  const read = (table: string) => readRows(pool, tenantId, table)
  const [jobs, appointments, assignments] = [
    await read('st_jobs'),
    await read('st_appointments'),
    await read('st_appointment_assignments'),
  ]
  const [locations, contacts] = [await read('st_locations'), await read('st_location_contacts')]
  const [technicians, teams] = [await read('st_technicians'), await read('st_teams')]
  const stored: Record<string, unknown> = {}
  const expected: Record<string, unknown> = {}

  for (const job of jobs) {
    const key = `job ${job.st_id}`
    const { technicianAssignments } = job.full_data as { technicianAssignments: { technicianId: number }[] }
    stored[key] = {
      scheduled_start: time(job.scheduled_start),
      scheduled_end: time(job.scheduled_end),
      technicians: technicianAssignments.map(({ technicianId }) => String(technicianId)),
    }
    const ofJob = (rows: Rows) => rows.filter(({ job_id }) => job_id === job.st_id)
    const kept = ofJob(assignments).filter(({ deleted_at }) => deleted_at === null)
    expected[key] = {
      ...schedule(ofJob(appointments)),
      technicians: kept.toSorted(assignedFirst).map(({ technician_id }) => technician_id),
    }
  }
  for (const { st_id, technician_id, technician_ids } of appointments) {
    stored[`appointment ${st_id}`] = [technician_id, technician_ids]
    const live = assignments.filter((row) => row.appointment_id === st_id && isLive(row) && row.technician_id)
    const ids = live.toSorted(assignedFirst).map((row) => row.technician_id)
    expected[`appointment ${st_id}`] = ids.length > 0 ? [ids[0], ids] : [null, null]
  }
  for (const { st_id, phone, email } of locations) {
    stored[`location ${st_id}`] = [phone, email]
    const of = (type: string) =>
      contacts.find((row) => row.location_id === st_id && isLive(row) && row.type === type && row.value)
        ?.value
    expected[`location ${st_id}`] = [of('Phone') ?? of('MobilePhone') ?? null, of('Email') ?? null]
  }
  for (const { st_id, team, team_id } of technicians) {
    stored[`technician ${st_id}`] = team_id
    expected[`technician ${st_id}`] =
      teams.find((row) => isLive(row) && team !== null && row.name === team)?.st_id ?? null
  }
  return { stored, expected }
}
