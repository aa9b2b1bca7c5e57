import { errorText } from 'cli-kit'
import type { RunKind } from 'db-migrations/protocol'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { ServiceTitanClient } from 'servicetitan'
import type { CacheTable } from '../cache/cache-table.ts'
import { TableBusyError } from '../cache/table-lock.ts'
import { tables } from '../cache/tables.ts'
import type { RunProgress } from '../run/progress.ts'
import { runSync } from '../run/run-sync.ts'
import { afterRun } from '../schedule/after-run.ts'
import { nextRun } from '../schedule/due.ts'
import { readTableStates } from '../schedule/read-table-states.ts'
import { UnknownTenantError } from '../tenants/tenants.ts'
import { ClaimLostError, endClaim, type TableClaim, withClaim } from './claims/table-claims.ts'
import { finishRequest, resetRequest, type TakenRunRequest, takeRequest } from './requests.ts'
import { resolveEntry } from './resolve-entry.ts'

export interface SyncTaskContext {
  readonly pool: pg.Pool
  /** Null: this process has no credentials of the tenant, so only its quarantine entries can be resolved. */
  readonly api: ServiceTitanClient | null
  readonly logger: Logger
  /** Aborts when the worker stops or has lost the claim; the current page is finished. */
  readonly signal: AbortSignal
  readonly now: () => number
}

/**
 * The result of a task. finished: a request about quarantine succeeded or failed; stopped: on request; busy: another
 * process syncs the table; nothing: the table is no longer due; lost: the lease expired, and another worker has claimed
 * the table.
 */
export type TaskOutcome =
  | { readonly outcome: 'succeeded'; readonly kind: RunKind; readonly progress: RunProgress }
  | { readonly outcome: 'failed'; readonly kind: RunKind; readonly error: unknown }
  | { readonly outcome: 'finished' | 'stopped' | 'busy' | 'nothing' | 'lost' }

/**
 * Carries out the oldest request for a claimed table, or else the due run. The result is written in the transaction
 * that ends the claim: a task either ends completely, or its claim expires and another worker takes it over.
 * @throws when PostgreSQL cannot be reached
 */
export async function runTask(context: SyncTaskContext, claim: TableClaim): Promise<TaskOutcome> {
  try {
    return await runClaimed(context, claim)
  } catch (error) {
    if (!(error instanceof ClaimLostError)) throw error
    context.logger.warn({ tenant: claim.tenantId, table: claim.tableName }, error.message)
    return { outcome: 'lost' }
  }
}

async function runClaimed(context: SyncTaskContext, claim: TableClaim): Promise<TaskOutcome> {
  const { pool, api, now } = context
  const table = tables.find(({ name }) => name === claim.tableName)
  if (!table) return endUnused(pool, claim)
  const request = await withClaim(pool, claim, (client) =>
    takeRequest(client, claim, { runs: api !== null, now: new Date(now()) }),
  )
  if (request?.subject === 'quarantine') {
    return { outcome: await resolveEntry(pool, { claim, table, request }, new Date(now())) }
  }
  const kind = api && (request?.kind ?? (await dueKind(context, claim)))
  if (!kind) return endUnused(pool, claim)
  const task = { claim, request, table, kind }
  const { progress, error } = await attempt(() => runTable(context, api, task))
  if (progress) {
    await closeSucceeded(context, task, progress)
    return { outcome: 'succeeded', kind: progress.kind, progress }
  }
  if (error instanceof TableBusyError || context.signal.aborted) {
    await endClaim(pool, claim, {
      writeResult: async (client) => {
        if (request) await resetRequest(client, claim.tenantId, request.requestId)
      },
    })
    return { outcome: context.signal.aborted ? 'stopped' : 'busy' }
  }
  if (error instanceof UnknownTenantError) return endUnused(pool, claim)
  await closeFailed(context, task, error)
  return { outcome: 'failed', kind, error }
}

async function endUnused(pool: pg.Pool, claim: TableClaim): Promise<TaskOutcome> {
  await endClaim(pool, claim)
  return { outcome: 'nothing' }
}

interface RunTask {
  readonly claim: TableClaim
  readonly request: TakenRunRequest | null
  readonly table: CacheTable
  readonly kind: RunKind
}

async function attempt(
  run: () => Promise<RunProgress>,
): Promise<{ readonly progress?: RunProgress; readonly error?: unknown }> {
  try {
    return { progress: await run() }
  } catch (error) {
    return { error }
  }
}

async function runTable(
  { pool, logger, signal, now }: SyncTaskContext,
  api: ServiceTitanClient,
  { claim: { tenantId }, request, table, kind }: RunTask,
): Promise<RunProgress> {
  const client = await pool.connect()
  let isBroken = true
  try {
    const progress = await runSync({
      client,
      api,
      tenantId,
      table,
      kind,
      allowDeletes: request?.allowDeletes ?? false,
      lockWaitMs: 0,
      logger,
      signal,
      now,
    })
    isBroken = false
    return progress
  } finally {
    // After a failure the session may be inside a transaction or have the table's lock.
    client.release(isBroken)
  }
}

/** The kind of the due run; null when another worker has already done it. */
async function dueKind(
  { pool, now }: SyncTaskContext,
  { tenantId, tableName }: TableClaim,
): Promise<RunKind | null> {
  const at = new Date(now())
  const query = { now: at, dueBy: at, tenantIds: [tenantId], tableNames: [tableName] }
  const [state] = await readTableStates(pool, query)
  if (!state) return null
  const planned = nextRun(state)
  return planned.at <= at.getTime() ? planned.kind : null
}

async function closeSucceeded(
  { pool, logger, now }: SyncTaskContext,
  { claim, request }: RunTask,
  { runId }: RunProgress,
): Promise<void> {
  const at = new Date(now())
  await endClaim(pool, claim, {
    schedule: (client) => afterRun(client, claim, { now: at, logger }),
    writeResult: async (client) => {
      if (!request) return
      await finishRequest(client, claim.tenantId, request.requestId, { runId, error: null, now: at })
    },
  })
}

async function closeFailed(
  { pool, logger, now }: SyncTaskContext,
  { claim, request, table }: RunTask,
  error: unknown,
): Promise<void> {
  const { tenantId, tableName } = claim
  const at = new Date(now())
  logger.warn({ tenant: tenantId, resource: table.resource, error: errorText(error) }, 'run failed')
  await endClaim(pool, claim, {
    schedule: (client) => afterRun(client, { tenantId, tableName, error }, { now: at, logger }),
    writeResult: async (client) => {
      if (!request) return
      const end = { runId: await lastRunId(client, claim), error: errorText(error), now: at }
      await finishRequest(client, tenantId, request.requestId, end)
    },
  })
}

async function lastRunId(client: pg.ClientBase, { tenantId, tableName }: TableClaim): Promise<string | null> {
  const { rows } = await client.query<CamelRow<'raw.sync_runs', 'run_id'>>(
    `SELECT run_id AS "runId" FROM raw.sync_runs WHERE tenant_id = $1 AND table_name = $2
      ORDER BY started_at DESC, run_id DESC LIMIT 1`,
    [tenantId, tableName],
  )
  return rows[0]?.runId ?? null
}
