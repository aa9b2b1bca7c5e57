import { access, constants } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileSystemError, PostgresUnavailableError } from '../../errors.ts'
import { giveToOwner } from './directories.ts'

const SQLITE_BUSY = 5
const SQLITE_READONLY = 8
const SQLITE_CANTOPEN = 14

const POLL_INTERVAL_MS = 50
const WAIT_TIMEOUT_MS = 180_000

export type LockOptions = {
  signal?: AbortSignal | undefined
  /** Called once if the lock is held already. */
  onWait?: () => void
}

/** References to all held locks: the garbage collector would close an unreferenced one. */
const held = new Set<DatabaseSync>()

/**
 * Runs `work` while holding the lock of this file, which excludes other processes and other calls in this one.
 *
 * Node has no flock(), but its SQLite takes the operating system's own file locks: BEGIN EXCLUSIVE on an empty database
 * locks the file and writes nothing. The kernel releases the lock when its process ends for any reason, so there are no
 * stale locks to detect, no process ids to compare and no races in their recovery. Child processes (initdb, the server)
 * do not inherit it.
 *
 * Two conditions must hold: no other code in this process opens the file (closing any handle of it would release the
 * lock on POSIX systems), and no process deletes it (the next process would lock a new file while the old one is still
 * locked).
 * @throws PostgresUnavailableError with code `busy` after three minutes, or when the file cannot be created.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const lock = await openLock(file)
  held.add(lock)
  try {
    await acquire(lock, file, options)
    return await work()
  } finally {
    held.delete(lock)
    lock.close()
  }
}

async function openLock(file: string): Promise<DatabaseSync> {
  try {
    const lock = new DatabaseSync(file, { timeout: 0 })
    try {
      // SQLite accepts a read-only file without locking it. access() checks the permission without opening the file.
      await access(file, constants.W_OK)
      await giveToOwner(file)
    } catch (error) {
      lock.close()
      throw error
    }
    return lock
  } catch (error) {
    throw lockFileError(error, file)
  }
}

async function acquire(lock: DatabaseSync, file: string, options: LockOptions): Promise<void> {
  const giveUpAt = performance.now() + WAIT_TIMEOUT_MS
  for (let attempt = 0; ; attempt++) {
    options.signal?.throwIfAborted()
    try {
      // No journal file: there is nothing to recover, and none is left by a killed process.
      lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
      return
    } catch (error) {
      if (resultCode(error) !== SQLITE_BUSY) throw lockFileError(error, file)
    }
    if (attempt === 0) options.onWait?.()
    if (performance.now() > giveUpAt) {
      throw new PostgresUnavailableError(
        'busy',
        `Another command has held the lock of the embedded PostgreSQL (${file}) for ${WAIT_TIMEOUT_MS / 60_000} minutes: end it, then try again.`,
      )
    }
    await sleep(POLL_INTERVAL_MS, undefined, options.signal && { signal: options.signal })
  }
}

function resultCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined
  // The low byte is the primary result code.
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}

function lockFileError(error: unknown, file: string): PostgresUnavailableError {
  const result = resultCode(error)
  const code = result === SQLITE_CANTOPEN || result === SQLITE_READONLY ? 'EACCES' : undefined
  return fileSystemError(
    code === undefined ? error : Object.assign(new Error('permission denied', { cause: error }), { code }),
    `lock ${file}`,
  )
}
