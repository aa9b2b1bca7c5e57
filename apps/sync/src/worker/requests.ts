import type { QuarantineRequest, RunRequest } from 'db-migrations/protocol'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { TableKey } from '../cache/table-key.ts'

type RequestId = CamelRow<'raw.sync_requests', 'request_id' | 'requested_by'>

/** A request that this worker carries out. */
export type TakenRequest = TakenRunRequest | TakenQuarantineRequest
export type TakenRunRequest = RequestId & RunRequest
export type TakenQuarantineRequest = RequestId & QuarantineRequest

/** SQL condition for requests about quarantine, which need no ServiceTitan. */
const concernsQuarantine = `subject = 'quarantine'`

/**
 * Takes the oldest request for a table. Requires the table's claim; since only one worker has it, a request with status
 * running was left by a worker that died, and is taken as well.
 * @param options.runs whether to take requests for runs, which need the tenant's credentials
 */
export async function takeRequest(
  client: pg.ClientBase | pg.Pool,
  { tenantId, tableName }: TableKey,
  { runs, now }: { readonly runs: boolean; readonly now: Date },
): Promise<TakenRequest | null> {
  const { rows } = await client.query<TakenRequest>(
    `UPDATE raw.sync_requests SET status = 'running', started_at = $3
      WHERE tenant_id = $1 AND request_id = (
            SELECT request_id FROM raw.sync_requests
             WHERE tenant_id = $1 AND table_name = $2 AND status IN ('pending', 'running')
               AND ($4 OR ${concernsQuarantine})
             ORDER BY request_id LIMIT 1)
      RETURNING request_id AS "requestId", subject, kind, allow_deletes AS "allowDeletes",
                quarantine_id AS "quarantineId", requested_by AS "requestedBy"`,
    [tenantId, tableName, now, runs],
  )
  return rows[0] ?? null
}

/** Records the result of a request, and its run. */
export async function finishRequest(
  client: pg.ClientBase | pg.Pool,
  tenantId: string,
  requestId: string,
  end: { readonly runId: string | null; readonly error: string | null; readonly now: Date },
): Promise<void> {
  await client.query(
    `UPDATE raw.sync_requests SET status = $3, run_id = $4, error = $5, finished_at = $6
      WHERE tenant_id = $1 AND request_id = $2`,
    [tenantId, requestId, end.error === null ? 'succeeded' : 'failed', end.runId, end.error, end.now],
  )
}

/** Sets a taken request back to pending. */
export async function resetRequest(
  client: pg.ClientBase | pg.Pool,
  tenantId: string,
  requestId: string,
): Promise<void> {
  await client.query(
    `UPDATE raw.sync_requests SET status = 'pending', started_at = NULL WHERE tenant_id = $1 AND request_id = $2`,
    [tenantId, requestId],
  )
}

/**
 * Fails open requests that no worker can carry out, in whatever state their worker left them: for tables that do not exist,
 * and of tenants that do not exist.
 */
export async function refuseUnknown(pool: pg.Pool, tableNames: readonly string[], now: Date): Promise<void> {
  await pool.query(
    `UPDATE raw.sync_requests SET status = 'failed', finished_at = $2,
            error = CASE WHEN table_name = ANY ($1::text[]) THEN 'There is no tenant ' || tenant_id || '.'
                         ELSE 'There is no cache table ' || table_name || '; cache tables are named st_<resource>.' END
      WHERE status IN ('pending', 'running')
        AND (NOT table_name = ANY ($1::text[])
             OR NOT EXISTS (SELECT FROM raw.tenants WHERE tenants.tenant_id = sync_requests.tenant_id))`,
    [tableNames, now],
  )
}

/** A table with open requests. */
export interface RequestedTable extends TableKey {
  /** Whether its tenant exists. */
  readonly hasTenant: boolean
}

/**
 * The tables with open requests, oldest request first: all of these tenants; of other tenants those with requests about
 * quarantine; those that are not in `tableNames`; and those of tenants that do not exist.
 */
export async function readRequestedTables(
  pool: pg.Pool,
  tenantIds: readonly string[],
  tableNames: readonly string[],
): Promise<RequestedTable[]> {
  const { rows } = await pool.query<RequestedTable>(
    `SELECT request.tenant_id AS "tenantId", table_name AS "tableName", tenant.tenant_id IS NOT NULL AS "hasTenant"
       FROM raw.sync_requests AS request LEFT JOIN raw.tenants AS tenant ON tenant.tenant_id = request.tenant_id
      WHERE request.status IN ('pending', 'running')
        AND (request.tenant_id = ANY ($1::bigint[]) OR ${concernsQuarantine} OR NOT table_name = ANY ($2::text[])
             OR tenant.tenant_id IS NULL)
      GROUP BY request.tenant_id, table_name, tenant.tenant_id
      ORDER BY min(requested_at), request.tenant_id, table_name`,
    [tenantIds, tableNames],
  )
  return rows
}
