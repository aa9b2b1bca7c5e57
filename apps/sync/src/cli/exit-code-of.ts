import { exitCode } from 'cli-kit'
import { ExportBusyError } from '../analytics/export/errors.ts'
import { TableBusyError } from '../cache/table-lock.ts'
import { UnknownTenantError } from '../tenants/tenants.ts'

/** The exit code of an error that has its own; undefined: the default. */
export function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof UnknownTenantError) return exitCode.usage
  return error instanceof TableBusyError || error instanceof ExportBusyError ? exitCode.busy : undefined
}
