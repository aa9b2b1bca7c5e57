import type pg from 'pg'
import { recordTables, rowsAt, rowsOf } from 'records'
import type { ParentIds } from 'records/writes'
import { projectionOf } from '../projector/tables.ts'

/** ServiceTitan's ids of records by table, parents first. */
type Wanted = ReadonlyMap<string, readonly string[]>

/** The tables whose records belong to those of another, each with the column of the cache that refers to it. */
const belongs: Readonly<Record<string, readonly (readonly [table: string, column: string])[]>> = {
  customers: [
    ['customer_contacts', 'customer_id'],
    ['locations', 'customer_id'],
  ],
  locations: [['location_contacts', 'location_id']],
  jobs: [['appointments', 'job_id']],
  appointments: [['appointment_assignments', 'appointment_id']],
}

/** The records to which those of a table refer, by what is locked of them, each with the column of the cache. */
const refersTo: Readonly<
  Record<string, readonly (readonly [lock: keyof ParentIds, table: string, column: string])[]>
> = {
  customer_contacts: [['customers', 'customers', 'customer_id']],
  locations: [['customers', 'customers', 'customer_id']],
  location_contacts: [['locations', 'locations', 'location_id']],
  jobs: [
    ['customers', 'customers', 'customer_id'],
    ['places', 'locations', 'location_id'],
  ],
  appointments: [['jobs', 'jobs', 'job_id']],
  appointment_assignments: [['appointments', 'appointments', 'appointment_id']],
}

/** A new record with the new records that belong to it. */
export async function withChildren(
  client: pg.ClientBase,
  tenantId: string,
  table: string,
  stId: string,
): Promise<Wanted> {
  const wanted = new Map<string, readonly string[]>([[table, [stId]]])
  for (const { name } of recordTables) {
    const ids = wanted.get(name)
    if (ids === undefined || ids.length === 0) continue
    for (const [child, column] of belongs[name] ?? []) {
      const { rows } = await client.query<{ id: string }>(
        `SELECT st_id::text AS id FROM raw.${projectionOf(child).cacheTable}
          WHERE tenant_id = $1 AND ${column} = ANY ($2::bigint[])`,
        [tenantId, ids],
      )
      const children = rows.map(({ id }) => id)
      wanted.set(child, await newOf(client, tenantId, child, children))
    }
  }
  return new Map(
    recordTables.flatMap(({ name }) => {
      const ids = wanted.get(name) ?? []
      return ids.length === 0 ? [] : [[name, ids] as const]
    }),
  )
}

/** The records to which these refer, and which LAZI has. */
export async function readParents(
  client: pg.ClientBase,
  tenantId: string,
  wanted: Wanted,
): Promise<ParentIds> {
  const found: Record<keyof ParentIds, string[]> = {
    customers: [],
    places: [],
    locations: [],
    jobs: [],
    appointments: [],
  }
  for (const [name, ids] of wanted) {
    for (const [lock, table, column] of refersTo[name] ?? []) {
      const { rows } = await client.query<{ id: string }>(
        `SELECT DISTINCT parent.id::text
           FROM ${rowsOf(`raw.${projectionOf(name).cacheTable}`, 'st_id', { ids: '$2::bigint[]', name: 'cached' })}
          CROSS JOIN LATERAL ${rowsAt(`lazi.${table}`, 'st_id', `cached.${column}`)} AS parent`,
        [tenantId, ids],
      )
      found[lock].push(...rows.map(({ id }) => id))
    }
  }
  return found
}

/** Those of these that are new; while a person is being erased, theirs are none. */
export async function newOf(
  client: pg.ClientBase,
  tenantId: string,
  table: string,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT st_id::text AS id FROM sync.waiting
      WHERE tenant_id = $1 AND table_name = $2 AND st_id = ANY ($3::bigint[]) AND reason = 'new'
        AND NOT EXISTS (SELECT FROM raw.erased WHERE erased.tenant_id = $1 AND erased.table_name = 'st_' || waiting.table_name
                           AND erased.st_id = waiting.st_id AND emptied_at IS NULL) ORDER BY sync.waiting.st_id`,
    [tenantId, table, ids],
  )
  return rows.map(({ id }) => id)
}
