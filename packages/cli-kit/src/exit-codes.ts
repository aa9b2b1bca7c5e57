import type { MigrationErrorCode } from '../errors.ts'

/** What a command's exit code says; the README has the same table. */
export const exitCode = { done: 0, error: 1, usage: 2, drift: 3, pending: 4, lockBusy: 5, lint: 6 } as const

const byError: Partial<Record<MigrationErrorCode, number>> = {
  CHECKSUM: exitCode.drift,
  LOCK_BUSY: exitCode.lockBusy,
  PENDING: exitCode.pending,
  USAGE: exitCode.usage,
}

export function exitCodeOf(code: MigrationErrorCode | undefined): number {
  return (code && byError[code]) ?? exitCode.error
}
