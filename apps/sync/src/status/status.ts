import { type RunKind, wasNeverSynced } from 'db-migrations/protocol'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import { readLockedTables } from '../cache/table-lock.ts'
import { tables } from '../cache/tables.ts'
import { countRows } from './row-counts.ts'
import { isWithoutWorker, type Workers } from './worker-state.ts'

type StateColumns = CamelRow<
  'raw.sync_state',
  | 'last_full_sync'
  | 'last_incremental_sync'
  | 'last_verified_at'
  | 'data_as_of'
  | 'complete_as_of'
  | 'next_run_at'
  | 'last_error'
  | 'last_error_at'
  | 'consecutive_failures'
>
type TenantColumns = CamelRow<
  'raw.tenants',
  'circuit_open_until' | 'circuit_reason' | 'paused_at' | 'paused_by'
>

/** The failed runs of one kind since its last success. */
interface Failure {
  readonly kind: RunKind
  /** The error of the last of them. */
  readonly error: string
  readonly at: Date
  readonly count: number
}

/** The state of one cache table of one tenant. */
export interface TableState extends StateColumns, TenantColumns {
  readonly tenantId: string
  readonly tenant: string
  readonly resource: string
  readonly table: string
  /**
   * never: not synced yet; running: being synced; interrupted: its worker exited without finishing the run; failed: the
   * last run of some kind failed; paused: its tenant is; waiting: there is no worker, and there was one.
   */
  readonly status: 'never' | 'idle' | 'running' | 'interrupted' | 'failed' | 'paused' | 'waiting'
  /** The failures that no success has disproved, newest first: of a full sync, even if incremental ones succeed. */
  readonly failures: readonly Failure[]
  /** Age of the data, in milliseconds; null: never synced. */
  readonly lagMs: number | null
  /** The freshness target: the maximum of `lagMs`. */
  readonly targetMs: number
  /** Whether the target is missed, or the table was never synced. */
  readonly isBreached: boolean
  /** Records in quarantine. */
  readonly quarantined: number
  /** Fields with API drift. */
  readonly drift: number
  /** Suspects: rows that seem deleted, too many to be marked as deleted without permission. */
  readonly suspects: number
  /** Pending requests. */
  readonly requested: number
  readonly isPaused: boolean
}

/** The state of a table, and its size. */
export interface TableStatus extends TableState {
  /** Rows without a tombstone. */
  readonly rows: number
  /** Whether `rows` is an estimate: very large tables are not counted. */
  readonly isEstimate: boolean
}

interface StatusQuery {
  readonly workers: Workers
  /** @default all tenants */
  readonly tenantId?: string | undefined
}

/** The status of every cache table of all tenants, or of one tenant. Read-only. */
export async function readStatus(
  client: pg.ClientBase | pg.Pool,
  query: StatusQuery,
): Promise<TableStatus[]> {
  const states = await readTableStatus(client, query)
  const counts = await countRows(client, [...new Set(states.map((state) => state.tenantId))])
  return states.map((state) => ({
    ...state,
    ...(counts.get(`${state.tenantId}:${state.table}`) ?? { rows: 0, isEstimate: false }),
  }))
}

/** As `readStatus`, without counting rows. */
export async function readTableStatus(
  client: pg.ClientBase | pg.Pool,
  { tenantId, workers }: StatusQuery,
): Promise<TableState[]> {
  const { rows } = await client.query<Row>(statusQuery, [tenantId ?? null, tables.map(({ name }) => name)])
  const running = rows.filter(({ status }) => status === 'running')
  const locked = await readLockedTables(
    client,
    running.map(({ tenantId, table: tableName }) => ({ tenantId, tableName })),
  )
  const isSyncing = new Set(locked.map(({ tenantId, tableName }) => `${tenantId}:${tableName}`))
  const resources = new Map<string, string>(tables.map(({ name, resource }) => [name, resource]))
  return rows.map((row) => ({
    ...row,
    resource: resources.get(row.table) ?? row.table,
    status: statusOf(row, { workers, isSyncing: isSyncing.has(`${row.tenantId}:${row.table}`) }),
    failures: row.failures.map((failure) => ({ ...failure, at: new Date(failure.at) })),
  }))
}

type Row = Omit<TableState, 'resource' | 'failures'> & {
  readonly failures: readonly (Omit<Failure, 'at'> & { readonly at: string })[]
}

function statusOf(
  { status, isPaused }: Row,
  { workers, isSyncing }: { readonly workers: Workers; readonly isSyncing: boolean },
): TableState['status'] {
  if (status === 'running' && !isSyncing) return 'interrupted'
  if (status !== 'idle') return status
  if (isPaused) return 'paused'
  return isWithoutWorker(workers) ? 'waiting' : 'idle'
}

const milliseconds = (interval: string) => `(extract(epoch FROM ${interval}) * 1000)::float8`
const count = (table: string, condition: string) =>
  `(SELECT count(*)::integer FROM raw.${table} AS t WHERE t.tenant_id = freshness.tenant_id
                AND t.table_name = freshness.table_name AND ${condition})`

const failures = `(
         SELECT coalesce(json_agg(json_build_object('kind', kind, 'error', failure ->> 'error', 'at', failure ->> 'at',
                                                    'count', (failure ->> 'count')::integer)
                                  ORDER BY (failure ->> 'at')::timestamptz DESC), '[]')
           FROM jsonb_each(state.failures) AS failed (kind, failure))`

const statusQuery = `
SELECT freshness.tenant_id AS "tenantId", freshness.tenant, freshness.table_name AS table,
       CASE WHEN ${wasNeverSynced('state')} THEN 'never'
            WHEN state.status = 'running' THEN 'running'
            WHEN state.last_error IS NOT NULL OR state.failures <> '{}' THEN 'failed'
            ELSE state.status END AS status,
       ${failures} AS failures,
       state.last_full_sync AS "lastFullSync", state.last_incremental_sync AS "lastIncrementalSync",
       state.last_verified_at AS "lastVerifiedAt", state.data_as_of AS "dataAsOf",
       state.complete_as_of AS "completeAsOf",
       ${milliseconds('freshness.lag')} AS "lagMs", ${milliseconds('freshness.target')} AS "targetMs",
       freshness.breached AS "isBreached", state.next_run_at AS "nextRunAt",
       state.last_error AS "lastError", state.last_error_at AS "lastErrorAt",
       coalesce(state.consecutive_failures, 0) AS "consecutiveFailures",
       ${count('quarantine', 't.resolved_at IS NULL')} AS quarantined,
       ${count('api_drift', 'true')} AS drift,
       ${count('delete_suspects', 'true')} AS suspects,
       ${count('sync_requests', "t.status = 'pending'")} AS requested,
       tenant.status = 'paused' AS "isPaused", tenant.paused_at AS "pausedAt", tenant.paused_by AS "pausedBy",
       tenant.circuit_open_until AS "circuitOpenUntil", tenant.circuit_reason AS "circuitReason"
  FROM raw.freshness AS freshness
  JOIN raw.tenants AS tenant ON tenant.tenant_id = freshness.tenant_id
  LEFT JOIN raw.sync_state AS state
         ON state.tenant_id = freshness.tenant_id AND state.table_name = freshness.table_name
 WHERE ($1::bigint IS NULL OR freshness.tenant_id = $1) AND freshness.table_name = ANY ($2::text[])
 ORDER BY freshness.tenant_id, freshness.table_name`
