import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'

/** A record in quarantine. */
export type QuarantineEntry = CamelRow<
  'raw.quarantine',
  'tenant_id' | 'error_code' | 'error' | 'attempts' | 'first_seen_at' | 'last_seen_at' | 'resolved_at'
> & {
  readonly id: string
  readonly table: string
  /** The record's id, or a hash if it has none. */
  readonly record: string
}

/** Selects entries; null: no condition. */
export interface QuarantineFilter {
  readonly tenantId: string | null
  readonly tableName: string | null
  readonly ids: readonly string[] | null
}

const columns = `
  quarantine_id AS id, tenant_id AS "tenantId", table_name AS table, record_key AS record, error_code AS "errorCode",
  error, attempts, first_seen_at AS "firstSeenAt", last_seen_at AS "lastSeenAt", resolved_at AS "resolvedAt"`

/** Open entries without their payloads, in order of arrival. */
export async function listQuarantine(
  client: pg.ClientBase,
  { tenantId, tableName, ids }: QuarantineFilter,
): Promise<QuarantineEntry[]> {
  const { rows } = await client.query<QuarantineEntry>(
    `SELECT ${columns} FROM raw.quarantine
      WHERE resolved_at IS NULL AND ($1::bigint IS NULL OR tenant_id = $1) AND ($2::text IS NULL OR table_name = $2)
        AND ($3::bigint[] IS NULL OR quarantine_id = ANY ($3))
      ORDER BY tenant_id, quarantine_id`,
    [tenantId, tableName, ids],
  )
  return rows
}

/** One entry, open or resolved, with the record exactly as received. */
export async function showQuarantine(
  client: pg.ClientBase,
  id: string,
): Promise<(QuarantineEntry & { readonly payload: string }) | null> {
  const { rows } = await client.query<QuarantineEntry & { payload: string }>(
    `SELECT ${columns}, payload::text AS payload FROM raw.quarantine WHERE quarantine_id = $1`,
    [id],
  )
  return rows[0] ?? null
}
