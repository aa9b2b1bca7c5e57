import type pg from 'pg'
import type { Act } from 'records'
import type { CacheTable } from '../cache/cache-table.ts'
import { lockTable } from '../cache/table-lock.ts'
import { readErased } from '../page/erased/erased-records.ts'
import { droppedPathsOf, readTenant } from '../tenants/tenants.ts'
import { replayQuarantined } from './replay.ts'

export interface EntriesOfTable {
  readonly tenantId: string
  readonly table: CacheTable
  readonly ids: readonly string[]
  /** Whether to remove `\u0000` from texts. */
  readonly stripNulCharacters: boolean
  /** How long to wait for the end of a run of the table, in milliseconds. */
  readonly lockWaitMs: number
  readonly act: Act
}

/**
 * Tries to write quarantined records of a table again, with the table locked, so that no run writes the same records
 * meanwhile.
 * @throws {UnknownTenantError}
 * @throws {TableBusyError} when a run still has the table locked after `lockWaitMs`; no record was tried
 */
export async function replayEntries(
  client: pg.ClientBase,
  { tenantId, table, ids, stripNulCharacters, lockWaitMs, act }: EntriesOfTable,
): Promise<{ readonly written: number; readonly refused: number }> {
  const { signal } = new AbortController()
  const unlock = await lockTable(client, { tenantId, tableName: table.name, waitMs: lockWaitMs, signal })
  try {
    const tenant = await readTenant(client, tenantId)
    const { rows } = await client.query<{ isPublished: boolean }>(
      `SELECT last_full_sync IS NOT NULL AS "isPublished" FROM raw.sync_state WHERE tenant_id = $1 AND table_name = $2`,
      [tenantId, table.name],
    )
    const droppedPaths = droppedPathsOf(tenant, table)
    const isPublished = rows[0]?.isPublished ?? false
    const erased = await readErased(client, { tenantId, tableName: table.name })
    const target = { client, tenantId, table, droppedPaths, isPublished, stripNulCharacters, erased }
    return await replayQuarantined(target, ids, act)
  } finally {
    await unlock()
  }
}
