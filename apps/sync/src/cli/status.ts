import { type Env, exitCode, printResult } from 'cli-kit'
import { readTenantId } from 'cli-kit/postgres'
import { readDatabaseOptions } from '../config.ts'
import { readStatus } from '../status/status.ts'
import { renderStatus } from './status-table.ts'
import { withDatabase } from './with-database.ts'

/** `sync status`. @returns the exit code: 1 when a table's last run failed */
export async function status(
  options: { readonly json?: boolean; readonly tenant?: string },
  { env, now }: { env: Env; now: number },
): Promise<number> {
  const tenantId = options.tenant === undefined ? undefined : readTenantId(options.tenant)
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const tables = await readStatus(client, tenantId)
    printResult(options, { ok: true, tables }, renderStatus(tables, now))
    return tables.some((table) => table.status === 'failed') ? exitCode.error : exitCode.done
  })
}
