import { appendFile, chown, open, stat, truncate } from 'node:fs/promises'
import type { PostgresUnavailableCode } from '../../errors.ts'
import type { Home } from './home.ts'

const LARGEST_LOG_BYTES = 10 * 1024 * 1024

/**
 * Gives the log file to the server's user, and truncates it if it exceeds 10 MB. The server appends, so it may be
 * running meanwhile.
 * @returns the log's size, which is the offset of the next start's messages.
 */
export async function prepareLog(home: Home): Promise<number> {
  await appendFile(home.logFile, '', { mode: 0o600 })
  if (home.user !== undefined) await chown(home.logFile, home.user.uid, home.user.gid)
  const { size } = await stat(home.logFile)
  if (size <= LARGEST_LOG_BYTES) return size
  await truncate(home.logFile, 0)
  return 0
}

/** The log from `offset` on, at most 64 kB. */
export async function readLog(file: string, offset: number): Promise<string> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(65_536), 0, 65_536, offset)
    return buffer.subarray(0, bytesRead).toString()
  } finally {
    await handle.close()
  }
}

const SYSTEM_CAUSE = /No space left on device|Disk quota exceeded|Read-only file system|Permission denied/

/** The reason of a failure: the last fatal line of the log, else the last error, else the last line. */
export function reasonFromLog(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '')
  const last = (pattern: RegExp): string | undefined => lines.findLast((line) => pattern.test(line))
  const fatal = last(/\b(FATAL|PANIC):/)
  // For an invalid setting, the fatal line only names the file.
  const setting = fatal?.includes('contains errors') ? last(/\bLOG:.*(parameter|syntax error)/) : undefined
  // A full disk causes many lines; the last ones are only consequences.
  const line =
    last(SYSTEM_CAUSE) ?? setting ?? fatal ?? last(/\bERROR:|error:/) ?? lines.at(-1) ?? 'the log is empty'
  return line.replace(/^.*?\b(FATAL|PANIC|ERROR|LOG|WARNING|error|fatal):\s+/, '').trim()
}

export type FailureKind = PostgresUnavailableCode | 'orphans_alive' | 'already_running'

/** Classifies a failure by its log. Messages are in English (LC_ALL=C). */
export function classifyLog(log: string): FailureKind {
  if (/Address already in use|could not create any TCP\/IP sockets/.test(log)) return 'port_taken'
  if (/pre-existing shared memory block/.test(log)) return 'orphans_alive'
  if (/lock file "postmaster\.pid" already exists/.test(log)) return 'already_running'
  if (/No space left on device|Disk quota exceeded/.test(log)) return 'disk_full'
  if (/Read-only file system/.test(log)) return 'read_only'
  if (/Permission denied|Operation not permitted|wrong ownership|invalid permissions/.test(log))
    return 'no_permission'
  if (/incompatible with server|was initialized by PostgreSQL version/.test(log)) return 'version_mismatch'
  return 'start_failed'
}

/** The remedy, which is printed after the reason. */
export function adviceFor(kind: FailureKind | 'still_starting'): string {
  if (kind === 'disk_full') return 'free some space, or set LOCAL_POSTGRES_DIR to a directory on another disk'
  if (kind === 'read_only') return 'set LOCAL_POSTGRES_DIR to a directory that can be written'
  if (kind === 'no_permission') return 'run as the user who owns the data, or set LOCAL_POSTGRES_DIR'
  if (kind === 'version_mismatch')
    return 'delete the data with pnpm postgres reset, or set LOCAL_POSTGRES_DIR'
  if (kind === 'port_taken') return 'several ports were taken; try again'
  if (kind === 'orphans_alive')
    return 'processes of the previous server are still running; end them and try again'
  return 'fix the cause, or set DATABASE_URL to another PostgreSQL'
}
