/** What went wrong, for callers that choose differently by it. */
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
  | 'USAGE'

/** An error of the migrator. The message is one line that says what happened and what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
  readonly code: MigrationErrorCode
  /** The migration that was running, such as `003_create_st_jobs`. */
  readonly migration: string | undefined
  /** The statement that failed, where one did. */
  readonly sql: string | undefined
  /** More lines for people, where there are any: the file, the statement and the place in it. */
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
