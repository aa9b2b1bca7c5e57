import { lockedTablesStatement, tableLockKey } from 'db-migrations/protocol'
import type pg from 'pg'
import { describeHolder, takeLock } from '../postgres/advisory-lock.ts'
import type { TableKey } from './table-key.ts'

/** A table is being synced by another process. */
export class TableBusyError extends Error {
  override readonly name = 'TableBusyError'
  readonly code = 'TABLE_BUSY'

  constructor(tableName: string, holder: string) {
    super(`${tableName} is being synced by another process (${holder}). Try again when that has ended.`)
  }
}

/**
 * Takes the lock that allows one process at a time to sync a table of a tenant. The lock belongs to the connection:
 * PostgreSQL releases it when it notices that a process was killed, for which `waitMs` leaves time.
 * @returns a function that releases the lock
 * @throws {TableBusyError} when another process still holds it after `waitMs` milliseconds
 */
export async function lockTable(
  client: pg.ClientBase,
  {
    tenantId,
    tableName,
    waitMs,
    signal,
  }: { tenantId: string; tableName: string; waitMs: number; signal: AbortSignal },
): Promise<() => Promise<void>> {
  const lock = { key: tableLockKey('$1::text', '$2::text'), values: [tenantId, tableName] }
  const release = await takeLock(client, lock, { waitMs, signal })
  if (release === null) throw new TableBusyError(tableName, await describeHolder(client, lock))
  return release
}

/** Of these tables, those that are being synced. */
export async function readLockedTables(
  client: pg.ClientBase | pg.Pool,
  keys: readonly TableKey[],
): Promise<TableKey[]> {
  if (keys.length === 0) return []
  const { rows } = await client.query<TableKey>(lockedTablesStatement, [
    keys.map(({ tenantId }) => tenantId),
    keys.map(({ tableName }) => tableName),
  ])
  return rows
}
