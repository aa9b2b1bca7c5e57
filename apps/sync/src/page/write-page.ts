import type pg from 'pg'
import { recordDrift } from './api-drift.ts'
import { appendChanges } from './change-feed.ts'
import { recordKey } from './exact-json.ts'
import { hasRelatives } from './has-relatives.ts'
import { holdTable, lockDerivedValues } from './hold-table.ts'
import { isOfFirstPass, type PageTarget } from './page-target.ts'
import type { PreparedPage } from './prepare-page.ts'
import { prepared } from './prepared.ts'
import { quarantine, resolveQuarantined } from './quarantine.ts'
import { type Committing, inOneGo, inTransactionBehind } from './transaction.ts'
import { writeRelated } from './write-related.ts'
import type { RefusedRecord } from './written-records.ts'

/** A page as received, with the cursor that it was asked for by and the one after it. */
export interface PageToWrite extends PreparedPage {
  readonly cursor: string | null
  readonly nextCursor: string
  /** Number of the page within a full pass, which notes what it saw; null: nothing is noted. */
  readonly seenPage: number | null
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
  const { result, committed } = await writePageBehind(Promise.resolve(), client, target, page, now)
  await committed
  return result
}

/**
 * The same right behind the page before it, whose COMMIT need not have been answered, and without waiting for the
 * answer to its own: PostgreSQL has the next page at hand when it is done with one.
 * @param before the `committed` of the page before
 * @throws {CursorMovedError} and what `before` says, or PostgreSQL; nothing of the page is written
 */
export async function writePageBehind(
  before: Promise<void>,
  client: pg.ClientBase,
  target: PageTarget,
  page: PageToWrite,
  now: Date,
): Promise<Committing<PageCounts>> {
  const { tenantId, table, runId, droppedPaths, announce, expects } = target
  const { seenPage } = page
  const place = { tenantId, tableName: table.name, now }
  return inTransactionBehind(
    before,
    client,
    async () => {
      const [, isRelated] = await inOneGo(
        movesNoCursor.has(target.lane) ? holdTable(client, place) : moveCursor(client, target, page, now),
        page.rows ? hasRelatives(client, target) : Promise.resolve(true),
      )
      const writer = { client, tenantId, table, now, droppedPaths, announce, expects, seenPage }
      const written = await writeRelated(
        { ...writer, hasRelatives: isRelated, isFromList: target.lane === 'repair' },
        page,
      )
      if (written.refused.length > 0) expects.noneQuarantined = false
      const fetched = page.records.length
      const counts = {
        fetched,
        inserted: written.inserted,
        updated: written.updated,
        quarantined: written.refused.length,
        unchanged: fetched - written.inserted - written.updated - written.refused.length,
      }
      await inOneGo(
        noteSeen(client, target, page, written.refused),
        quarantine(client, { ...place, runId }, written.refused),
        expects.noneQuarantined ? Promise.resolve() : resolveQuarantined(client, place, counts),
        recordDrift(client, place, written.drift),
        countPage(client, target, page, counts),
        appendChanges(client, place, written.changes),
      )
      return counts
    },
    isOfFirstPass(target) ? { ...pageSettings, ...firstSettings } : pageSettings,
  )
}

// A page of 5,000 records is sorted in memory; the backend of a killed process ends soon.
const pageSettings = { work_mem: '64MB', client_connection_check_interval: '1s' }

// Pages that a crash of PostgreSQL takes back are read again, for the cursor goes back with them. The end of the run
// waits until all of them are on disk.
const firstSettings = { synchronous_commit: 'off' }

const movesNoCursor: ReadonlySet<PageTarget['lane']> = new Set(['hot', 'repair'])

/** Moves the cursor on, if it still stands where this page began, and holds the table as `holdTable` does. */
async function moveCursor(
  client: pg.ClientBase,
  target: PageTarget,
  page: PageToWrite,
  now: Date,
): Promise<void> {
  const column = target.lane === 'full' ? 'full_sync_cursor' : 'cursor'
  const [{ rowCount }] = await inOneGo(
    client.query(
      prepared(`UPDATE raw.sync_state SET ${column} = $4, updated_at = $5
        WHERE tenant_id = $1 AND table_name = $2 AND ${column} IS NOT DISTINCT FROM $3`),
      [target.tenantId, target.table.name, page.cursor, page.nextCursor, now],
    ),
    lockDerivedValues(client, { tenantId: target.tenantId, tableName: target.table.name }),
  )
  if (rowCount !== 1) throw new CursorMovedError(target.table.name)
}

/**
 * Notes the ids of a page, if it is one of a full pass, for rows that no page held are gone; the statement that writes
 * what has no id to be seen from here notes those. A record that could not be written was seen all the same: the row of
 * an earlier version is not gone.
 */
async function noteSeen(
  client: pg.ClientBase,
  { tenantId, table }: PageTarget,
  { records, seenPage }: PageToWrite,
  refused: readonly RefusedRecord[],
): Promise<void> {
  if (seenPage === null) return
  await client.query(
    prepared(`INSERT INTO raw.full_sync_pages AS noted (tenant_id, table_name, page, st_ids)
     VALUES ($1, $2, $3, array_remove($4::bigint[], NULL) || $5::bigint[])
     ON CONFLICT (tenant_id, table_name, page) DO UPDATE SET st_ids = noted.st_ids || excluded.st_ids`),
    [
      ...[tenantId, table.name, seenPage, records.idArray],
      refused.map(({ payload }) => recordKey(payload)).filter(isInt64),
    ],
  )
}

const isInt64 = (key: string) => /^-?\d{1,19}$/.test(key) && BigInt.asIntN(64, BigInt(key)) === BigInt(key)

async function countPage(
  client: pg.ClientBase,
  { tenantId, runId, table }: PageTarget,
  page: PageToWrite,
  counts: PageCounts,
): Promise<void> {
  await client.query(
    prepared(`WITH run AS (
       UPDATE raw.sync_runs SET pages = pages + 1, fetched = fetched + $3, inserted = inserted + $4,
              updated = updated + $5, unchanged = unchanged + $6, quarantined = quarantined + $7,
              requests = requests + $8, bytes = bytes + $9
        WHERE tenant_id = $1 AND run_id = $2 RETURNING fetched)
     UPDATE raw.sync_state SET records_synced = run.fetched FROM run
      WHERE tenant_id = $1 AND table_name = $10`),
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
