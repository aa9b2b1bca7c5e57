import { exitCode } from 'cli-kit'
import { MigrationError, type MigrationErrorCode } from '../errors.ts'

const byCode: Partial<Record<MigrationErrorCode, number>> = {
  CHECKSUM: exitCode.drift,
  LOCK_BUSY: exitCode.busy,
  PENDING: exitCode.pending,
  USAGE: exitCode.usage,
}

/** The exit code of an error of the migrator; undefined: that of any error. */
export function exitCodeOf(error: unknown): number | undefined {
  return error instanceof MigrationError ? byCode[error.code] : undefined
}

/** More lines where they help: the statement that failed, with the place in it. */
export function detailsOf(error: unknown): string | undefined {
  return error instanceof MigrationError ? error.details : undefined
}
