import { confirm, type Env, exitCode, notice, printResult, UsageError } from 'cli-kit'
import { readTenantId } from 'cli-kit/postgres'
import { commandAct, type ReasonOptions } from 'records'
import { resetTable } from '../cache/reset-table.ts'
import { readDatabaseOptions } from '../config.ts'
import { selectTable } from './select.ts'
import { withDatabase } from './with-database.ts'

export interface ResetOptions extends ReasonOptions {
  readonly json?: boolean
  readonly tenant: string
  readonly yes?: boolean
}

/**
 * `sync reset <resource>`: deletes a table's cursors, so that the next sync is a full one. Rows stay.
 * @throws {UsageError} without --yes when not on a terminal, and for a table that was never synced
 */
export async function reset(
  resource: string,
  options: ResetOptions,
  { env, signal }: { env: Env; signal: AbortSignal },
): Promise<number> {
  const table = selectTable(resource)
  const tenantId = readTenantId(options.tenant)
  const act = commandAct(options, new Date())
  if (!options.yes && !(await confirm(`Sync all ${resource} of tenant ${tenantId} again?`, { signal }))) {
    notice('Nothing was changed.')
    return exitCode.error
  }
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const key = { tenantId, tableName: table.name }
    if (!(await resetTable(client, key, { waitMs: 15_000, signal, act }))) {
      throw new UsageError(`${resource} of tenant ${tenantId} was never synced: there is nothing to reset.`)
    }
    const text = `The next sync of ${resource} of tenant ${tenantId} is a full one. Its rows stay.`
    printResult(options, { ok: true, tenantId, resource }, text)
    return exitCode.done
  })
}
