import { setTimeout as sleep } from 'node:timers/promises'
import { PG_MIGRATE_LOCK_ID } from 'node-pg-migrate'
import type pg from 'pg'
import { MigrationError } from '../errors.ts'
import type { LockHolder } from '../events.ts'
import { poolerError } from './session.ts'

export interface RunLockOptions {
  /** Maximum wait for another migrator, in milliseconds. */
  readonly waitMs: number
  /** Called once, if another session holds the lock. */
  readonly onWait: (holder: LockHolder | undefined) => void
  readonly signal: AbortSignal | undefined
}

const POLL_MS = 100

/**
 * Acquires the advisory lock of node-pg-migrate, so that its CLI and this migrator exclude each other. Polls, since a
 * blocking wait would deadlock with a concurrent index build of the holder. The lock is released with the connection.
 * @throws {MigrationError} `LOCK_BUSY` after `waitMs`; `POOLER` if another server process holds the lock
 */
export async function acquireRunLock(client: pg.Client, options: RunLockOptions): Promise<void> {
  const deadline = performance.now() + options.waitMs
  let reported = false
  for (;;) {
    const { rows } = await client.query<{ acquired: boolean }>(
      'SELECT pg_try_advisory_lock($1::bigint) AS acquired',
      [PG_MIGRATE_LOCK_ID],
    )
    if (rows[0]?.acquired) return assertOwnLock(client)
    const holder = await findHolder(client)
    if (performance.now() >= deadline) {
      throw new MigrationError(
        'LOCK_BUSY',
        `Another migrator is running${holder ? ` (pid ${holder.pid}, ${holder.application}${holderWork(holder)})` : ''}; retry when it has finished.`,
      )
    }
    if (!reported) options.onWait(holder)
    reported = true
    await sleep(POLL_MS, undefined, options.signal ? { signal: options.signal } : {})
  }
}

/** Through a pooler, the lock may belong to another server process than the one that answers. */
async function assertOwnLock(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ pid: number; mine: number }>(
    `SELECT pid, pg_backend_pid() AS mine FROM (${holderSql}) AS holder`,
    [PG_MIGRATE_LOCK_ID],
  )
  if (rows[0]?.pid !== rows[0]?.mine) throw poolerError()
}

async function findHolder(client: pg.Client): Promise<LockHolder | undefined> {
  return (await client.query<LockHolder>(holderSql, [PG_MIGRATE_LOCK_ID])).rows[0]
}

function holderWork({ query }: LockHolder): string {
  return query ? `: ${query.replaceAll(/\s+/g, ' ')}` : ''
}

const holderSql = `
  SELECT l.pid, a.application_name AS application, a.backend_start AS since,
         CASE WHEN a.state = 'active' THEN left(a.query, 200) ELSE '' END AS query
    FROM pg_locks l JOIN pg_stat_activity a USING (pid)
   WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
     AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
     AND (l.classid::bigint << 32) | l.objid::bigint = $1::bigint`
