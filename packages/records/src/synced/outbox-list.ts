import type pg from 'pg'
import { instantText } from '../value-json.ts'
import { NoSuchRecordError } from '../writes/errors.ts'
import type { RecordWrite } from '../writes/record-write.ts'
import { titleSql } from './record-title.ts'
import { syncedTables } from './synced-tables.ts'

/** A record that differs from ServiceTitan's, and what becomes of that. */
export interface Differing {
  readonly table: string
  readonly id: string
  readonly serviceTitanId: string | null
  /** Its name or number; null: it has none. */
  readonly title: string | null
  readonly op: 'create' | 'update' | 'delete'
  readonly state: 'pending' | 'sending' | 'unknown' | 'blocked' | 'failed'
  /** The fields that differ; `address` is several. */
  readonly fields: readonly string[]
  /** Why ServiceTitan has refused values, by field. */
  readonly failedFields: Readonly<Record<string, string>>
  readonly blockedBy: string | null
  readonly error: string | null
  readonly errorStatus: number | null
  readonly traceId: string | null
  readonly attempts: number
  readonly dueAt: string | null
  /** When it was first changed. */
  readonly since: string
}

/** SQL of ServiceTitan's id of a record of the outbox; NULL: ServiceTitan lacks it. `$1` is the tenant. */
const stIdSql = `CASE table_name ${syncedTables
  .map(
    ({ record: { name } }) =>
      `WHEN '${name}' THEN (SELECT st_id FROM lazi.${name} AS record WHERE record.tenant_id = $1 AND record.id = record_id)`,
  )
  .join(' ')} END`

/**
 * The records of a tenant that differ, where both sides change records; those that wait for a person come first.
 * @param options.states @default all
 */
export async function readOutbox(
  client: pg.ClientBase,
  tenantId: string,
  { states = null, limit }: { readonly states?: readonly string[] | null; readonly limit: number },
): Promise<Differing[]> {
  const { rows } = await client.query<Differing>(
    `SELECT table_name AS table, record_id::text AS id, ${stIdSql}::text AS "serviceTitanId", op, state,
            ${titleSql('kept')} AS title,
            ARRAY(SELECT jsonb_object_keys(base) ORDER BY 1) AS fields, failed_fields AS "failedFields",
            blocked_by AS "blockedBy", error, error_status AS "errorStatus", trace_id AS "traceId", attempts,
            ${instantText('due_at')} AS "dueAt", ${instantText('first_edited_at')} AS since
       FROM sync.outbox AS kept
      WHERE tenant_id = $1 AND state <> 'kept' AND ($2::text[] IS NULL OR state = ANY ($2))
      ORDER BY state NOT IN ('failed', 'blocked'), first_edited_at, record_id LIMIT $3`,
    [tenantId, states, limit],
  )
  return rows
}

/**
 * Sends a record again that was refused, or that waits: its attempts begin anew.
 * @throws {NoSuchRecordError} when it does not differ, or is being sent
 */
export async function retry(
  write: RecordWrite,
  { table, id }: { readonly table: string; readonly id: string },
): Promise<void> {
  const { client, tenantId, act } = write
  const { rowCount } = await client.query(
    `UPDATE sync.outbox SET state = CASE WHEN sent IS NULL THEN 'pending' ELSE 'unknown' END, attempts = 0, due_at = $4, blocked_by = NULL, error = NULL,
            error_status = NULL, trace_id = NULL, failed_fields = '{}', updated_at = $4
      WHERE tenant_id = $1 AND table_name = $2 AND record_id = $3 AND state IN ('pending', 'blocked', 'failed')`,
    [tenantId, table, id, act.now],
  )
  if (rowCount === 0) throw new NoSuchRecordError('This record has no changes that wait to be sent.')
  write.enter({ action: 'retry', entity: `lazi.${table}`, entityId: id, changes: {} })
}
