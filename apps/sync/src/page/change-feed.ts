import type pg from 'pg'

/** `$tenant`, `$at`: SQL of the tenant and of the time; both are parameters of the statement around it. */
export interface FeedParameters {
  readonly tenant: string
  readonly at: string
}

/**
 * CTEs that append the rows of the CTE `source` (`st_id`, `op`, `changed_paths`) to the change feed. The numbers
 * come from the tenant's position, whose row stays locked until the commit: so they are seen in order, without gaps.
 */
export function appendChanges(table: string, source: string, { tenant, at }: FeedParameters): string {
  return `
position AS (
  INSERT INTO raw.change_positions AS held (tenant_id, last_seq, updated_at)
  SELECT ${tenant}::bigint, count(*), ${at}::timestamptz FROM ${source} HAVING count(*) > 0
  ON CONFLICT (tenant_id) DO UPDATE SET last_seq = held.last_seq + excluded.last_seq, updated_at = excluded.updated_at
  RETURNING last_seq
),
announced AS (
  INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, changed_paths, at)
  SELECT ${tenant}::bigint, position.last_seq - count(*) OVER () + row_number() OVER (ORDER BY st_id),
         '${table}', st_id, op, changed_paths, ${at}::timestamptz
    FROM ${source} CROSS JOIN position
)`
}

/** SQL of the paths at which two versions of a record differ: top-level fields, and one level into objects. */
export function changedPaths(before: string, after: string): string {
  return `ARRAY(
    SELECT concat_ws('.', field.key, inner_field.key)
      FROM (SELECT key, old.value AS old, new.value AS new
              FROM jsonb_each(${before}) AS old FULL JOIN jsonb_each(${after}) AS new USING (key)
             WHERE old.value IS DISTINCT FROM new.value) AS field
      LEFT JOIN LATERAL (
             SELECT key FROM jsonb_each(CASE WHEN ${bothObjects} THEN field.old END) AS old
               FULL JOIN jsonb_each(CASE WHEN ${bothObjects} THEN field.new END) AS new USING (key)
              WHERE old.value IS DISTINCT FROM new.value) AS inner_field ON true
     ORDER BY 1)`
}

const bothObjects = `jsonb_typeof(field.old) = 'object' AND jsonb_typeof(field.new) = 'object'`

/** Tells consumers to read a whole table: its first full sync has ended. Call it last in the transaction. */
export async function announceSnapshot(
  client: pg.ClientBase,
  { tenantId, tableName }: { readonly tenantId: string; readonly tableName: string },
  now: Date,
): Promise<void> {
  await client.query(
    `WITH position AS (
       INSERT INTO raw.change_positions AS held (tenant_id, last_seq, updated_at) VALUES ($1, 1, $3)
       ON CONFLICT (tenant_id) DO UPDATE SET last_seq = held.last_seq + 1, updated_at = excluded.updated_at
       RETURNING last_seq)
     INSERT INTO raw.changes (tenant_id, seq, table_name, op, at) SELECT $1, last_seq, $2, 'snapshot', $3 FROM position`,
    [tenantId, tableName, now],
  )
}

/** Which of the tables have ended their first full sync, so that changes of single rows are told. */
export async function announcedTables(
  client: pg.ClientBase,
  tenantId: string,
  tables: readonly string[],
): Promise<ReadonlySet<string>> {
  if (tables.length === 0) return new Set()
  const { rows } = await client.query<{ table_name: string }>(
    `SELECT table_name FROM raw.sync_state
      WHERE tenant_id = $1 AND table_name = ANY ($2) AND last_full_sync IS NOT NULL`,
    [tenantId, tables],
  )
  return new Set(rows.map(({ table_name }) => table_name))
}
