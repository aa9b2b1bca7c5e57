/** The reasons for which no PostgreSQL is usable, for callers to distinguish. */
export type PostgresUnavailableCode =
  | 'invalid_url'
  | 'unreachable'
  | 'timeout'
  | 'authentication_failed'
  | 'database_missing'
  | 'too_old'
  | 'tls'
  | 'too_many_connections'
  | 'starting_up'
  | 'connection_failed'
  | 'port_taken'
  | 'disk_full'
  | 'read_only'
  | 'no_permission'
  | 'version_mismatch'
  | 'wrong_encoding'
  | 'not_a_data_directory'
  | 'password_missing'
  | 'no_binaries'
  | 'busy'
  | 'start_failed'
  | 'stop_failed'
  | 'not_running'
  | 'no_container_engine'
  | 'no_client'

/**
 * No PostgreSQL can be used: `code` is the reason, `message` is one line with the remedy.
 * @example
 * ```ts
 * try {
 *   await resolvePostgres()
 * } catch (error) {
 *   if (error instanceof PostgresUnavailableError && error.code === 'no_binaries') console.error(error.message)
 *   else throw error
 * }
 * ```
 */
export class PostgresUnavailableError extends Error {
  override readonly name = 'PostgresUnavailableError'
  readonly code: PostgresUnavailableCode

  constructor(code: PostgresUnavailableCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}

/** The `code` of a Node, PostgreSQL or SQLite error, if it has one. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** The first line of an error's message. */
export function errorText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.split('\n', 1)[0]?.trim() || 'unknown error'
}

/** A file system error in one line: the failed action, and the remedy for frequent causes. */
export function fileSystemError(error: unknown, action: string): PostgresUnavailableError {
  const code = errorCode(error)
  const cause = { cause: error }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new PostgresUnavailableError(
      'disk_full',
      `Could not ${action}: the disk is full. Free some space, or set LOCAL_POSTGRES_DIR to a directory on another disk.`,
      cause,
    )
  }
  if (code === 'EROFS') {
    return new PostgresUnavailableError(
      'read_only',
      `Could not ${action}: the file system is read-only. Set LOCAL_POSTGRES_DIR to a directory that can be written.`,
      cause,
    )
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new PostgresUnavailableError(
      'no_permission',
      `Could not ${action}: permission denied. Run as the user who owns it, or set LOCAL_POSTGRES_DIR to one of your directories.`,
      cause,
    )
  }
  return new PostgresUnavailableError('start_failed', `Could not ${action}: ${errorText(error)}.`, cause)
}
