import { setTimeout as sleep } from 'node:timers/promises'
import { PG_MIGRATE_LOCK_ID } from 'node-pg-migrate'
import type pg from 'pg'
import { MigrationError } from './errors.ts'

/** Who holds the lock that lets one migrator work at a time. */
export interface LockHolder {
  readonly pid: number
  readonly application: string
  readonly since: Date | null
}

export interface RunLockOptions {
  /** How long to wait for another migrator, in milliseconds. */
  readonly waitMs: number
  /** Called once, when the lock is found taken. */
  readonly onWait: (holder: LockHolder | undefined) => void
  readonly signal: AbortSignal | undefined
}

const POLL_MS = 100

/**
 * Takes the advisory lock that node-pg-migrate itself uses, so that its own CLI and this migrator keep
 * each other out. It polls: a blocking wait deadlocks with an index that the holder builds concurrently.
 * The lock ends with the connection.
 * @throws {MigrationError} `LOCK_BUSY` after `waitMs`.
 */
export async function acquireRunLock(client: pg.Client, options: RunLockOptions): Promise<void> {
  const deadline = performance.now() + options.waitMs
  let announced = false
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_lock($1::bigint) AS taken',
      [PG_MIGRATE_LOCK_ID],
    )
    if (rows[0]?.taken) return
    const holder = await findHolder(client)
    if (performance.now() >= deadline) {
      throw new MigrationError(
        'LOCK_BUSY',
        `Another migrator is at work${holder ? ` (pid ${holder.pid}, ${holder.application})` : ''}; try again when it has ended.`,
      )
    }
    if (!announced) options.onWait(holder)
    announced = true
    await sleep(POLL_MS, undefined, options.signal ? { signal: options.signal } : {})
  }
}

async function findHolder(client: pg.Client): Promise<LockHolder | undefined> {
  const { rows } = await client.query<LockHolder>(
    `SELECT l.pid, a.application_name AS application, a.backend_start AS since
     FROM pg_locks l JOIN pg_stat_activity a USING (pid)
     WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND (l.classid::bigint << 32) | l.objid::bigint = $1::bigint`,
    [PG_MIGRATE_LOCK_ID],
  )
  return rows[0]
}
