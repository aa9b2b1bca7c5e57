import type pg from 'pg'
import { lockTable } from '../cache/table-lock.ts'
import { tables } from '../cache/tables.ts'
import { inTransaction } from '../postgres/transaction.ts'
import { readTenantTables, type TenantTable } from './tenant-tables.ts'

/**
 * Deletes all rows of a tenant, and revokes its API keys, in one transaction. Other tenants and ServiceTitan are not affected.
 * @returns the number of deleted rows of cache tables; null: the tenant does not exist
 * @throws {TableBusyError} when one of its tables is still being synced after `waitMs` milliseconds
 */
export async function removeTenant(
  client: pg.ClientBase,
  tenantId: string,
  { waitMs, signal }: { readonly waitMs: number; readonly signal: AbortSignal },
): Promise<number | null> {
  const names = new Set(tables.map(({ name }) => name))
  const unlocks: (() => Promise<void>)[] = []
  try {
    // The locks prevent runs from writing rows while they are deleted.
    for (const tableName of names)
      unlocks.push(await lockTable(client, { tenantId, tableName, waitMs, signal }))
    return await inTransaction(client, async () => {
      const [tenants, ...others] = await readTenantTables(client)
      if (!tenants || (await deleteFrom(client, tenants, tenantId)) === 0) return null
      // The sync may not delete keys; without the tenant's row they open nothing, and revoked not even a later one.
      await client.query('SELECT api.revoke_tenant_keys($1)', [tenantId])
      let removed = 0
      for (const table of others) {
        const rows = await deleteFrom(client, table, tenantId)
        if (table.schema === 'raw' && names.has(table.table)) removed += rows
      }
      return removed
    })
  } finally {
    for (const unlock of unlocks) await unlock()
  }
}

async function deleteFrom(client: pg.ClientBase, { name }: TenantTable, tenantId: string): Promise<number> {
  const { rowCount } = await client.query(`DELETE FROM ${name} WHERE tenant_id = $1`, [tenantId])
  return rowCount ?? 0
}
