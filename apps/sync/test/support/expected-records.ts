import { createHash } from 'node:crypto'
import type pg from 'pg'

// What the records of a tenant must be, computed from the rows of the cache: an oracle that shares nothing with the
// statements of the projection but the names of columns.

type Row = Readonly<Record<string, unknown>>
type Cache = Readonly<Record<string, ReadonlyMap<string, Row>>>

/** The tables that the oracle knows, parents first. */
export const modelTables = [
  'tag_types',
  'technicians',
  'customers',
  'locations',
  'jobs',
  'appointments',
  'appointment_assignments',
] as const

export type ModelTable = (typeof modelTables)[number]

/** The id of a record from ServiceTitan, as RFC 9562 describes version 8. */
function expectedId(tenantId: string, table: string, stId: string): string {
  const hash = createHash('md5').update(`${tenantId}:${table}:${stId}`).digest()
  const bits = BigInt.asUintN(60, BigInt(stId))
  const tail = BigInt.asUintN(62, BigInt(`0x${hash.subarray(0, 8).toString('hex')}`))
  // The first hexadecimal digit of the hash gives two bits, and the next fifteen the others.
  const digit = (hash[0] ?? 0) >> 4
  const low = tail & ((1n << 60n) - 1n)
  const text = [
    (bits >> 12n).toString(16).padStart(12, '0'),
    `8${(bits & 0xfffn).toString(16).padStart(3, '0')}`,
    ((BigInt((digit & 3) | 8) << 60n) | low).toString(16),
  ].join('')
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

export interface Expected {
  /** The records by table and by ServiceTitan's id. */
  readonly records: Readonly<Record<string, Readonly<Record<string, Row>>>>
  /** The references to records that do not exist, as `table/id needs table/id`, sorted. */
  readonly waiting: readonly string[]
}

/** The records that the cached rows of a tenant must have. */
export async function expectRecords(pool: pg.Pool, tenantId: string): Promise<Expected> {
  const cache: Record<string, Map<string, Row>> = {}
  for (const table of modelTables) {
    const { rows } = await pool.query<{ row: Row }>(
      `SELECT to_jsonb(cached) AS row FROM raw.st_${table} AS cached WHERE tenant_id = $1`,
      [tenantId],
    )
    cache[table] = new Map(rows.map(({ row }) => [String(row.st_id), row]))
  }
  const waiting = new Set<string>()
  const records: Record<string, Record<string, Row>> = {}
  for (const table of modelTables) {
    records[table] = Object.fromEntries(
      [...(cache[table] as Map<string, Row>)].map(([stId, row]) => [
        stId,
        {
          ...sharedFields(row),
          ...fieldsOf[table](row, referencesOf(tenantId, `${table}/${stId}`, cache, waiting), cache),
        },
      ]),
    )
  }
  return { records, waiting: [...waiting].sort() }
}

/** Finds the records that a row refers to, and notes those that do not exist. */
interface References {
  one(of: ModelTable, id: unknown): string | null
  many(of: ModelTable, ids: unknown): string[] | null
}

function referencesOf(tenantId: string, row: string, cache: Cache, waiting: Set<string>): References {
  const one: References['one'] = (of, id) => {
    if (id === null || id === undefined) return null
    if (cache[of]?.has(String(id))) return expectedId(tenantId, of, String(id))
    waiting.add(`${row} needs ${of}/${id}`)
    return null
  }
  return {
    one,
    many: (of, ids) => (Array.isArray(ids) ? ids.flatMap((id) => one(of, id) ?? []) : null),
  }
}

const sharedFields = (row: Row) => ({
  active: row.active,
  created_at: row.created_on,
  deleted_at: row.deleted_at,
  st_modified_on: row.modified_on,
})

const data = (row: Row) => row.full_data as Readonly<Record<string, unknown>>

const customFields = (row: Row) =>
  Object.fromEntries(
    ((data(row).customFields ?? []) as { typeId: number; value: unknown }[]).map(({ typeId, value }) => [
      String(typeId),
      value,
    ]),
  )

const fieldsOf: Record<ModelTable, (row: Row, references: References, cache: Cache) => Row> = {
  tag_types: (row) => ({ name: row.name }),
  technicians: (row) => ({ name: row.name }),
  customers: (row, references) => ({
    name: row.name,
    merged_into_id: references.one('customers', row.merged_to_id),
    tag_type_ids: references.many('tag_types', row.tag_type_ids),
    custom_fields: customFields(row),
  }),
  locations: (row, references) => ({
    name: row.name,
    customer_id: references.one('customers', row.customer_id),
    merged_into_id: references.one('locations', row.merged_to_id),
    tag_type_ids: references.many('tag_types', row.tag_type_ids),
  }),
  jobs: (row, references) => ({
    number: row.job_number,
    customer_id: references.one('customers', row.customer_id),
    location_id: references.one('locations', row.location_id),
    status: row.status,
    total: row.total,
    sold_by_id: references.one('technicians', row.sold_by_id),
    recall_for_id: references.one('jobs', data(row).recallForId),
    customer_po: data(row).customerPo ?? null,
    tag_type_ids: references.many('tag_types', row.tag_type_ids),
    custom_fields: customFields(row),
    scheduled_start: row.scheduled_start,
  }),
  appointments: (row, references) => ({
    job_id: references.one('jobs', row.job_id),
    technician_id: references.one('technicians', row.technician_id),
    technician_ids: references.many('technicians', row.technician_ids),
    starts_at: row.start_time,
    status: row.status,
  }),
  appointment_assignments: (row, references, cache) => {
    const appointment = cache.appointments?.get(String(row.appointment_id))
    return {
      appointment_id: references.one('appointments', row.appointment_id),
      job_id: references.one('jobs', row.job_id),
      technician_id: references.one('technicians', row.technician_id),
      starts_at: appointment?.start_time ?? null,
      ends_at: appointment?.end_time ?? null,
      is_live:
        row.active === true &&
        row.deleted_at === null &&
        appointment?.active === true &&
        appointment.deleted_at === null &&
        appointment.status !== 'Canceled',
    }
  },
}
