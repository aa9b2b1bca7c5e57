import { counted, type Env, exitCode, type OutputOptions, printResult, UsageError } from 'cli-kit'
import { readTenantId } from 'cli-kit/postgres'
import { commandAct, type ReasonOptions } from 'records'
import { exportLog } from '../../audit/export-log.ts'
import { readDatabaseOptions } from '../../config.ts'
import { withDatabase } from '../with-database.ts'

export interface ExportOptions extends OutputOptions, ReasonOptions {
  readonly tenant: string
  readonly to: string
}

/** `sync audit export --tenant <id> --to <file>`. @throws {UsageError} when the tenant has no log */
export async function auditExport(options: ExportOptions, env: Env): Promise<number> {
  const tenantId = readTenantId(options.tenant)
  const act = commandAct(options, new Date())
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const exported = await exportLog(client, tenantId, { file: options.to, act })
    if (exported === null) throw new UsageError(`Tenant ${tenantId} has no entry in the audit log yet.`)
    const what = `${counted(exported.entries, 'entry', 'entries')} and ${counted(exported.seals, 'seal')}`
    const text = `${what} were written to ${options.to}.`
    printResult(options, { ok: true, tenantId, file: options.to, ...exported }, text)
    return exitCode.done
  })
}
