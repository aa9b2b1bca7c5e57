import type pg from 'pg'
import { lockTable } from '../cache/table-lock.ts'
import { tables } from '../cache/tables.ts'
import { inTransaction } from '../postgres/transaction.ts'

/**
 * Deletes everything that is known of a tenant, at once or not at all. No other tenant is touched, and nothing in
 * ServiceTitan.
 * @returns how many rows of cache tables went; null: there is no such tenant
 * @throws {TableBusyError} when one of its tables is being synced, and still is after `waitMs` milliseconds
 */
export async function removeTenant(
  client: pg.ClientBase,
  tenantId: string,
  { waitMs, signal }: { readonly waitMs: number; readonly signal: AbortSignal },
): Promise<number | null> {
  const names = tables.map(({ name }) => name)
  const unlock: (() => Promise<void>)[] = []
  try {
    // No run may write what was deleted a moment ago.
    for (const tableName of names)
      unlock.push(await lockTable(client, { tenantId, tableName, waitMs, signal }))
    return await inTransaction(client, async () => {
      const { rowCount } = await client.query('DELETE FROM raw.tenants WHERE tenant_id = $1', [tenantId])
      if (rowCount === 0) return null
      let removed = 0
      for (const name of names) removed += await deleteFrom(client, name, tenantId)
      for (const name of bookkeeping) await deleteFrom(client, name, tenantId)
      return removed
    })
  } finally {
    for (const give of unlock) await give()
  }
}

async function deleteFrom(client: pg.ClientBase, name: string, tenantId: string): Promise<number> {
  const { rowCount } = await client.query(`DELETE FROM raw.${name} WHERE tenant_id = $1`, [tenantId])
  return rowCount ?? 0
}

const bookkeeping = [
  'sync_state',
  'sync_runs',
  'sync_schedules',
  'sync_requests',
  'full_sync_pages',
  'delete_suspects',
  'changes',
  'change_positions',
  'rate_limits',
  'quarantine',
  'api_drift',
]
