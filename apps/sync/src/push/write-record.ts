import type pg from 'pg'
import type { RecordTable } from 'records'
import { tableKeyOf } from '../cache/table-key.ts'
import { tableOf } from '../cache/tables.ts'
import { lockForWriting } from '../cache/write-lock.ts'
import { recordDrift } from '../page/api-drift.ts'
import type { Changes } from '../page/change-feed.ts'
import { readErased } from '../page/erased/erased-records.ts'
import { preparePage } from '../page/records/prepare-page.ts'
import { writeRecords } from '../page/write-records.ts'
import { writeRelated } from '../page/write-related.ts'
import { droppedPathsOf, readTenant } from '../tenants/tenants.ts'
import { isListed } from './read-record.ts'

export interface RecordToWrite {
  readonly tenantId: string
  readonly table: RecordTable
  /** The record as ServiceTitan sent it. */
  readonly body: Buffer
  readonly now: Date
}

/**
 * Writes a record that ServiceTitan sent into the cache, as a page of one: an older version is skipped.
 * @param client in a transaction
 * @returns the changes to append to the cache's feed at the end of the transaction
 * @throws {Error} when PostgreSQL refuses the record
 */
export async function writeReceived(
  client: pg.ClientBase,
  { tenantId, table: record, body, now }: RecordToWrite,
): Promise<readonly Changes[]> {
  const table = tableOf(record.resource)
  if (isListed(record.name) && (await isStored(client, { tenantId, name: table.name, body }))) return []
  const key = tableKeyOf({ tenantId, table })
  await lockForWriting(client, key)
  const tenant = await readTenant(client, tenantId)
  const droppedPaths = droppedPathsOf(tenant, table)
  const erased = await readErased(client, { tenantId, tableName: table.name })
  const { data } = erased.split(Buffer.from(`[${body.toString()}]`))
  const target = { client, tenantId, table, droppedPaths, isPublished: true, source: 'list' as const }
  const page = { ...(await preparePage(data, droppedPaths)), seenPage: null }
  const { refused, drift, changes } = await writeRelated(target, () => writeRecords(target, page, now), now)
  const [refusal] = refused
  if (refusal) throw new Error(`The record cannot be stored: ${refusal.error}`)
  await recordDrift(target, drift, now)
  return changes
}

/** Whether the cache has this version of a record, from a feed, which has more of its fields than a list. */
async function isStored(
  client: pg.ClientBase,
  { tenantId, name, body }: { readonly tenantId: string; readonly name: string; readonly body: Buffer },
): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT FROM raw.${name}
      WHERE tenant_id = $1 AND st_id = ($2::json ->> 'id')::bigint AND full_data ->> 'modifiedOn' = $2::json ->> 'modifiedOn'
        AND deleted_at IS NULL`,
    [tenantId, body.toString()],
  )
  return rows.length > 0
}
