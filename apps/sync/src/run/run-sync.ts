import { errorText } from 'cli-kit'
import { inTransaction } from 'cli-kit/postgres'
import type { RunKind } from 'db-migrations/protocol'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { ServiceTitanClient } from 'servicetitan'
import type { CacheTable } from '../cache/cache-table.ts'
import { tableKeyOf } from '../cache/table-key.ts'
import { lockTable } from '../cache/table-lock.ts'
import { resourceOf } from '../cache/tables.ts'
import { readErased } from '../page/erased/erased-records.ts'
import { droppedPathsOf, readTenant } from '../tenants/tenants.ts'
import { fullSync } from './full-sync.ts'
import { type RunProgress, startProgress } from './progress.ts'
import { readChanges, readRecentChanges } from './read-pages.ts'
import type { RunContext } from './run-context.ts'
import { beginRun, failRun, finishRun, interruptRun } from './sync-state.ts'
import { verifySync } from './verify/verify-sync.ts'
import { writePages } from './write-pages.ts'

// One run:
//
//   lock the table ─> begin ─> page ─> page ─> … ─> end of the source ─> finish ─> unlock
//                       ^        │                                    failed ─┐
//                       │        └── stop requested ─> interrupted            │
//                       └──── killed: the next run closes this one ───────────┘
//
// Each page is committed together with its cursor (page/write-page.ts). However a run ends, the next one resumes after
// the last committed page.

export interface RunSyncOptions {
  /** A connection for this run only: its session has the table's lock. */
  readonly client: pg.ClientBase
  readonly api: ServiceTitanClient
  readonly tenantId: string
  readonly table: CacheTable
  /** Until a full sync has succeeded, every run is a full sync. @default 'incremental' */
  readonly kind?: RunKind
  /** Whether a full sync may mark any number of rows as deleted. @default false */
  readonly allowDeletes?: boolean
  /** Maximum number of requests of a verify run for counting and repairing. @default 1_000 */
  readonly maxRequests?: number
  readonly logger: Logger
  readonly signal: AbortSignal
  /** The time in milliseconds since 1970. @default Date.now */
  readonly now?: () => number
  /** How long to wait for another process that syncs the table, in milliseconds. @default 15_000 */
  readonly lockWaitMs?: number
  readonly onProgress?: (progress: RunProgress) => void
}

/**
 * Syncs one table of one tenant: everything the first time, later by a run of the given `kind`.
 * @throws {TableBusyError} when another process syncs the table; no run was begun
 * @throws {UnknownTenantError} when the tenant does not exist, or was removed in the meantime; no run was begun
 * @throws {DeletionLimitError} when a full sync finds too many deleted rows
 * @throws the error that ended the run; it is also in `raw.sync_state.last_error`, and the cursor is after the last
 *   committed page
 */
export async function runSync(options: RunSyncOptions): Promise<RunProgress> {
  const { client, table, tenantId, signal, now = Date.now } = options
  const key = tableKeyOf(options)
  signal.throwIfAborted()
  const unlock = await lockTable(client, { ...key, waitMs: options.lockWaitMs ?? 15_000, signal })
  try {
    // Under the table's lock, which a removal of the tenant takes too: no row of a removed tenant is written.
    const tenant = await readTenant(client, tenantId)
    const droppedPaths = droppedPathsOf(tenant, table)
    const erased = await readErased(client, key)
    const run = await beginRun(client, key, options.kind ?? 'incremental', new Date(now()))
    const logger = options.logger.child({ tenant: tenantId, resource: table.resource, run: run.runId })
    logger.info({ kind: run.kind }, 'run started')
    const resource = resourceOf(table)
    const context: RunContext = {
      client,
      api: options.api,
      tenantId,
      table,
      resource,
      run,
      runId: run.runId,
      isPublished: !run.isFirst,
      memory: run.memory,
      signal,
      now,
      droppedPaths,
      blankFields: run.listedUntil === null ? [] : (resource.blankInFeed ?? []),
      erased,
      allowDeletes: options.allowDeletes ?? false,
      maxRequests: options.maxRequests ?? 1_000,
      report: (progress) => options.onProgress?.(progress),
    }
    try {
      const started = now()
      const ended = await kinds[run.kind](context)
      const progress = { ...ended, elapsedMs: now() - started }
      const { fetched, inserted, updated, tombstoned, mended } = progress
      logger.info({ fetched, inserted, updated, tombstoned, mended }, 'run ended')
      return progress
    } catch (error) {
      await close(error, () =>
        signal.aborted
          ? interruptRun(client, key, run, new Date(now()))
          : failRun(client, key, run, { now: new Date(now()), error: errorText(error) }),
      )
      // The caller reports a failure: logging it here would duplicate it.
      if (signal.aborted) logger.info({ error: errorText(error) }, 'run was stopped')
      throw error
    }
  } finally {
    // A lost connection has released its locks, and its error is being thrown.
    await unlock().catch(() => undefined)
  }
}

const kinds: Record<RunKind, (context: RunContext) => Promise<RunProgress>> = {
  full: fullSync,
  incremental: incrementalSync,
  hot: hotSync,
  verify: verifySync,
}

/** A feed moves the cursor with every page; a list only after its last page, since records move between its pages. */
async function incrementalSync(context: RunContext): Promise<RunProgress> {
  const cursor = context.resource.exportPath === null ? null : 'incremental'
  const start = startProgress(context.table, context.run)
  const written = await writePages(context, readChanges, { cursor, start })
  await finish(context, written.dataAsOf, cursor === null ? written.cursor : null)
  return written.progress
}

/** The stored cursor stays: tokens of the feed with recent changes may not be valid for the feed without them. */
async function hotSync(context: RunContext): Promise<RunProgress> {
  const start = startProgress(context.table, context.run)
  const written = await writePages(context, readRecentChanges, { cursor: null, start })
  await finish(context, written.dataAsOf, null)
  return written.progress
}

async function finish(context: RunContext, dataAsOf: Date | null, cursor: string | null): Promise<void> {
  const { client, run, now } = context
  const key = tableKeyOf(context)
  await inTransaction(client, () =>
    finishRun(client, key, run, { now: new Date(now()), dataAsOf, cursor, completeAsOf: null }),
  )
}

/** Closes a run after `error`. If that fails as well (PostgreSQL is unavailable), reports both errors. */
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
