import { type Env, exitCode, printResult } from 'cli-kit'
import { readTenantId } from 'cli-kit/postgres'
import { readExchange } from 'records/synced'
import { readDatabaseOptions } from '../config.ts'
import { readFollowers } from '../followers/read-followers.ts'
import { exchangeProblems } from '../status/exchange-problems.ts'
import { readStatus } from '../status/status.ts'
import { readWorkers } from '../status/worker-state.ts'
import { renderStatus } from './status-table.ts'
import { withDatabase } from './with-database.ts'

/**
 * `sync status`. @returns the exit code: 1 when the last run of any kind of a table, or the last step of a follower, failed, or
 * changes cannot be sent before a person acts
 */
export async function status(
  options: { readonly json?: boolean; readonly tenant?: string },
  { env, now }: { env: Env; now: number },
): Promise<number> {
  const tenantId = options.tenant === undefined ? undefined : readTenantId(options.tenant)
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const workers = await readWorkers(client)
    const tables = await readStatus(client, { tenantId, workers })
    const followers = await readFollowers(client, tenantId)
    const exchange = await readExchange(client, [...new Set(tables.map((table) => table.tenantId))])
    const exchanges = exchange.every((state) =>
      exchangeProblems(state, now).every((problem) => problem.state !== 'failed'),
    )
    const ok =
      tables.every(({ status }) => status !== 'failed') &&
      followers.every(({ error }) => error === null) &&
      exchanges
    printResult(
      options,
      { ok, workers, tables, followers, exchange },
      renderStatus({ tables, workers, followers, exchange }, now),
    )
    return ok ? exitCode.done : exitCode.error
  })
}
