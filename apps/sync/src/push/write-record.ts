import type { ResourceName } from 'catalog'
import type pg from 'pg'
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

export interface RecordToWrite {
  readonly tenantId: string
  readonly resource: ResourceName
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
  { tenantId, resource, body, now }: RecordToWrite,
): Promise<readonly Changes[]> {
  const table = tableOf(resource)
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
