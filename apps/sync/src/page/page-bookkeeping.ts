import { pipelined, prepared, type Settings } from 'cli-kit/postgres'
import { tableKeyOf } from '../cache/table-key.ts'
import { lockDerivedValues } from '../cache/write-lock.ts'
import type { PageCounts, PageTarget, PageToWrite } from './page-target.ts'
import { recordKey } from './records/exact-json.ts'
import type { RefusedRecord } from './written-records.ts'

// The writes of a page's transaction besides its records.

// `work_mem` lets a page of 5,000 records be sorted in memory; the check interval ends the backend of a killed process
// soon.
/** Settings of the transaction that writes a page. */
export const pageSettings: Settings = { work_mem: '64MB', client_connection_check_interval: '1s' }

/** Another run has moved the cursor since this page was requested. Nothing of the page was written. */
export class CursorMovedError extends Error {
  override readonly name = 'CursorMovedError'
  readonly code = 'CURSOR_MOVED'

  constructor(tableName: string) {
    super(
      `Another sync of ${tableName} has moved the cursor in the meantime; this sync stops. No data is lost.`,
    )
  }
}

/**
 * Moves the cursor, if it still has the value with which this page was requested, and takes the locks of
 * `lockForWriting`.
 */
export async function moveCursor(target: PageTarget, page: PageToWrite, now: Date): Promise<void> {
  const [{ rowCount }] = await pipelined(
    target.client.query(prepared(buildCursorUpdate(target), cursorParameters(target, page, now))),
    lockDerivedValues(target.client, tableKeyOf(target)),
  )
  if (rowCount !== 1) throw new CursorMovedError(target.table.name)
}

/**
 * The statement that moves the cursor, if it still has the value with which the page was requested; it changes one row
 * or none.
 */
export const buildCursorUpdate = ({ cursor }: PageTarget): string => {
  const column = cursor === 'full' ? 'full_sync_cursor' : 'cursor'
  return `UPDATE raw.sync_state SET ${column} = $4, updated_at = $5
           WHERE tenant_id = $1 AND table_name = $2 AND ${column} IS NOT DISTINCT FROM $3`
}

/** The parameters of `buildCursorUpdate`. */
export const cursorParameters = ({ tenantId, table }: PageTarget, page: PageToWrite, now: Date) => [
  tenantId,
  table.name,
  page.cursor,
  page.nextCursor,
  now,
]

/**
 * Stores the ids that a page of a full pass contained. A row whose id no page contained may have been deleted in
 * ServiceTitan; the run looks it up by id. `buildPageStatement` stores the ids that only PostgreSQL can read. Ids of
 * refused and erased records are stored too, so that their stored rows do not become suspects.
 */
export async function storeSeenIds(
  { client, tenantId, table }: PageTarget,
  { records, seenPage, erased }: PageToWrite,
  refused: readonly RefusedRecord[],
): Promise<void> {
  if (seenPage === null) return
  await client.query(
    prepared(
      `INSERT INTO raw.full_sync_pages AS noted (tenant_id, table_name, page, st_ids)
     VALUES ($1, $2, $3, array_remove($4::bigint[], NULL) || $5::bigint[])
     ON CONFLICT (tenant_id, table_name, page) DO UPDATE SET st_ids = noted.st_ids || excluded.st_ids`,
      [
        tenantId,
        table.name,
        seenPage,
        records.idArray,
        [
          ...refused.map(({ payload }) => recordKey(payload)),
          ...(erased?.erased ?? []).map(({ id }) => id),
        ].filter(isInt64),
      ],
    ),
  )
}

const isInt64 = (key: string) => /^-?\d{1,19}$/.test(key) && BigInt.asIntN(64, BigInt(key)) === BigInt(key)

/** Adds the counts of a page to those of its run and to the table's state. */
export async function countPage(
  { client, tenantId, runId, table }: PageTarget,
  page: PageToWrite,
  counts: PageCounts,
): Promise<void> {
  await client.query(
    prepared(
      `WITH run AS (
       UPDATE raw.sync_runs SET pages = pages + 1, fetched = fetched + $3, inserted = inserted + $4,
              updated = updated + $5, unchanged = unchanged + $6, quarantined = quarantined + $7,
              requests = requests + $8, bytes = bytes + $9, outdated = outdated + $11
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
        counts.outdated,
      ],
    ),
  )
}
