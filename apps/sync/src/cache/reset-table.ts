import { wasNeverSynced } from 'db-migrations/protocol'
import type pg from 'pg'
import { inTransaction } from '../postgres/transaction.ts'
import type { TableKey } from './table-key.ts'
import { lockTable } from './table-lock.ts'

/**
 * Deletes the cursors of a table, so that its next sync is a full one. Rows stay.
 * @returns false when the table was never synced
 * @throws {TableBusyError} when it is still being synced after `waitMs` milliseconds
 */
export async function resetTable(
  client: pg.ClientBase,
  key: TableKey,
  { now, ...wait }: { readonly waitMs: number; readonly signal: AbortSignal; readonly now: Date },
): Promise<boolean> {
  const unlock = await lockTable(client, { ...key, ...wait })
  try {
    return await inTransaction(client, () => deleteProgress(client, key, now))
  } finally {
    await unlock()
  }
}

async function deleteProgress(
  client: pg.ClientBase,
  { tenantId, tableName }: TableKey,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE raw.sync_state
        SET cursor = NULL, full_sync_cursor = NULL, full_sync_started_at = NULL, last_full_sync = NULL,
            next_run_at = NULL, updated_at = $3
      WHERE tenant_id = $1 AND table_name = $2 AND NOT ${wasNeverSynced('sync_state')}`,
    [tenantId, tableName, now],
  )
  for (const name of ['full_sync_pages', 'delete_suspects']) {
    await client.query(`DELETE FROM raw.${name} WHERE tenant_id = $1 AND table_name = $2`, [
      tenantId,
      tableName,
    ])
  }
  return rowCount === 1
}
