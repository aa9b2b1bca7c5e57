import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'

/** A lock of PostgreSQL that belongs to a session. */
export interface AdvisoryLock {
  /** SQL of the key, a bigint. */
  readonly key: string
  /** The parameters of `key`. */
  readonly values: readonly string[]
}

const POLL_MS = 100

/**
 * Takes an advisory lock. It belongs to the connection: PostgreSQL releases it when it notices that a process was killed,
 * for which `waitMs` leaves time.
 * @returns a function that releases the lock; null when another session still holds it after `waitMs` milliseconds
 */
export async function takeLock(
  client: pg.ClientBase,
  { key, values }: AdvisoryLock,
  { waitMs, signal }: { readonly waitMs: number; readonly signal: AbortSignal },
): Promise<(() => Promise<void>) | null> {
  const deadline = performance.now() + waitMs
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${key}) AS taken`, [
      ...values,
    ])
    if (rows[0]?.taken) break
    if (performance.now() >= deadline) return null
    await sleep(POLL_MS, undefined, { signal })
  }
  return async () => {
    await client.query(`SELECT pg_advisory_unlock(${key})`, [...values])
  }
}

/** Who holds an advisory lock, in words. */
export async function describeHolder(client: pg.ClientBase, { key, values }: AdvisoryLock): Promise<string> {
  const { rows } = await client.query<{ pid: number; application: string | null }>(
    `SELECT pid, application_name AS application FROM pg_stat_activity
      WHERE pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1
                       AND (classid::bigint << 32) | objid::bigint = ${key})`,
    [...values],
  )
  const holder = rows[0]
  if (!holder) return 'it has just ended'
  // A role can only see the application's name of its own connections.
  return `pid ${holder.pid} in PostgreSQL${holder.application ? `, ${holder.application}` : ''}`
}
