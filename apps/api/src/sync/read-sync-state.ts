import { lockedTablesStatement, wasNeverSynced } from 'db-migrations/protocol'
import type pg from 'pg'
import { instantText } from 'records'
import { readExchangeOf } from 'records/synced'
import { cacheTables, resourceSql } from '../records/table-names.ts'
import { countRows } from './count-rows.ts'
import { readRecordState } from './read-record-state.ts'
import { isWithoutWorker, readWorkers } from './read-workers.ts'
import type { SyncState, SyncTable } from './sync-schemas.ts'

const seconds = (interval: string) => `extract(epoch FROM ${interval})::float8`
const isOfTable = 't.tenant_id = $1 AND t.table_name = freshness.table_name'

const failures = `(
         SELECT coalesce(json_agg(json_build_object(
                  'kind', kind, 'error', failure ->> 'error', 'at', ${instantText("(failure ->> 'at')::timestamptz")},
                  'count', (failure ->> 'count')::integer) ORDER BY (failure ->> 'at')::timestamptz DESC), '[]')
           FROM jsonb_each(state.failures) AS failed (kind, failure))`

const statement = `
SELECT freshness.table_name AS table, ${resourceSql('freshness.table_name')} AS resource,
       CASE WHEN ${wasNeverSynced('state')} THEN 'never'
            WHEN state.status = 'running' THEN 'running'
            WHEN state.last_error IS NOT NULL OR state.failures <> '{}' THEN 'failed'
            ELSE state.status END AS status,
       ${failures} AS failures,
       ${instantText('freshness.data_as_of')} AS "dataAsOf", ${seconds('freshness.lag')} AS "lagSeconds",
       ${seconds('freshness.target')} AS "targetSeconds", freshness.breached,
       ${instantText('freshness.complete_as_of')} AS "completeAsOf",
       ${instantText('freshness.last_full_sync')} AS "lastFullSync",
       ${instantText('freshness.last_incremental_sync')} AS "lastIncrementalSync",
       ${instantText('state.last_hot_sync')} AS "lastHotSync",
       state.last_error AS "lastError", ${instantText('state.last_error_at')} AS "lastErrorAt",
       coalesce(state.consecutive_failures, 0) AS "consecutiveFailures",
       ${instantText('state.next_run_at')} AS "nextRunAt",
       (SELECT count(*)::integer FROM raw.quarantine AS t
         WHERE ${isOfTable} AND t.resolved_at IS NULL) AS "openQuarantine",
       (SELECT count(*)::integer FROM raw.api_drift AS t WHERE ${isOfTable}) AS "driftPaths"
  FROM raw.freshness AS freshness
  LEFT JOIN raw.sync_state AS state ON state.tenant_id = $1 AND state.table_name = freshness.table_name
 WHERE freshness.tenant_id = $1 AND freshness.table_name = ANY ($2::text[])
 ORDER BY array_position($2::text[], freshness.table_name)`

/** The tenant's pause; null: it is not paused. */
async function readPause(client: pg.ClientBase, tenantId: string): Promise<SyncState['paused']> {
  const { rows } = await client.query<NonNullable<SyncState['paused']>>(
    `SELECT ${instantText('paused_at')} AS since, paused_by AS by FROM raw.tenants
      WHERE tenant_id = $1 AND status = 'paused'`,
    [tenantId],
  )
  return rows[0] ?? null
}

async function readExchange(client: pg.ClientBase, tenantId: string): Promise<SyncState['exchange']> {
  const state = await readExchangeOf(client, tenantId)
  const none = { pending: 0, sending: 0, unknown: 0, blocked: 0, failed: 0 }
  if (state === undefined)
    return { domains: [], records: none, forbidden: [], oldestSeconds: null, openConflicts: 0 }
  const { domains, records, forbidden, oldestSeconds, openConflicts } = state
  return {
    domains: [...domains],
    records: { ...none, ...records },
    forbidden: [...forbidden],
    oldestSeconds,
    openConflicts,
  }
}

/**
 * The state of the sync of a tenant: whether workers are alive, whether it is paused, and every cache table. The hourly
 * activity is summed from the few runs; the change feed may hold a million changes per day.
 */
export async function readSyncState(client: pg.ClientBase, tenantId: string, now: Date): Promise<SyncState> {
  const workers = await readWorkers(client)
  const paused = await readPause(client, tenantId)
  const records = await readRecordState(client, tenantId)
  const exchange = await readExchange(client, tenantId)
  const { rows } = await client.query<Omit<SyncTable, 'rows' | 'rowsEstimated' | 'activity'>>(statement, [
    tenantId,
    cacheTables,
  ])
  const syncing = await readSyncing(client, tenantId, rows)
  const counts = await countRows(client, tenantId, cacheTables)
  const hours = lastHours(now)
  const activity = await readActivity(client, tenantId, hours[0] ?? now)
  const active = isWithoutWorker(workers.state) ? 'waiting' : 'idle'
  const idle = paused ? 'paused' : active
  return {
    workers,
    paused,
    records,
    exchange,
    tables: rows.map((row) => ({
      ...row,
      status: row.status === 'idle' ? idle : runningOr(row, syncing),
      rows: counts.get(row.table)?.rows ?? 0,
      rowsEstimated: counts.get(row.table)?.isEstimate ?? false,
      activity: hours.map((hour) => ({
        at: hour.toISOString(),
        changes: activity.get(`${row.table} ${hour.getTime()}`) ?? 0,
      })),
    })),
  }
}

type TableRow = Pick<SyncTable, 'status' | 'table'>

/** Of the tables that are marked as running, those that a process is syncing. */
async function readSyncing(
  client: pg.ClientBase,
  tenantId: string,
  rows: readonly TableRow[],
): Promise<ReadonlySet<string>> {
  const running = rows.filter(({ status }) => status === 'running').map(({ table }) => table)
  if (running.length === 0) return new Set()
  const { rows: locked } = await client.query<{ tableName: string }>(lockedTablesStatement, [
    running.map(() => tenantId),
    running,
  ])
  return new Set(locked.map(({ tableName }) => tableName))
}

const runningOr = ({ status, table }: TableRow, syncing: ReadonlySet<string>): TableRow['status'] =>
  status === 'running' && !syncing.has(table) ? 'interrupted' : status

const hourMs = 3_600_000

/** The starts of the last 24 hours, including the current one. */
function lastHours(now: Date): Date[] {
  const last = Math.floor(now.getTime() / hourMs)
  return Array.from({ length: 24 }, (_, index) => new Date((last - 23 + index) * hourMs))
}

async function readActivity(
  client: pg.ClientBase,
  tenantId: string,
  from: Date,
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ key: string; changes: number }>(
    `SELECT concat(table_name, ' ', (extract(epoch FROM date_trunc('hour', started_at, 'UTC')) * 1000)::bigint) AS key,
            sum(inserted + updated + tombstoned)::float8 AS changes
       FROM raw.sync_runs
      WHERE tenant_id = $1 AND table_name = ANY ($2::text[]) AND started_at >= $3
      GROUP BY 1`,
    [tenantId, cacheTables, from],
  )
  return new Map(rows.map(({ key, changes }) => [key, changes]))
}
