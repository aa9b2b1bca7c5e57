import { exitCode } from 'cli-kit'
import { TableBusyError } from '../cache/table-lock.ts'
import { UnknownTenantError } from '../tenants/tenants.ts'

/** The exit code of an error that has its own; undefined: the default. */
export function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof UnknownTenantError) return exitCode.usage
  return error instanceof TableBusyError ? exitCode.busy : undefined
}
