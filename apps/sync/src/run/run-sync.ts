import type pg from 'pg'
import type { Logger } from 'pino'
import type { ServiceTitanClient } from 'servicetitan'
import { errorText } from '../error-text.ts'
import { type PageCounts, writePage } from '../page/write-page.ts'
import type { CacheTable } from '../tables/cache-table.ts'
import { resourceOf } from '../tables/tables.ts'
import { readAhead } from './read-ahead.ts'
import { beginRun, failRun, finishRun, interruptRun, type RunKind } from './sync-state.ts'
import { lockTable } from './table-lock.ts'

// One run:
//
//   lock the table ─> begin ─> page ─> page ─> … ─> end of the feed ─> finish ─> unlock
//                       ^        │                                 failed ─┐
//                       │        └── asked to stop ─> interrupted          │
//                       └──── killed: the next run closes it ──────────────┘
//
// Each page is one transaction with its cursor (page/write-page.ts); whatever ends a run, the next one goes
// on from the last page that was committed.

export interface RunSyncOptions {
  /** A connection of its own: it holds the table's lock. */
  readonly client: pg.ClientBase
  readonly api: ServiceTitanClient
  readonly tenantId: string
  readonly table: CacheTable
  /** What is left out of `full_data`. @default the table's own list */
  readonly droppedPaths?: readonly string[]
  readonly logger: Logger
  readonly signal: AbortSignal
  /** The time in milliseconds since 1970. @default Date.now */
  readonly now?: () => number
  /** How long to wait for another process that syncs the table, in milliseconds. @default 15_000 */
  readonly lockWaitMs?: number
  readonly onProgress?: (progress: RunProgress) => void
}

export interface RunProgress extends PageCounts {
  readonly table: CacheTable
  readonly kind: RunKind
  readonly pages: number
  /** Since the run began, in milliseconds. */
  readonly elapsedMs: number
}

/** ServiceTitan shows a change in an export feed this long after it was made, in milliseconds
 * (developer documentation, "Transactional and export APIs"). */
const FEED_LAG_MS = 15 * 60_000

/**
 * Syncs one resource of one tenant: everything the first time, what has changed from then on.
 * @throws {TableBusyError} when another process syncs it; nothing was begun
 * @throws what stopped the run; it is in `raw.sync_state.last_error` too, and the cursor stands after the
 *   last page that was written
 */
export async function runSync(options: RunSyncOptions): Promise<RunProgress> {
  const { client, table, tenantId, signal, now = Date.now } = options
  const place = { tenantId, tableName: table.name }
  signal.throwIfAborted()
  const unlock = await lockTable(client, { ...place, waitMs: options.lockWaitMs ?? 15_000, signal })
  try {
    const run = await beginRun(client, place, new Date(now()))
    const logger = options.logger.child({ tenant: tenantId, resource: table.resource, run: run.runId })
    logger.info({ kind: run.kind }, 'run began')
    try {
      const { progress, dataAsOf } = await followFeed(options, run)
      await finishRun(client, place, run, { now: new Date(now()), dataAsOf })
      logger.info(
        { fetched: progress.fetched, inserted: progress.inserted, updated: progress.updated },
        'run ended',
      )
      return progress
    } catch (error) {
      await close(error, () =>
        signal.aborted
          ? interruptRun(client, place, run, new Date(now()))
          : failRun(client, place, run, { now: new Date(now()), error: errorText(error) }),
      )
      // Whoever called reports it; a log of the same at a higher level would say it twice.
      logger.info({ error: errorText(error) }, signal.aborted ? 'run was stopped' : 'run failed')
      throw error
    }
  } finally {
    // A lost connection has lost its locks already; why it was lost is being thrown.
    await unlock().catch(() => undefined)
  }
}

async function followFeed(
  {
    client,
    api,
    tenantId,
    table,
    droppedPaths = table.droppedPaths,
    signal,
    now = Date.now,
    onProgress,
  }: RunSyncOptions,
  run: { readonly runId: string; readonly kind: RunKind; readonly cursor: string | null },
): Promise<{ progress: RunProgress; dataAsOf: Date }> {
  const started = now()
  const target = { tenantId, table, runId: run.runId, kind: run.kind, droppedPaths }
  let cursor = run.cursor
  let dataAsOf = new Date(0)
  let progress: RunProgress = {
    ...{ table, kind: run.kind, pages: 0, elapsedMs: 0 },
    ...{ fetched: 0, inserted: 0, updated: 0, unchanged: 0, quarantined: 0 },
  }
  const open = (pageSignal: AbortSignal) =>
    api.exportPages(resourceOf(table), { from: cursor ?? undefined, signal: pageSignal })
  for await (const page of readAhead(open, signal)) {
    const { body, continueFrom: nextCursor, requests, bytes } = page
    const counts = await writePage(
      client,
      target,
      { body, cursor, nextCursor, requests, bytes },
      new Date(now()),
    )
    cursor = nextCursor
    dataAsOf = new Date(page.requestedAt - FEED_LAG_MS)
    progress = { ...add(progress, counts), pages: progress.pages + 1, elapsedMs: now() - started }
    onProgress?.(progress)
    signal.throwIfAborted()
  }
  return { progress, dataAsOf }
}

function add(progress: RunProgress, counts: PageCounts): RunProgress {
  return {
    ...progress,
    fetched: progress.fetched + counts.fetched,
    inserted: progress.inserted + counts.inserted,
    updated: progress.updated + counts.updated,
    unchanged: progress.unchanged + counts.unchanged,
    quarantined: progress.quarantined + counts.quarantined,
  }
}

/** Closes a run after `error`. When that fails too (PostgreSQL is gone), both are told. */
async function close(error: unknown, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (second) {
    throw new AggregateError(
      [error, second],
      `${errorText(error)} (and the run could not be closed: ${errorText(second)})`,
    )
  }
}
