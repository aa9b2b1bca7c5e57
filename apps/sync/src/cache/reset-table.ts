import { inTransaction } from 'cli-kit/postgres'
import { wasNeverSynced } from 'db-migrations/protocol'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import { type Act, recordEntries } from 'records'
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
  { act, ...wait }: { readonly waitMs: number; readonly signal: AbortSignal; readonly act: Act },
): Promise<boolean> {
  const unlock = await lockTable(client, { ...key, ...wait })
  try {
    return await inTransaction(client, () => deleteProgress(client, key, act))
  } finally {
    await unlock()
  }
}

async function deleteProgress(
  client: pg.ClientBase,
  { tenantId, tableName }: TableKey,
  act: Act,
): Promise<boolean> {
  const { rows } = await client.query<CamelRow<'raw.sync_state', 'last_full_sync'>>(
    `SELECT last_full_sync AS "lastFullSync" FROM raw.sync_state
      WHERE tenant_id = $1 AND table_name = $2 AND NOT ${wasNeverSynced('sync_state')} FOR NO KEY UPDATE`,
    [tenantId, tableName],
  )
  const [before] = rows
  if (!before) return false
  await client.query(
    `UPDATE raw.sync_state
        SET cursor = NULL, full_sync_cursor = NULL, full_sync_started_at = NULL, last_full_sync = NULL,
            next_run_at = NULL, updated_at = $3
      WHERE tenant_id = $1 AND table_name = $2`,
    [tenantId, tableName, act.now],
  )
  for (const name of ['full_sync_pages', 'delete_suspects']) {
    await client.query(`DELETE FROM raw.${name} WHERE tenant_id = $1 AND table_name = $2`, [
      tenantId,
      tableName,
    ])
  }
  const changes = { lastFullSync: { old: before.lastFullSync, new: null } }
  await recordEntries(client, tenantId, act, [
    { action: 'reset', entity: 'raw.sync_state', entityId: tableName, changes },
  ])
  return true
}
