import type pg from 'pg'
import type { CacheTable } from '../tables/cache-table.ts'
import { derivedFrom, derivedIn } from '../tables/derived-values.ts'
import { recordDrift } from './api-drift.ts'
import { derive } from './derive.ts'
import { quarantine, resolveQuarantined } from './quarantine.ts'
import { inTransaction } from './transaction.ts'
import { writeRecords } from './write-records.ts'

/** Which table of which tenant, for which run. */
export interface PageTarget {
  readonly tenantId: string
  readonly table: CacheTable
  readonly runId: string
  readonly kind: 'full' | 'incremental'
  readonly droppedPaths: readonly string[]
}

/** A page as received, with the cursor that it was asked for by and the one after it. */
export interface PageToWrite {
  readonly body: string
  readonly cursor: string | null
  readonly nextCursor: string
  readonly requests: number
  readonly bytes: number
}

export interface PageCounts {
  readonly fetched: number
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
  readonly quarantined: number
}

/** Another run has moved the cursor since this page was asked for. Nothing of the page was written. */
export class CursorMovedError extends Error {
  override readonly name = 'CursorMovedError'
  readonly code = 'CURSOR_MOVED'

  constructor(tableName: string) {
    super(`Another sync of ${tableName} has gone on in the meantime; this one stops. Nothing is lost.`)
  }
}

/**
 * Writes a page: its rows, the values derived from them, quarantine and drift, the cursor and the run's
 * counters, all in one transaction. Killed anywhere, the database is as after some page; applied twice, the
 * second time changes nothing.
 * @throws {CursorMovedError} and whatever PostgreSQL says that is not one record's fault
 */
export async function writePage(
  client: pg.ClientBase,
  target: PageTarget,
  page: PageToWrite,
  now: Date,
): Promise<PageCounts> {
  const { tenantId, table, runId } = target
  return inTransaction(
    client,
    async () => {
      await moveCursor(client, target, page, now)
      if (derivedFrom(table.name).length > 0 || derivedIn(table.name).length > 0) {
        await lockDerivedValues(client, tenantId)
      }
      const written = await writeRecords(
        { client, tenantId, table, now, droppedPaths: target.droppedPaths },
        page.body,
      )
      for (const [index, value] of derivedFrom(table.name).entries()) {
        await derive(client, value, { tenantId, ids: written.parents[index] ?? [], now })
      }
      await quarantine(client, { tenantId, tableName: table.name, runId, now }, written.refused)
      await resolveQuarantined(client, { tenantId, tableName: table.name, now })
      await recordDrift(client, { tenantId, table, now }, written.drift)
      const counts = {
        fetched: written.fetched,
        inserted: written.inserted,
        updated: written.updated,
        quarantined: written.refused.length,
        unchanged: written.fetched - written.inserted - written.updated - written.refused.length,
      }
      await countPage(client, target, page, counts)
      return counts
    },
    pageSettings,
  )
}

// A page of 5,000 records is sorted in memory; the backend of a killed process ends soon.
const pageSettings = `SET LOCAL work_mem = '64MB'; SET LOCAL client_connection_check_interval = '1s'`

/** Moves the cursor on, if it still stands where this page began. Holds the table's state until the commit. */
async function moveCursor(
  client: pg.ClientBase,
  target: PageTarget,
  page: PageToWrite,
  now: Date,
): Promise<void> {
  const column = target.kind === 'full' ? 'full_sync_cursor' : 'cursor'
  const { rowCount } = await client.query(
    `UPDATE raw.sync_state SET ${column} = $4, updated_at = $5
      WHERE tenant_id = $1 AND table_name = $2 AND ${column} IS NOT DISTINCT FROM $3`,
    [target.tenantId, target.table.name, page.cursor, page.nextCursor, now],
  )
  if (rowCount !== 1) throw new CursorMovedError(target.table.name)
}

/**
 * One page at a time of a tenant's tables that derive values from each other. Otherwise a job and its
 * appointment that are written at the same moment would not see each other, and the job's times stay empty.
 */
async function lockDerivedValues(client: pg.ClientBase, tenantId: string): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('lazi.derived_values:' || $1, 0))`, [
    tenantId,
  ])
}

async function countPage(
  client: pg.ClientBase,
  { tenantId, runId, table }: PageTarget,
  page: PageToWrite,
  counts: PageCounts,
): Promise<void> {
  await client.query(
    `WITH run AS (
       UPDATE raw.sync_runs SET pages = pages + 1, fetched = fetched + $3, inserted = inserted + $4,
              updated = updated + $5, unchanged = unchanged + $6, quarantined = quarantined + $7,
              requests = requests + $8, bytes = bytes + $9
        WHERE tenant_id = $1 AND run_id = $2 RETURNING fetched)
     UPDATE raw.sync_state SET records_synced = run.fetched FROM run
      WHERE tenant_id = $1 AND table_name = $10`,
    [
      tenantId,
      runId,
      counts.fetched,
      counts.inserted,
      counts.updated,
      counts.unchanged,
      counts.quarantined,
      page.requests,
      page.bytes,
      table.name,
    ],
  )
}
