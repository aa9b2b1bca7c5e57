import { errorText } from 'cli-kit'
import { inTransaction } from 'cli-kit/postgres'
import type pg from 'pg'
import { type Act, installation, recordEntries } from 'records'
import { closeLog } from '../audit/close-log.ts'
import type { Sealing } from '../audit/settings.ts'
import { lockTable } from '../cache/table-lock.ts'
import { tables } from '../cache/tables.ts'
import { type ForeignTable, readTenantTables, type TenantTable } from './tenant-tables.ts'

interface RemovedTenant {
  /** The number of deleted rows of cache tables. */
  readonly rows: number
  /** The tables in our schemas that are not ours and were left as they are. */
  readonly unchanged: readonly Pick<ForeignTable, 'name' | 'type'>[]
}

interface RemoveOptions {
  /** How long to wait for a table that is being synced, in milliseconds. */
  readonly waitMs: number
  readonly signal: AbortSignal
  /** Who removes it, for the log of the installation. */
  readonly act: Act
  /** How the end of the tenant's own log is sealed and exported, before it is deleted. */
  readonly sealing: Sealing
}

/** A row of a tenant could not be deleted; nothing was removed. */
class RemovalError extends Error {
  override readonly name = 'RemovalError'
  readonly code = 'REMOVAL_FAILED'

  constructor(tenantId: string, table: string, cause: unknown) {
    super(
      `Tenant ${tenantId} was not removed: its rows in ${table} could not be deleted (${errorText(cause)}).`,
      { cause },
    )
  }
}

/**
 * Deletes all rows of a tenant, with its audit log, and revokes its API keys, in one transaction. An entry of the
 * installation says how the log ended. Other tenants and ServiceTitan are not affected.
 * @returns null when the tenant does not exist
 * @throws {RemovalError} naming the table from which no row could be deleted
 * @throws {BrokenLogError} when an entry of its audit log is missing
 * @throws when the seals of its audit log cannot be exported
 * @throws {TableBusyError} when one of its tables is still being synced after `waitMs` milliseconds
 */
export async function removeTenant(
  client: pg.ClientBase,
  tenantId: string,
  { waitMs, signal, act, sealing }: RemoveOptions,
): Promise<RemovedTenant | null> {
  const names = new Set(tables.map(({ name }) => name))
  const unlocks: (() => Promise<void>)[] = []
  try {
    // The locks prevent runs from writing rows while they are deleted.
    for (const tableName of names)
      unlocks.push(await lockTable(client, { tenantId, tableName, waitMs, signal }))
    return await inTransaction(client, async () => {
      const known = await readTenantTables(client)
      if (!(await exists(client, tenantId))) return null
      let total = 0
      for (const table of known.tenants) {
        const rows = await deleteFrom(client, table, tenantId)
        if (table.schema === 'raw' && names.has(table.table)) total += rows
      }
      // The sync may not delete keys; without the tenant's row they open nothing, and revoked not even a later one.
      await client.query('SELECT api.revoke_tenant_keys($1)', [tenantId])
      const log = await closeLog(client, tenantId, act.now, sealing)
      // The API may have committed a request since its rows were deleted; now that the log is locked, it cannot.
      await client.query('DELETE FROM raw.sync_requests WHERE tenant_id = $1', [tenantId])
      await client.query('SELECT audit.remove_tenant($1)', [tenantId])
      const old = { rows: total, entries: log.entries, root: log.root, epoch: log.epoch }
      const changes = Object.fromEntries(Object.entries(old).map(([name, value]) => [name, { old: value }]))
      await recordEntries(client, installation, act, [
        { action: 'delete', entity: 'raw.tenants', entityId: tenantId, changes },
      ])
      for (const table of known.feeds) await deleteFrom(client, table, tenantId)
      return { rows: total, unchanged: known.foreign.map(({ name, type }) => ({ name, type })) }
    })
  } finally {
    for (const unlock of unlocks) await unlock()
  }
}

async function exists(client: pg.ClientBase, tenantId: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM raw.tenants WHERE tenant_id = $1', [tenantId])
  return rowCount === 1
}

async function deleteFrom(client: pg.ClientBase, { name }: TenantTable, tenantId: string): Promise<number> {
  try {
    const { rowCount } = await client.query(`DELETE FROM ${name} WHERE tenant_id = $1`, [tenantId])
    return rowCount ?? 0
  } catch (error) {
    throw new RemovalError(tenantId, name, error)
  }
}
