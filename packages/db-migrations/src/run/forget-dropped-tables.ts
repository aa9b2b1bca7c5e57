import type pg from 'pg'

/** The tables with the state of a cache table's sync, in the order of their locks. */
const stateTables = ['raw.sync_state', 'raw.full_sync_pages', 'raw.delete_suspects']

/**
 * Deletes the sync state of cache tables that a rollback dropped. Otherwise the state would claim that a table which is
 * then created again, empty, is complete. Call it before migrations are applied, so that a rollback that was interrupted
 * is covered too.
 */
export async function forgetDroppedTables(client: pg.ClientBase): Promise<void> {
  for (const table of stateTables) {
    const { rows } = await client.query('SELECT WHERE to_regclass($1) IS NOT NULL', [table])
    if (rows.length === 0) continue
    await client.query(`DELETE FROM ${table} WHERE to_regclass(format('raw.%I', table_name)) IS NULL`)
  }
}
