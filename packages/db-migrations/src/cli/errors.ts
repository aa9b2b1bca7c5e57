import { exitCode } from 'cli-kit'
import { MigrationError, type MigrationErrorCode } from '../errors.ts'

const byCode: Partial<Record<MigrationErrorCode, number>> = {
  CHECKSUM: exitCode.drift,
  LOCK_BUSY: exitCode.busy,
  PENDING: exitCode.pending,
  USAGE: exitCode.usage,
}

/** The exit code of a MigrationError; undefined: the general one. */
export function exitCodeOf(error: unknown): number | undefined {
  return error instanceof MigrationError ? byCode[error.code] : undefined
}

/** Further lines of output: the failed statement, with the position of the error. */
export function detailsOf(error: unknown): string | undefined {
  return error instanceof MigrationError ? error.details : undefined
}
