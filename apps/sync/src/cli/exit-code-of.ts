import { exitCode } from 'cli-kit'
import { TableBusyError } from '../cache/table-lock.ts'

/** The exit code of an error that has its own; undefined: the default. */
export function exitCodeOf(error: unknown): number | undefined {
  return error instanceof TableBusyError ? exitCode.busy : undefined
}
