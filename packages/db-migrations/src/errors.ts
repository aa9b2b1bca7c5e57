/** What went wrong, for callers that choose differently by it. */
export type MigrationErrorCode =
  | 'INVALID_FILES'
  | 'MIGRATION_FAILED'
  | 'PENDING'
  | 'AHEAD_OF_CODE'
  | 'OUT_OF_ORDER'
  | 'UNLEDGERED_SCHEMA'
  | 'LEDGER_ELSEWHERE'
  | 'IRREVERSIBLE'
  | 'LOCK_BUSY'
  | 'USAGE'

/** An error of the migrator. The message is one line that says what happened and what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
  readonly code: MigrationErrorCode
  /** The migration that was running, such as `003_create_st_jobs`. */
  readonly migration: string | undefined
  /** The statement that failed, where one did. */
  readonly sql: string | undefined

  constructor(
    code: MigrationErrorCode,
    message: string,
    details: { migration?: string; sql?: string; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.migration = details.migration
    this.sql = details.sql
  }
}
