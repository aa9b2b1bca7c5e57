import { errorText } from 'cli-kit'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { ServiceTitanClient } from 'servicetitan'
import type { CacheTable } from '../cache/cache-table.ts'
import { TableBusyError } from '../cache/table-lock.ts'
import type { RunProgress } from '../run/progress.ts'
import { runSync } from '../run/run-sync.ts'
import type { RunKind } from '../run/sync-state.ts'
import { afterRun } from '../schedule/after-run.ts'
import { nextRun } from '../schedule/due.ts'
import { readTableStates } from '../schedule/read-table-states.ts'
import { tables } from '../tables/tables.ts'
import { droppedPathsOf, ensureTenant } from '../tenants/tenants.ts'
import type { SyncJob } from './queue.ts'
import { putBackRequest, type SyncRequest, settleRequest, takeRequest } from './requests.ts'
import { settleEntry } from './settle-entry.ts'

export interface SyncJobContext {
  readonly pool: pg.Pool
  /** Null: there are no credentials of the tenant here, so only its quarantine can be settled. */
  readonly api: ServiceTitanClient | null
  readonly logger: Logger
  /** Aborts when the worker is to stop: the page under way is finished. */
  readonly signal: AbortSignal
  readonly now: () => number
}

/**
 * What became of a job. settled: a request about quarantine is answered, well or not; stopped: the worker was asked to;
 * busy: another process syncs the table; nothing: it was not due any more.
 */
export type JobOutcome =
  | { readonly outcome: 'succeeded'; readonly kind: RunKind; readonly progress: RunProgress }
  | { readonly outcome: 'failed'; readonly kind: RunKind; readonly error: unknown }
  | { readonly outcome: 'settled' | 'stopped' | 'busy' | 'nothing' }

/**
 * Does what there is to do for a table: what somebody asked for, or the run that is due. What it comes to is written
 * down before it returns, so that the job can be closed.
 * @throws when PostgreSQL cannot be reached
 */
export async function runJob(context: SyncJobContext, job: SyncJob): Promise<JobOutcome> {
  const { pool, api, signal, now } = context
  const table = tables.find(({ name }) => name === job.tableName)
  if (!table) return { outcome: 'nothing' }
  const request = await takeRequest(pool, job, { runs: api !== null, now: new Date(now()) })
  if (request && request.quarantineId !== null) {
    const entry = { tenantId: job.tenantId, table, request }
    return { outcome: await settleEntry(pool, entry, new Date(now())) }
  }
  const kind = api && (request?.kind ?? (await dueKind(context, job)))
  if (!kind) return { outcome: 'nothing' }
  const client = await pool.connect()
  try {
    const tenant = await ensureTenant(client, job.tenantId, `Tenant ${job.tenantId}`)
    const progress = await runSync({
      ...{ client, table, kind, signal, now, api, logger: context.logger },
      ...{ tenantId: job.tenantId, allowDeletes: request?.allowDeletes ?? false, lockWaitMs: 0 },
      droppedPaths: droppedPathsOf(tenant, table),
    })
    client.release()
    await closeSucceeded(context, job, request, progress)
    return { outcome: 'succeeded', kind: progress.kind, progress }
  } catch (error) {
    // It may be in the middle of something, or hold the table's lock.
    client.release(true)
    if (error instanceof TableBusyError || signal.aborted) {
      if (request) await putBackRequest(pool, job.tenantId, request.requestId)
      return { outcome: signal.aborted ? 'stopped' : 'busy' }
    }
    await closeFailed(context, job, request, table, error)
    return { outcome: 'failed', kind, error }
  }
}

/** The kind of run that is due; null when another worker was faster. */
async function dueKind(
  { pool, now }: SyncJobContext,
  { tenantId, tableName }: SyncJob,
): Promise<RunKind | null> {
  const at = new Date(now())
  const query = { now: at, dueBy: at, tenantIds: [tenantId], tableNames: [tableName] }
  const [state] = await readTableStates(pool, query)
  if (!state) return null
  const planned = nextRun(state)
  return planned.at <= at.getTime() ? planned.kind : null
}

async function closeSucceeded(
  { pool, logger, now }: SyncJobContext,
  { tenantId, tableName }: SyncJob,
  request: SyncRequest | null,
  { runId }: RunProgress,
): Promise<void> {
  const at = new Date(now())
  await afterRun(pool, { tenantId, tableName }, { now: at, logger })
  if (request) await settleRequest(pool, tenantId, request.requestId, { runId, error: null, now: at })
}

async function closeFailed(
  { pool, logger, now }: SyncJobContext,
  { tenantId, tableName }: SyncJob,
  request: SyncRequest | null,
  table: CacheTable,
  error: unknown,
): Promise<void> {
  const at = new Date(now())
  logger.warn({ tenant: tenantId, resource: table.resource, error: errorText(error) }, 'run failed')
  await afterRun(pool, { tenantId, tableName, error }, { now: at, logger })
  if (!request) return
  const { rows } = await pool.query<{ runId: string }>(
    `SELECT run_id AS "runId" FROM raw.sync_runs WHERE tenant_id = $1 AND table_name = $2
      ORDER BY started_at DESC, run_id DESC LIMIT 1`,
    [tenantId, tableName],
  )
  const end = { runId: rows[0]?.runId ?? null, error: errorText(error), now: at }
  await settleRequest(pool, tenantId, request.requestId, end)
}
