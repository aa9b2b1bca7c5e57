import { pipelined, prepared } from 'cli-kit/postgres'
import type pg from 'pg'
import { relatedTables } from './derived-values.ts'
import type { TableKey } from './table-key.ts'

// To prevent deadlocks, every transaction that writes a cache table takes its locks in this order: the table's row of
// raw.sync_state, the lock of tables that derive from each other, rows, and last the tenant's position in the change
// feed.

/**
 * Locks a table until the end of the transaction: no other transaction can write its rows, its derived values, or the
 * values that other tables derive from it.
 */
export function lockForWriting(client: pg.ClientBase, { tenantId, tableName }: TableKey): Promise<void> {
  return lockAllForWriting(client, tenantId, [tableName])
}

/** As {@link lockForWriting}, of tables that one transaction writes: their rows first, in the order of their names. */
export async function lockAllForWriting(
  client: pg.ClientBase,
  tenantId: string,
  tableNames: readonly string[],
): Promise<void> {
  const groups = new Map(tableNames.map((tableName) => [relatedTables(tableName).join(), tableName]))
  await pipelined(
    client.query(
      `SELECT FROM raw.sync_state WHERE tenant_id = $1 AND table_name = ANY ($2) ORDER BY table_name FOR NO KEY UPDATE`,
      [tenantId, tableNames],
    ),
    ...[...groups.values()].map((tableName) => lockDerivedValues(client, { tenantId, tableName })),
  )
}

/**
 * Serialises the pages of a tenant's tables that derive values from each other. Otherwise concurrent transactions that
 * write a job and its appointment would not see each other's rows, and the job's times would stay empty.
 */
export async function lockDerivedValues(
  client: pg.ClientBase,
  { tenantId, tableName }: TableKey,
): Promise<void> {
  const related = relatedTables(tableName)
  if (related.length === 0) return
  await client.query(
    prepared(`SELECT pg_advisory_xact_lock(hashtextextended('lazi.derived_values:' || $1 || ':' || $2, 0))`, [
      tenantId,
      related.join(','),
    ]),
  )
}
