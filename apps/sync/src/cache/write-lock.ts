import type pg from 'pg'
import { prepared } from '../postgres/prepared-statement.ts'
import { inOneGo } from '../postgres/transaction.ts'
import { relatedTables } from './derived-values.ts'
import type { TableKey } from './table-key.ts'

// Every transaction that writes a cache table takes its locks in this order, so that none waits for another in
// a circle: the table's row of raw.sync_state, the lock of tables that derive from each other, rows, and last
// the tenant's position in the change feed.

/**
 * Locks a table until the end of the transaction: no other transaction writes its rows, nor the values that other tables
 * derive from them or they from others.
 */
export async function lockForWriting(client: pg.ClientBase, key: TableKey): Promise<void> {
  await inOneGo(
    client.query(`SELECT FROM raw.sync_state WHERE tenant_id = $1 AND table_name = $2 FOR NO KEY UPDATE`, [
      key.tenantId,
      key.tableName,
    ]),
    lockDerivedValues(client, key),
  )
}

/**
 * One page at a time of a tenant's tables that derive values from each other. Otherwise a job and its
 * appointment that are written at the same moment would not see each other, and the job's times stay empty.
 */
export async function lockDerivedValues(
  client: pg.ClientBase,
  { tenantId, tableName }: TableKey,
): Promise<void> {
  const related = relatedTables(tableName)
  if (related.length === 0) return
  await client.query(
    prepared(`SELECT pg_advisory_xact_lock(hashtextextended('lazi.derived_values:' || $1 || ':' || $2, 0))`),
    [tenantId, related.join(',')],
  )
}
