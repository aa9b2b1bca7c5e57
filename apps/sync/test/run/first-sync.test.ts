import type { ColumnType } from 'catalog'
import { SANDBOX_TENANT_ID } from 'servicetitan-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tables } from '../../src/cache/tables.ts'
import { type Account, openAccount, tenantId } from '../support/account.ts'

type Json = Record<string, unknown>

let account: Account
beforeAll(async () => {
  account = await openAccount()
  await account.syncAll()
})
afterAll(() => account.close())

const sent = (table: (typeof tables)[number]) =>
  new Map(
    [...account.sandbox.records(SANDBOX_TENANT_ID, table.resource)].map((record) => [
      String(record.id),
      // Without the internal fields, which no response has.
      { ...record } as unknown as Json,
    ]),
  )
const of = (resource: string) => [
  ...sent(tables.find((table) => table.resource === resource) as (typeof tables)[number]).values(),
]

/** An instant in units of 100 ns, the precision of the API. */
function ticks(text: string): bigint {
  const [, whole, fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(text) as unknown as [
    string,
    string,
    string | undefined,
  ]
  return BigInt(Date.parse(`${whole}Z`)) * 10_000n + BigInt(fraction.padEnd(7, '0'))
}

/** Whether `micros` is the instant rounded to the nearest microsecond. */
function isNearest(text: string, micros: string): boolean {
  const difference = ticks(text) - BigInt(micros) * 10n
  return difference >= -5n && difference <= 5n
}

/** The expected value of a column for a JSON value, computed without the sync's SQL. */
const expected: Record<Exclude<ColumnType, 'timestamptz'>, (value: never) => unknown> = {
  text: (value: string) => value,
  boolean: (value: boolean) => value,
  bigint: (value: number) => String(value),
  integer: (value: number) => value,
  numeric: (value: number) => Number(value),
  amount: (value: string) => Number(value),
  date: (value: string) => value.slice(0, 10),
  latitude: (value: number) => value,
  longitude: (value: number) => value,
  'bigint[]': (value: number[]) => value.map(String),
  'text[]': (value: string[]) => value,
  jsonb: (value: unknown) => value,
}
const select: Partial<Record<ColumnType, (name: string) => string>> = {
  timestamptz: (name) => `(extract(epoch FROM ${name}) * 1000000)::bigint AS ${name}`,
  date: (name) => `${name}::text`,
  numeric: (name) => `${name}::float8`,
  amount: (name) => `${name}::float8`,
}
const at = (record: Json, path: string) =>
  path.split('.').reduce<unknown>((value, key) => (value as Json | null)?.[key], record) ?? null

const pay = ['burdenRate', 'commissionRate', 'hourlyRate', 'soldByRate', 'home', 'permissions']
const sensitive: Readonly<Record<string, readonly string[]>> = {
  st_technicians: pay,
  st_employees: pay,
  st_technician_shifts: ['note'],
  st_calls: ['recordingUrl', 'voiceMailPath'],
}

describe.each(tables)('$name', (table) => {
  test('has exactly one row for every record of the sandbox', async () => {
    const { rows } = await account.database.pool.query(
      `SELECT tenant_id, st_id FROM raw.${table.name} ORDER BY st_id`,
    )
    const ids = [...sent(table).keys()].sort((a, b) => Number(BigInt(a) - BigInt(b)))
    expect(ids.length).toBeGreaterThan(2)
    expect(rows).toEqual(ids.map((id) => ({ tenant_id: tenantId, st_id: id })))
  })

  test('has typed columns that are equal to their JSON', async () => {
    const columns = [
      ...table.columns,
      { name: 'active', path: 'active', type: 'boolean' as const },
      { name: 'created_on', path: 'createdOn', type: 'timestamptz' as const },
      { name: 'modified_on', path: 'modifiedOn', type: 'timestamptz' as const },
    ]
    const list = columns.map(({ name, type }) => select[type]?.(name) ?? name).join(', ')
    const { rows } = await account.database.pool.query(`SELECT st_id, ${list} FROM raw.${table.name}`)
    const records = sent(table)
    for (const row of rows) {
      const record = records.get(row.st_id) as Json
      for (const { name, path, type } of columns) {
        // A record without the member is active.
        const value = at(record, path) ?? (name === 'active' ? true : null)
        const context = { id: row.st_id, name }
        if (type === 'timestamptz' && value !== null) {
          expect({ ...context, nearest: isNearest(value as string, row[name]) }).toEqual({
            ...context,
            nearest: true,
          })
        } else {
          const want = value === null || type === 'timestamptz' ? null : expected[type](value as never)
          expect({ ...context, value: row[name] }).toEqual({ ...context, value: want })
        }
      }
    }
  })

  test('has full_data equal to the received record, without sensitive fields and with technicianAssignments', async () => {
    const assignments = of('appointment-assignments')
    const { rows } = await account.database.pool.query(`SELECT st_id, full_data FROM raw.${table.name}`)
    const records = sent(table)
    for (const { st_id, full_data } of rows) {
      const want = structuredClone(records.get(st_id) as Json)
      for (const field of sensitive[table.name] ?? []) delete want[field]
      if (table.name === 'st_jobs')
        want.technicianAssignments = assignments
          .filter(({ jobId }) => jobId === want.id)
          .sort(byAssigned)
          .map(listed)
      expect(full_data).toEqual(want)
    }
  })

  test('has only columns that are checked here or known to be filled otherwise', async () => {
    const shared = [
      'tenant_id',
      'st_id',
      'active',
      'created_on',
      'modified_on',
      'full_data',
      'content_hash',
      'synced_at',
      'created_at',
      'updated_at',
      'deleted_at',
    ]
    const elsewhere: Record<string, string[]> = {
      st_locations: ['name_key', 'phone', 'email'],
      st_jobs: ['scheduled_start', 'scheduled_end', 'duration', 'actual_start', 'actual_end'],
      st_appointments: ['technician_id', 'technician_ids'],
      st_technicians: ['team_id', 'role'],
      st_customers: ['name_key'],
      st_customer_contacts: ['value_key'],
      st_location_contacts: ['value_key'],
    }
    const { rows } = await account.database.pool.query(
      `SELECT column_name FROM information_schema.columns WHERE table_schema = 'raw' AND table_name = $1`,
      [table.name],
    )
    const known = [...shared, ...table.columns.map(({ name }) => name), ...(elsewhere[table.name] ?? [])]
    expect(rows.map(({ column_name }) => column_name).toSorted()).toEqual(known.toSorted())
  })
})

const byAssigned = (a: Json, b: Json) =>
  Number(ticks(a.assignedOn as string) - ticks(b.assignedOn as string)) || Number(a.id) - Number(b.id)
const listed = ({ technicianId, technicianName, appointmentId, status, assignedOn, active }: Json) => ({
  technicianId,
  technicianName,
  appointmentId,
  status,
  assignedOn,
  active,
})

test("appointments have their assigned technicians, and jobs their appointments' times", async () => {
  const assignments = of('appointment-assignments')
  const { rows: appointmentRows } = await account.database.pool.query(
    'SELECT st_id, technician_id, technician_ids FROM raw.st_appointments',
  )
  for (const row of appointmentRows) {
    const live = assignments.filter((a) => String(a.appointmentId) === row.st_id && a.active).sort(byAssigned)
    const ids = live.map(({ technicianId }) => String(technicianId))
    expect(row).toEqual({
      st_id: row.st_id,
      technician_id: ids[0] ?? null,
      technician_ids: ids.length > 0 ? ids : null,
    })
  }
  expect(appointmentRows.filter(({ technician_ids }) => technician_ids?.length > 1).length).toBeGreaterThan(0)
  expect(appointmentRows.filter(({ technician_ids }) => technician_ids === null).length).toBeGreaterThan(0)

  const live = of('appointments').filter(({ active }) => active)
  const { rows: jobRows } = await account.database.pool.query(
    'SELECT st_id, scheduled_start, scheduled_end, duration FROM raw.st_jobs',
  )
  for (const row of jobRows) {
    const own = live.filter(({ jobId }) => String(jobId) === row.st_id)
    const starts = own.map(({ start }) => Date.parse(start as string))
    const ends = own.map(({ end }) => Date.parse(end as string))
    const [start, end] = [Math.min(...starts), Math.max(...ends)]
    expect(row).toEqual(
      own.length === 0
        ? { st_id: row.st_id, scheduled_start: null, scheduled_end: null, duration: null }
        : {
            st_id: row.st_id,
            scheduled_start: new Date(start),
            scheduled_end: new Date(end),
            duration: Math.round((end - start) / 60_000),
          },
    )
  }
})

test('locations have the phone and e-mail of their contacts, and technicians the id of their team', async () => {
  const contacts = of('location-contacts')
    .filter(({ active }) => active)
    .sort((a, b) => Number(a.id) - Number(b.id))
  const first = (locationId: string, type: string) =>
    contacts.find((contact) => String(contact.locationId) === locationId && contact.type === type)?.value
  const { rows: locationRows } = await account.database.pool.query(
    'SELECT st_id, phone, email FROM raw.st_locations',
  )
  for (const { st_id, phone, email } of locationRows) {
    expect({ st_id, phone, email }).toEqual({
      st_id,
      phone: first(st_id, 'Phone') ?? first(st_id, 'MobilePhone') ?? null,
      email: first(st_id, 'Email') ?? null,
    })
  }
  expect(locationRows.filter(({ phone, email }) => phone && email).length).toBeGreaterThan(3)

  const teams = of('teams').filter(({ active }) => active)
  const { rows: technicianRows } = await account.database.pool.query(
    'SELECT st_id, team, team_id FROM raw.st_technicians',
  )
  for (const { team, team_id } of technicianRows) {
    const ids = teams.filter(({ name }) => name === team).map(({ id }) => Number(id))
    expect(team_id).toBe(ids.length > 0 ? String(Math.min(...ids)) : null)
  }
  expect(technicianRows.filter(({ team_id }) => team_id !== null).length).toBeGreaterThan(3)
})

test('a first sync of valid records has no drift and no quarantine', async () => {
  const { rows } = await account.database.pool.query(
    `SELECT (SELECT count(*)::integer FROM raw.api_drift) AS drift, (SELECT count(*)::integer FROM raw.quarantine) AS quarantine`,
  )
  expect(rows).toEqual([{ drift: 0, quarantine: 0 }])
})
