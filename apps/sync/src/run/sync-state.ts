import { inTransaction, pipelined } from 'cli-kit/postgres'
import type { RunKind, RunStatus } from 'db-migrations/protocol'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { TableKey } from '../cache/table-key.ts'
import { createRunMemory, type RunMemory } from '../page/run-memory.ts'
import { latestTime } from '../postgres/clock-skew.ts'
import { failuresAfterFailure, failuresAfterSuccess } from './run-failures.ts'

export interface Run {
  readonly runId: string
  readonly kind: RunKind
  /** Where reading resumes; null: at the beginning. */
  readonly cursor: string | null
  /** Whether this is the first full sync: until it has ended, changes of single rows are not published. */
  readonly isFirst: boolean
  /** `raw.sync_state.listed_until`. */
  readonly listedUntil: Date | null
  /** The number of written pages of the full pass. */
  readonly seenPages: number
  readonly memory: RunMemory
}

type State = CamelRow<
  'raw.sync_state',
  'cursor' | 'full_sync_cursor' | 'full_sync_started_at' | 'last_full_sync' | 'listed_until'
>

interface History {
  readonly seenPages: number
  readonly isQuarantined: boolean
}

/**
 * Opens a run of the requested kind, or of a full sync until one has succeeded. Closes as interrupted a run whose
 * process died. Requires the table's lock.
 */
export async function beginRun(
  client: pg.ClientBase,
  key: TableKey,
  requested: RunKind,
  now: Date,
): Promise<Run> {
  return inTransaction(client, async () => {
    await closeDeadRuns(client, key, now)
    const state = await openState(client, key, now)
    const isFirst = state.lastFullSync === null
    const kind = isFirst ? 'full' : requested
    // An unfinished pass without a start is of a version that did not store the ids it saw: it cannot be resumed.
    const resumes = state.fullSyncCursor !== null && state.fullSyncStartedAt !== null
    if (kind === 'full' && !resumes) await beginPass(client, key, now)
    const [runId, { seenPages, isQuarantined }] = await pipelined(
      insertRun(client, key, kind, now),
      readHistory(client, key),
    )
    return {
      runId,
      kind,
      isFirst,
      listedUntil: state.listedUntil,
      seenPages,
      cursor: kind !== 'full' ? state.cursor : resumes ? state.fullSyncCursor : null,
      memory: createRunMemory(isQuarantined),
    }
  })
}

async function insertRun(client: pg.ClientBase, key: TableKey, kind: RunKind, now: Date): Promise<string> {
  const { rows } = await client.query<CamelRow<'raw.sync_runs', 'run_id'>>(
    `INSERT INTO raw.sync_runs (tenant_id, table_name, kind, started_at) VALUES ($1, $2, $3, $4)
     RETURNING run_id AS "runId"`,
    [key.tenantId, key.tableName, kind, now],
  )
  return rows[0]?.runId as string
}

/** What earlier runs left: pages of an unfinished full pass, and records in quarantine. */
async function readHistory(client: pg.ClientBase, { tenantId, tableName }: TableKey): Promise<History> {
  const { rows } = await client.query<History>(
    `SELECT (SELECT count(*)::integer FROM raw.full_sync_pages
              WHERE tenant_id = $1 AND table_name = $2) AS "seenPages",
            EXISTS (SELECT FROM raw.quarantine
                     WHERE tenant_id = $1 AND table_name = $2 AND resolved_at IS NULL) AS "isQuarantined"`,
    [tenantId, tableName],
  )
  return rows[0] as History
}

async function closeDeadRuns(client: pg.ClientBase, key: TableKey, now: Date): Promise<void> {
  await client.query(
    `UPDATE raw.sync_runs SET status = 'interrupted', finished_at = $3, error = 'The worker exited without finishing the run.'
      WHERE tenant_id = $1 AND table_name = $2 AND status = 'running'`,
    [key.tenantId, key.tableName, now],
  )
}

async function openState(client: pg.ClientBase, key: TableKey, now: Date): Promise<State> {
  const { rows } = await client.query<State>(
    `INSERT INTO raw.sync_state AS state (tenant_id, table_name, status, created_at, updated_at)
     VALUES ($1, $2, 'running', $3, $3)
     ON CONFLICT (tenant_id, table_name) DO UPDATE SET status = 'running', updated_at = excluded.updated_at
     RETURNING cursor, full_sync_cursor AS "fullSyncCursor", full_sync_started_at AS "fullSyncStartedAt",
               last_full_sync AS "lastFullSync", listed_until AS "listedUntil"`,
    [key.tenantId, key.tableName, now],
  )
  return rows[0] as State
}

