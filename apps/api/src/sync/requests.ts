import { channels, type SyncRequest } from 'db-migrations/protocol'
import type pg from 'pg'
import { instantText } from 'records'
import { newValues } from '../audit/new-values.ts'
import type { RecordEntry } from '../http/add-route.ts'
import type { ApiKey } from '../keys/key-columns.ts'
import { resourceSql } from '../records/table-names.ts'
import type { AcceptedRequest } from './sync-schemas.ts'

const requestJson = `json_build_object(
  'id', request_id::text, 'table', table_name, 'resource', ${resourceSql('table_name')}, 'kind', kind,
  'allowDeletes', allow_deletes, 'quarantineId', quarantine_id::text, 'status', status, 'requestedBy', requested_by,
  'requestedAt', ${instantText('requested_at')}, 'startedAt', ${instantText('started_at')},
  'finishedAt', ${instantText('finished_at')}, 'runId', run_id::text, 'error', error)::text`

/** A request as JSON text; null when the tenant has no request with this id. */
export async function readRequest(
  client: pg.ClientBase,
  tenantId: string,
  requestId: string,
): Promise<string | null> {
  const { rows } = await client.query<{ row: string }>(
    `SELECT ${requestJson} AS row FROM raw.sync_requests WHERE tenant_id = $1 AND request_id = $2`,
    [tenantId, requestId],
  )
  return rows[0]?.row ?? null
}

/**
 * Requests a run, or a decision about quarantine. If an identical request is pending, returns it instead of adding one.
 * @param client in a transaction of role `lazi_writer`
 * @param record records the request, if it is new
 */
export async function requestSync(
  client: pg.ClientBase,
  key: ApiKey,
  request: SyncRequest & { readonly tableName: string },
  record: RecordEntry,
): Promise<AcceptedRequest> {
  const { tenantId } = key
  const { tableName, kind } = request
  const allowDeletes = request.subject === 'run' && request.allowDeletes
  const quarantineId = request.subject === 'quarantine' ? request.quarantineId : null
  const own = request.subject === 'run' ? { allowDeletes } : { quarantineId }
  // Otherwise two concurrent requests would both find no pending one.
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('lazi_api request of ' || $1, 0))`, [
    tenantId,
  ])
  const { rows: pending } = await client.query<AcceptedRequest>(
    `SELECT request_id AS "requestId", status FROM raw.sync_requests
      WHERE tenant_id = $1 AND status = 'pending' AND table_name = $2 AND kind = $3 AND allow_deletes >= $4
        AND quarantine_id IS NOT DISTINCT FROM $5
      ORDER BY request_id LIMIT 1`,
    [tenantId, tableName, kind, allowDeletes, quarantineId],
  )
  if (pending[0]) return pending[0]
  const { rows } = await client.query<AcceptedRequest>(
    `INSERT INTO raw.sync_requests (tenant_id, table_name, kind, allow_deletes, quarantine_id, requested_by)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING request_id AS "requestId", status`,
    [tenantId, tableName, kind, allowDeletes, quarantineId, `API key ${key.keyId} (${key.name})`],
  )
  const [accepted] = rows
  if (!accepted) throw new Error('Expected the new request')
  await client.query(`SELECT pg_notify($1, '')`, [channels.syncRequests])
  await record({
    action: 'request',
    entity: 'raw.sync_requests',
    entityId: accepted.requestId,
    changes: newValues({ kind, table: tableName, ...own }),
  })
  return accepted
}
