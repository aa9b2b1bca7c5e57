import { setTimeout as sleep } from 'node:timers/promises'
import { PG_MIGRATE_LOCK_ID } from 'node-pg-migrate'
import type pg from 'pg'
import { MigrationError } from '../errors.ts'
import type { LockHolder } from '../events.ts'
import { poolerError } from './session.ts'

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
 * @throws {MigrationError} `LOCK_BUSY` after `waitMs`; `POOLER` when the lock is not kept for us.
 */
export async function acquireRunLock(client: pg.Client, options: RunLockOptions): Promise<void> {
  const deadline = performance.now() + options.waitMs
  let announced = false
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_lock($1::bigint) AS taken',
      [PG_MIGRATE_LOCK_ID],
    )
    if (rows[0]?.taken) return assertHeld(client)
    const holder = await findHolder(client)
    if (performance.now() >= deadline) {
      throw new MigrationError(
        'LOCK_BUSY',
        `Another migrator is at work${holder ? ` (pid ${holder.pid}, ${holder.application}${holderWork(holder)})` : ''}; try again when it has ended.`,
      )
    }
    if (!announced) options.onWait(holder)
    announced = true
    await sleep(POLL_MS, undefined, options.signal ? { signal: options.signal } : {})
  }
}

/** A pooler gives the lock to a server process, and the next query to another. */
async function assertHeld(client: pg.Client): Promise<void> {
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
