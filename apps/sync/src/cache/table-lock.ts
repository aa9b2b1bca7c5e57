import { setTimeout as sleep } from 'node:timers/promises'
import { lockedTablesStatement, tableLockKey } from 'db-migrations/protocol'
import type pg from 'pg'
import type { TableKey } from './table-key.ts'

/** A table is being synced by another process. */
export class TableBusyError extends Error {
  override readonly name = 'TableBusyError'
  readonly code = 'TABLE_BUSY'

  constructor(tableName: string, holder: string) {
    super(`${tableName} is being synced by another process (${holder}). Try again when that has ended.`)
  }
}

const POLL_MS = 100

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
  const key = tableLockKey('$1::text', '$2::text')
  const deadline = performance.now() + waitMs
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${key}) AS taken`, [
      tenantId,
      tableName,
    ])
    if (rows[0]?.taken) break
    if (performance.now() >= deadline)
      throw new TableBusyError(tableName, await describeHolder(client, key, tenantId, tableName))
    await sleep(POLL_MS, undefined, { signal })
  }
  return async () => {
    await client.query(`SELECT pg_advisory_unlock(${key})`, [tenantId, tableName])
  }
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

async function describeHolder(
  client: pg.ClientBase,
  key: string,
  tenantId: string,
  tableName: string,
): Promise<string> {
  const { rows } = await client.query<{ pid: number; application: string | null }>(
    `SELECT pid, application_name AS application FROM pg_stat_activity
      WHERE pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1
                       AND (classid::bigint << 32) | objid::bigint = ${key})`,
    [tenantId, tableName],
  )
  const holder = rows[0]
  if (!holder) return 'it has just ended'
  // A role can only see the application's name of its own connections.
  return `pid ${holder.pid} in PostgreSQL${holder.application ? `, ${holder.application}` : ''}`
}
