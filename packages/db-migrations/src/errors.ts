/** The kind of failure, for callers that handle some differently. */
export type MigrationErrorCode =
  | 'INVALID_FILES'
  | 'MIGRATION_FAILED'
  | 'PENDING'
  | 'AHEAD_OF_CODE'
  | 'CHECKSUM'
  | 'OUT_OF_ORDER'
  | 'UNLEDGERED_SCHEMA'
  | 'LEDGER_ELSEWHERE'
  | 'IRREVERSIBLE'
  | 'LOCK_BUSY'
  | 'POOLER'
  | 'UNFINISHED'
  | 'ACCESS'
  | 'NOT_EMPTY'
  | 'DUMP_DAMAGED'
  | 'USAGE'

/**
 * An error of the migrator. The message is one line: what happened and what to do.
 * @example
 * ```ts
 * try {
 *   await migrator.up()
 * } catch (error) {
 *   if (error instanceof MigrationError && error.code === 'LOCK_BUSY') console.error(error.message)
 *   else throw error
 * }
 * ```
 */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
  readonly code: MigrationErrorCode
  /** The migration concerned, such as `003_create_st_jobs`. */
  readonly migration: string | undefined
  /** The failed statement, if any. */
  readonly sql: string | undefined
  /** Further lines of output, if any: the file, the statement and the position of the error. */
  readonly details: string | undefined

  constructor(
    code: MigrationErrorCode,
    message: string,
    more: { migration?: string; sql?: string; details?: string; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.code = code
    this.migration = more.migration
    this.sql = more.sql
    this.details = more.details
  }
}
