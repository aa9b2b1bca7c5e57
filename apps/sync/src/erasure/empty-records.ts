import { inTransaction } from 'cli-kit/postgres'
import type pg from 'pg'
import type { CacheTable } from '../cache/cache-table.ts'
import { tableKeyOf } from '../cache/table-key.ts'
import { lockForWriting } from '../cache/write-lock.ts'
import { appendChanges, publishedTables } from '../page/change-feed.ts'
import type { ErasableTable } from '../page/erased/erasable-tables.ts'
import { withoutPersonalData } from '../page/erased/without-personal-data.ts'
import type { TableTarget } from '../page/page-target.ts'
import { preparePage } from '../page/records/prepare-page.ts'
import { writeRecords } from '../page/write-records.ts'
import { writeRelated } from '../page/write-related.ts'
import { writeTombstones } from '../page/write-tombstones.ts'

/** Rows of one table to empty. */
export interface RowsToEmpty {
  readonly tenantId: string
  readonly table: CacheTable
  readonly rule: ErasableTable
}

/** The number of records that one transaction empties. */
const atOnce = 200

interface StoredRow {
  readonly id: string
  readonly record: string
  readonly isDeleted: boolean
}

/**
 * Removes the stored values of erased records of a table, a bounded number per transaction: from their rows as if
 * ServiceTitan had sent them without, so that everything that follows the feed changes too; and from the feed's former
 * values. A process that is killed loses nothing: the next call continues. Requires the table's lock.
 * @returns the number of records
 */
export async function emptyRecords(client: pg.ClientBase, rows: RowsToEmpty, now: Date): Promise<number> {
  let emptied = 0
  for (;;) {
    const count = await inTransaction(client, () => emptyBatch(client, rows, now))
    emptied += count
    if (count < atOnce) return emptied
  }
}

async function emptyBatch(client: pg.ClientBase, rows: RowsToEmpty, now: Date): Promise<number> {
  const { tenantId, table, rule } = rows
  await lockForWriting(client, tableKeyOf(rows))
  const { rows: open } = await client.query<{ id: string }>(
    `SELECT st_id::text AS id FROM raw.erased
      WHERE tenant_id = $1 AND table_name = $2 AND emptied_at IS NULL ORDER BY raw.erased.st_id LIMIT ${atOnce}`,
    [tenantId, table.name],
  )
  const ids = open.map(({ id }) => id)
  if (ids.length === 0) return 0
  const { rows: stored } = await client.query<StoredRow>(
    `SELECT st_id::text AS id, full_data::text AS record, deleted_at IS NOT NULL AS "isDeleted"
       FROM raw.${table.name} WHERE tenant_id = $1 AND st_id = ANY ($2::bigint[]) ORDER BY raw.${table.name}.st_id`,
    [tenantId, ids],
  )
  const target = await targetOf(client, rows)
  await rewrite(target, rule, { stored, now })
  const deleted = stored.filter(({ isDeleted }) => rule.isPersonal || isDeleted).map(({ id }) => id)
  await writeTombstones(target, deleted, now)
  await client.query(
    `UPDATE raw.changes SET before = NULL, added = NULL, before_columns = NULL
      WHERE tenant_id = $1 AND table_name = $2 AND st_id = ANY ($3::bigint[])`,
    [tenantId, table.name, ids],
  )
  await client.query(
    'DELETE FROM raw.adopted_columns WHERE tenant_id = $1 AND table_name = $2 AND st_id = ANY ($3::bigint[])',
    [tenantId, table.name, ids],
  )
  await client.query(
    `UPDATE raw.erased SET emptied_at = $4 WHERE tenant_id = $1 AND table_name = $2 AND st_id = ANY ($3::bigint[])`,
    [tenantId, table.name, ids, now],
  )
  return ids.length
}

async function targetOf(client: pg.ClientBase, { tenantId, table }: RowsToEmpty): Promise<TableTarget> {
  const published = await publishedTables({ client, tenantId }, [table.name])
  return { client, tenantId, table, isPublished: published.has(table.name) }
}

async function rewrite(
  tableTarget: TableTarget,
  rule: ErasableTable,
  { stored, now }: { readonly stored: readonly StoredRow[]; readonly now: Date },
): Promise<void> {
  if (stored.length === 0) return
  const texts = stored.map(({ record }) => withoutPersonalData(record, rule))
  const target = { ...tableTarget, droppedPaths: [], source: 'list' as const }
  const page = { ...(await preparePage(Buffer.from(`[${texts.join(',')}]`), [])), seenPage: null }
  const { refused, changes } = await writeRelated(target, () => writeRecords(target, page, now), now)
  if (refused[0])
    throw new Error(`A record of ${target.table.name} could not be emptied: ${refused[0].error}`)
  await appendChanges(target, changes, now)
}
