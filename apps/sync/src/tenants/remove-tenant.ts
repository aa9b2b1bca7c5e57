import type pg from 'pg'
import { lockTable } from '../cache/table-lock.ts'
import { tables } from '../cache/tables.ts'
import { inTransaction } from '../postgres/transaction.ts'
import { readTenantTables, type TenantTable } from './tenant-tables.ts'

/**
 * Deletes everything that is known of a tenant, in one transaction. No other tenant is touched, and nothing in
 * ServiceTitan.
 * @returns how many rows of cache tables were deleted; null: there is no such tenant
 * @throws {TableBusyError} when one of its tables is being synced, and still is after `waitMs` milliseconds
 */
export async function removeTenant(
  client: pg.ClientBase,
  tenantId: string,
  { waitMs, signal }: { readonly waitMs: number; readonly signal: AbortSignal },
): Promise<number | null> {
  const names = new Set(tables.map(({ name }) => name))
  const unlock: (() => Promise<void>)[] = []
  try {
    // No run may write what was deleted a moment ago.
    for (const tableName of names)
      unlock.push(await lockTable(client, { tenantId, tableName, waitMs, signal }))
    return await inTransaction(client, async () => {
      const [tenants, ...others] = await readTenantTables(client)
      if (!tenants || (await deleteFrom(client, tenants, tenantId)) === 0) return null
      let removed = 0
      for (const table of others) {
        const rows = await deleteFrom(client, table, tenantId)
        if (table.schema === 'raw' && names.has(table.table)) removed += rows
      }
      return removed
    })
  } finally {
    for (const give of unlock) await give()
  }
}

async function deleteFrom(client: pg.ClientBase, { name }: TenantTable, tenantId: string): Promise<number> {
  const { rowCount } = await client.query(`DELETE FROM ${name} WHERE tenant_id = $1`, [tenantId])
  return rowCount ?? 0
}
