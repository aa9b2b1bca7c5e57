import { wasNeverSynced } from 'db-migrations/protocol'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import { isLocked, tableLockKey } from '../cache/table-lock.ts'
import { tables } from '../cache/tables.ts'
import { countRows } from './row-counts.ts'

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
type CircuitColumns = CamelRow<'raw.tenants', 'circuit_open_until' | 'circuit_reason'>

/** The status of one cache table of one tenant. */
export interface TableStatus extends StateColumns, CircuitColumns {
  readonly tenantId: string
  readonly tenant: string
  readonly resource: string
  readonly table: string
  /** never: not synced yet; running: being synced; interrupted: its worker exited without finishing the run. */
  readonly status: 'never' | 'idle' | 'running' | 'interrupted' | 'failed'
  /** Rows without a tombstone. */
  readonly rows: number
  /** Whether `rows` is an estimate: very large tables are not counted. */
  readonly isEstimate: boolean
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

/** The status of every cache table of all tenants, or of one tenant. Read-only. */
export async function readStatus(client: pg.ClientBase | pg.Pool, tenantId?: string): Promise<TableStatus[]> {
  const { rows } = await client.query<Omit<TableStatus, 'resource' | 'rows' | 'isEstimate'>>(statusQuery, [
    tenantId ?? null,
    tables.map(({ name }) => name),
  ])
  const counts = await countRows(client, [...new Set(rows.map((row) => row.tenantId))])
  const resources = new Map<string, string>(tables.map(({ name, resource }) => [name, resource]))
  return rows.map((row) => ({
    ...row,
    resource: resources.get(row.table) ?? row.table,
    ...(counts.get(`${row.tenantId}:${row.table}`) ?? { rows: 0, isEstimate: false }),
  }))
}

const key = tableLockKey('freshness.tenant_id', 'freshness.table_name')
const milliseconds = (interval: string) => `(extract(epoch FROM ${interval}) * 1000)::float8`
const count = (table: string, condition: string) =>
  `(SELECT count(*)::integer FROM raw.${table} AS t WHERE t.tenant_id = freshness.tenant_id
                AND t.table_name = freshness.table_name AND ${condition})`

const statusQuery = `
SELECT freshness.tenant_id AS "tenantId", freshness.tenant, freshness.table_name AS table,
       CASE WHEN ${wasNeverSynced('state')} THEN 'never'
            WHEN state.status = 'running' AND NOT ${isLocked(key)} THEN 'interrupted'
            ELSE state.status END AS status,
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
       tenant.status = 'paused' AS "isPaused",
       tenant.circuit_open_until AS "circuitOpenUntil", tenant.circuit_reason AS "circuitReason"
  FROM raw.freshness AS freshness
  JOIN raw.tenants AS tenant ON tenant.tenant_id = freshness.tenant_id
  LEFT JOIN raw.sync_state AS state
         ON state.tenant_id = freshness.tenant_id AND state.table_name = freshness.table_name
 WHERE ($1::bigint IS NULL OR freshness.tenant_id = $1) AND freshness.table_name = ANY ($2::text[])
 ORDER BY freshness.tenant_id, freshness.table_name`
