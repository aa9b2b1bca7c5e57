import type { ResourceName } from 'catalog'
import type pg from 'pg'
import { tableOf } from '../cache/tables.ts'
import { lockAllForWriting } from '../cache/write-lock.ts'
import { recordDrift } from '../page/api-drift.ts'
import type { Changes } from '../page/change-feed.ts'
import { readErased } from '../page/erased/erased-records.ts'
import { preparePage } from '../page/records/prepare-page.ts'
import { writeRecords } from '../page/write-records.ts'
import { writeRelated } from '../page/write-related.ts'
import { droppedPathsOf, readTenant } from '../tenants/tenants.ts'

/** Records of a resource. */
export interface ReceivedRecords {
  readonly resource: ResourceName
  /** The records as ServiceTitan sent them: a JSON array. */
  readonly data: Buffer
  /** Whether it is a single record that is read in lists only, with fewer fields than the feed has of it. @default false */
  readonly isListed?: boolean
}

interface Target {
  readonly client: pg.ClientBase
  readonly tenantId: string
  readonly now: Date
}

/**
 * Writes records that ServiceTitan sent into the cache, as a page of each resource: older versions are skipped.
 * @param target its client is in a transaction
 * @returns the changes to append to the cache's feed at the end of the transaction
 * @throws {Error} when PostgreSQL refuses a record
 */
export async function writeReceived(
  target: Target,
  received: readonly ReceivedRecords[],
): Promise<readonly Changes[]> {
  const { client, tenantId } = target
  const tables = received.map(({ resource }) => tableOf(resource).name)
  await lockAllForWriting(client, tenantId, tables)
  const changes: Changes[] = []
  for (const records of received) changes.push(...(await writeOf(target, records)))
  return changes
}

async function writeOf(
  { client, tenantId, now }: Target,
  { resource, data, isListed = false }: ReceivedRecords,
): Promise<readonly Changes[]> {
  const table = tableOf(resource)
  if (isListed && (await isStored(client, { tenantId, name: table.name, data }))) return []
  const tenant = await readTenant(client, tenantId)
  const droppedPaths = droppedPathsOf(tenant, table)
  const erased = await readErased(client, { tenantId, tableName: table.name })
  const target = { client, tenantId, table, droppedPaths, isPublished: true, source: 'list' as const }
  const page = { ...(await preparePage(erased.split(data).data, droppedPaths)), seenPage: null }
  const { refused, drift, changes } = await writeRelated(target, () => writeRecords(target, page, now), now)
  const [refusal] = refused
  if (refusal) throw new Error(`The record cannot be stored: ${refusal.error}`)
  await recordDrift(target, drift, now)
  return changes
}

/** Whether the cache has this version of a record already. */
async function isStored(
  client: pg.ClientBase,
  { tenantId, name, data }: { readonly tenantId: string; readonly name: string; readonly data: Buffer },
): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT FROM raw.${name}
      WHERE tenant_id = $1 AND st_id = ($2::json -> 0 ->> 'id')::bigint AND deleted_at IS NULL
        AND full_data ->> 'modifiedOn' = $2::json -> 0 ->> 'modifiedOn'`,
    [tenantId, data.toString()],
  )
  return rows.length > 0
}
