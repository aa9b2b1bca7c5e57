import type { ListFilter } from 'catalog'
import type pg from 'pg'
import type { SyncedTable } from 'records/synced'
import { type ServiceTitanClient, ServiceTitanHttpError } from 'servicetitan'
import { resourceOf, tableOf } from '../cache/tables.ts'
import { recordKey } from '../page/records/exact-json.ts'
import { splitRecords } from '../page/records/page-records.ts'
import type { PushClaim } from './claim.ts'

interface Reading {
  readonly pool: pg.Pool
  readonly api: ServiceTitanClient
  readonly signal: AbortSignal
}

/** A record that belongs to another one, with which it is listed. */
interface Listed {
  /** The table of the other one. */
  readonly of: string
  /** The column that refers to it. */
  readonly by: string
  readonly filter: ListFilter
}

/** The tables whose records ServiceTitan returns in lists only. */
const listed: Readonly<Record<string, Listed>> = {
  customer_contacts: { of: 'customers', by: 'customer_id', filter: 'customerIds' },
  location_contacts: { of: 'locations', by: 'location_id', filter: 'locationIds' },
}

/** Whether records of a table are read from a list, which may show a new one later, and shows no deleted ones. */
export const isListed = (table: string): boolean => table in listed

/**
 * Reads a record as ServiceTitan has it now.
 * @param stId its id there
 * @returns undefined when ServiceTitan has no such record
 * @throws what the client throws
 */
export async function readRecord(
  { pool, api, signal }: Reading,
  { record: { name, resource } }: SyncedTable,
  claim: Pick<PushClaim, 'tenantId' | 'id'>,
  stId: string,
): Promise<Buffer | undefined> {
  if (name in listed) {
    const parentStId = await readParentStId(pool, name, claim)
    if (parentStId === null) return undefined
    const records = await listOf({ api, signal }, name, resource, parentStId)
    const found = records.find((text) => recordKey(text) === stId)
    return found === undefined ? undefined : Buffer.from(found)
  }
  try {
    return (await api.getRecord(resourceOf(tableOf(resource)), stId, { signal })).body
  } catch (error) {
    if (error instanceof ServiceTitanHttpError && error.status === 404) return undefined
    throw error
  }
}

/** The records of a list that belong to one, as JSON texts. @throws what the client throws */
export async function listOf(
  { api, signal }: Pick<Reading, 'api' | 'signal'>,
  table: string,
  resource: SyncedTable['record']['resource'],
  parentStId: string,
): Promise<readonly string[]> {
  const { filter } = listed[table] as Listed
  const found: string[] = []
  const options = { filters: { [filter]: parentStId }, signal }
  for await (const { data } of api.listPages(resourceOf(tableOf(resource)), options))
    found.push(...splitRecords(data))
  return found
}

/** ServiceTitan's id of the record to which one belongs; null: it belongs to none that ServiceTitan has. */
export async function readParentStId(
  client: pg.ClientBase | pg.Pool,
  table: string,
  { tenantId, id }: Pick<PushClaim, 'tenantId' | 'id'>,
): Promise<string | null> {
  const owner = listed[table]
  if (owner === undefined) return null
  const { rows } = await client.query<{ stId: string | null }>(
    `SELECT parent.st_id::text AS "stId" FROM lazi.${table} AS child
       JOIN lazi.${owner.of} AS parent ON parent.tenant_id = $1 AND parent.id = child.${owner.by}
      WHERE child.tenant_id = $1 AND child.id = $2`,
    [tenantId, id],
  )
  return rows[0]?.stId ?? null
}