async function beginPass(client: pg.ClientBase, { tenantId, tableName }: TableKey, now: Date): Promise<void> {
  await client.query(
    `UPDATE raw.sync_state SET full_sync_started_at = $3, full_sync_cursor = NULL
      WHERE tenant_id = $1 AND table_name = $2`,
    [tenantId, tableName, now],
  )
  await client.query(`DELETE FROM raw.full_sync_pages WHERE tenant_id = $1 AND table_name = $2`, [
    tenantId,
    tableName,
  ])
}

/** The table's state after a successful run. */
export interface RunResult {
  readonly now: Date
  /** The table includes all changes before this time; null: unchanged. */
  readonly dataAsOf: Date | null
  /** The cursor of the next incremental sync; null: unchanged. */
  readonly cursor: string | null
  /** The time up to which counts prove that nothing is missing; null: not proven. */
  readonly completeAsOf: Date | null
}

/**
 * SQL of a time of this machine or of ServiceTitan, bounded by PostgreSQL's clock: a clock that is ahead must neither
 * delay the next run nor claim that data is newer than it can be.
 */
const bounded = (time: string) => `CASE WHEN ${time} > ${latestTime} THEN now() ELSE ${time} END`

const assignmentsOf: Record<RunKind, string> = {
  full: 'last_full_sync = bounded.done_at, full_sync_cursor = NULL, full_sync_started_at = NULL',
  incremental: 'last_incremental_sync = bounded.done_at',
  hot: 'last_hot_sync = bounded.done_at',
  verify: 'last_verified_at = bounded.done_at, complete_as_of = bounded.complete_as_of',
}

/**
 * Closes a successful run, in the caller's transaction. The table's lock ensures that no other process has closed it.
 */
export async function finishRun(
  client: pg.ClientBase,
  key: TableKey,
  run: Run,
  { now, dataAsOf, cursor, completeAsOf }: RunResult,
): Promise<void> {
  await client.query(
    `WITH bounded AS MATERIALIZED (
       SELECT ${latestTime} AS latest, ${bounded('$3::timestamptz')} AS done_at,
              ${bounded('$4::timestamptz')} AS data_as_of, ${bounded('$6::timestamptz')} AS complete_as_of)
     UPDATE raw.sync_state AS state SET status = 'idle', ${assignmentsOf[run.kind]}, cursor = coalesce($5, cursor),
            data_as_of = greatest(CASE WHEN state.data_as_of <= bounded.latest THEN state.data_as_of END, bounded.data_as_of),
            last_error = NULL, last_error_at = NULL, consecutive_failures = 0,
            failures = ${failuresAfterSuccess(run.kind)}, updated_at = $3::timestamptz
       FROM bounded
      WHERE state.tenant_id = $1 AND state.table_name = $2`,
    [key.tenantId, key.tableName, now, dataAsOf, cursor, completeAsOf],
  )
  await closeRun(client, key, run, { status: 'succeeded', error: null, now })
}

/** Closes a failed run: the cursor stays, and the state has the error and its time. */
export async function failRun(
  client: pg.ClientBase,
  key: TableKey,
  run: Run,
  { now, error }: { now: Date; error: string },
): Promise<void> {
  await inTransaction(client, async () => {
    await client.query(
      `UPDATE raw.sync_state SET status = 'failed', last_error = $3, last_error_at = $4,
              consecutive_failures = consecutive_failures + 1, updated_at = $4,
              failures = ${failuresAfterFailure({ kind: '$5::text', error: '$3::text', at: '$4::timestamptz' })}
        WHERE tenant_id = $1 AND table_name = $2`,
      [key.tenantId, key.tableName, error, now, run.kind],
    )
    await closeRun(client, key, run, { status: 'failed', error, now })
  })
}

/** Closes a run that was stopped on request. This is no failure, and the next run resumes after its last page. */
export async function interruptRun(client: pg.ClientBase, key: TableKey, run: Run, now: Date): Promise<void> {
  await inTransaction(client, async () => {
    await client.query(
      `UPDATE raw.sync_state SET status = 'idle', updated_at = $3 WHERE tenant_id = $1 AND table_name = $2`,
      [key.tenantId, key.tableName, now],
    )
    await closeRun(client, key, run, { status: 'interrupted', error: 'Stopped on request.', now })
  })
}

async function closeRun(
  client: pg.ClientBase,
  { tenantId }: TableKey,
  { runId, memory }: Run,
  end: { status: RunStatus; error: string | null; now: Date },
): Promise<void> {
  await client.query(
    `UPDATE raw.sync_runs SET status = $3, error = $4, finished_at = $5, requests = requests + $6
      WHERE tenant_id = $1 AND run_id = $2`,
    [tenantId, runId, end.status, end.error, end.now, memory.sideRequests],
  )
}
