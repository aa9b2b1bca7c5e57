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
  /** Called once when somebody else holds the lock. */
  onWait?: () => void
}

/** Keeps the garbage collector from closing a lock whose work nothing else refers to. */
const held = new Set<DatabaseSync>()

/**
 * Runs `work` while no other process (and nobody else in this one) holds the lock of this file.
 *
 * Node has no flock(), but its SQLite takes the operating system's own file locks: BEGIN EXCLUSIVE on
 * an empty database locks the file and writes nothing. The kernel drops the lock when its process
 * dies, however it dies, so there is no stale lock to recognise, no process id to compare and no
 * race between two that recover it. Child processes (initdb, the server) do not inherit it.
 *
 * Two things must stay true: nothing else in this process opens the file (closing any handle of it
 * would drop the lock on POSIX systems), and nobody deletes it (the next one would lock a new file
 * while the old one is still held).
 * @throws PostgresUnavailableError with code `busy` after three minutes, or when the file cannot be made.
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
      // SQLite makes do with a file that it may only read, and locks it for nobody. access() asks
      // without opening it.
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
        `Another command has been working on the embedded PostgreSQL for ${WAIT_TIMEOUT_MS / 60_000} minutes (it holds ${file}): end it, then try again.`,
      )
    }
    await sleep(POLL_INTERVAL_MS, undefined, options.signal && { signal: options.signal })
  }
}

function resultCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined
  // The low byte is the result, the rest says more about it.
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
