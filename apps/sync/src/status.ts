import type pg from 'pg'
import { isLocked, tableLockKey } from './run/table-lock.ts'
import { resourceOf, tables } from './tables/tables.ts'

/** What is known of one cache table of one tenant. */
export interface TableStatus {
  readonly tenantId: string
  readonly tenant: string
  readonly resource: string
  readonly table: string
  /** never: not synced yet; running: a process is at it now; interrupted: one was, and ended without a word. */
  readonly status: 'never' | 'idle' | 'running' | 'interrupted' | 'failed'
  readonly rows: number
  readonly lastFullSync: Date | null
  readonly lastIncrementalSync: Date | null
  readonly dataAsOf: Date | null
  readonly lastError: string | null
  readonly lastErrorAt: Date | null
  readonly consecutiveFailures: number
  /** Records in quarantine. */
  readonly quarantined: number
  /** Fields with API drift. */
  readonly drift: number
}

/** The status of every cache table of every tenant, or of one. Reads only. */
export async function readStatus(client: pg.ClientBase | pg.Pool, tenantId?: string): Promise<TableStatus[]> {
  const resources = new Map(tables.map((table) => [table.name, resourceOf(table).name]))
  const counts = tables
    .map(
      ({ name }) =>
        `SELECT '${name}' AS table_name, (SELECT count(*) FROM raw.${name} AS r
                 WHERE r.tenant_id = tenant.tenant_id AND deleted_at IS NULL) AS rows`,
    )
    .join(' UNION ALL ')
  const key = tableLockKey('tenant.tenant_id', 'counted.table_name')
  const { rows } = await client.query<Omit<TableStatus, 'resource'>>(
    `SELECT tenant.tenant_id AS "tenantId", tenant.name AS tenant, counted.table_name AS table,
            CASE WHEN state.status IS NULL THEN 'never'
                 WHEN state.status = 'running' AND NOT ${isLocked(key)} THEN 'interrupted'
                 ELSE state.status END AS status,
            counted.rows::float8 AS rows, state.last_full_sync AS "lastFullSync",
            state.last_incremental_sync AS "lastIncrementalSync", state.data_as_of AS "dataAsOf",
            state.last_error AS "lastError", state.last_error_at AS "lastErrorAt",
            coalesce(state.consecutive_failures, 0) AS "consecutiveFailures",
            (SELECT count(*)::integer FROM raw.quarantine AS q WHERE q.tenant_id = tenant.tenant_id
                AND q.table_name = counted.table_name AND q.resolved_at IS NULL) AS quarantined,
            (SELECT count(*)::integer FROM raw.api_drift AS d WHERE d.tenant_id = tenant.tenant_id
                AND d.table_name = counted.table_name) AS drift
       FROM raw.tenants AS tenant
      CROSS JOIN LATERAL (${counts}) AS counted
       LEFT JOIN raw.sync_state AS state
              ON state.tenant_id = tenant.tenant_id AND state.table_name = counted.table_name
      WHERE $1::bigint IS NULL OR tenant.tenant_id = $1
      ORDER BY tenant.tenant_id, counted.table_name`,
    [tenantId ?? null],
  )
  return rows.map((row) => ({ ...row, resource: resources.get(row.table) ?? row.table }))
}
