import { exitCode } from 'cli-kit'
import { TableBusyError } from '../cache/table-lock.ts'

/** The exit code of an error of the sync's own; undefined: that of any error. */
export function exitCodeOf(error: unknown): number | undefined {
  return error instanceof TableBusyError ? exitCode.busy : undefined
}
