import type { Logger } from 'pino'
import { createServiceTitanClient } from 'servicetitan'
import { type Credentials, readCredentials, readDatabaseOptions, readLogLevel } from '../config.ts'
import { connect, openDatabase } from '../database.ts'
import { errorText } from '../error-text.ts'
import { createLogger } from '../logger.ts'
import { type RunProgress, runSync } from '../run/run-sync.ts'
import { droppedPathsOf, ensureTenant } from '../run/tenants.ts'
import { readStatus } from '../status.ts'
import type { CacheTable } from '../tables/cache-table.ts'
import { tables } from '../tables/tables.ts'
import { exitCode, exitCodeOf, notice, print, UsageError } from './output.ts'
import { createProgressView } from './progress.ts'
import { renderStatus } from './status-table.ts'

type Env = Readonly<Record<string, string | undefined>>

/** `sync run [resource…]`. @returns the exit code: 0 only when every resource ended well */
export async function run(
  names: readonly string[],
  options: { readonly json?: boolean },
  { env, signal }: { env: Env; signal: AbortSignal },
): Promise<number> {
  const selected = selectTables(names)
  const credentials = readCredentials(env)
  const logger = createLogger(readLogLevel(env))
  await using database = await openDatabase(readDatabaseOptions(env), notice)
  const outcomes = await syncTables({ url: database.url, credentials, selected, logger, signal })
  if (options.json) print(JSON.stringify({ ok: outcomes.every(({ ok }) => ok), runs: outcomes.map(summary) }))
  return outcomes.find((outcome) => !outcome.ok)?.exitCode ?? exitCode.done
}

/** `sync status`. @returns the exit code: 1 when a table's last run failed */
export async function status(
  options: { readonly json?: boolean; readonly tenant?: string },
  { env, now }: { env: Env; now: number },
): Promise<number> {
  await using database = await openDatabase(readDatabaseOptions(env), notice)
  const client = await connect(database.url)
  try {
    const statuses = await readStatus(client, options.tenant)
    print(options.json ? JSON.stringify({ ok: true, tables: statuses }) : renderStatus(statuses, now))
    return statuses.some((table) => table.status === 'failed') ? exitCode.error : exitCode.done
  } finally {
    await client.end()
  }
}

function selectTables(names: readonly string[]): readonly CacheTable[] {
  const known = tables.map(({ resource }) => resource)
  const unknown = names.filter((name) => !known.some((resource) => resource === name))
  if (unknown.length > 0) {
    throw new UsageError(`There is no resource ${unknown.join(', ')}. Choose from: ${known.join(', ')}.`)
  }
  return names.length === 0 ? tables : tables.filter(({ resource }) => names.includes(resource))
}

export type SyncOutcome =
  | { readonly ok: true; readonly progress: RunProgress }
  | { readonly ok: false; readonly resource: string; readonly message: string; readonly exitCode: number }

/** Syncs the tables one after another with progress on stderr; one that fails does not keep the others. */
export async function syncTables(options: {
  readonly url: string
  readonly credentials: Credentials
  readonly selected: readonly CacheTable[]
  readonly logger: Logger
  readonly signal: AbortSignal
}): Promise<SyncOutcome[]> {
  const { credentials, logger, signal } = options
  const { tenantId } = credentials
  const api = createServiceTitanClient({ ...credentials, logger })
  const view = createProgressView(process.stderr)
  const client = await connect(options.url)
  const outcomes: SyncOutcome[] = []
  try {
    const tenant = await ensureTenant(client, tenantId, `Tenant ${tenantId}`)
    if (tenant.status === 'paused') throw new UsageError(`Tenant ${tenantId} is paused (raw.tenants.status).`)
    for (const table of options.selected) {
      try {
        const droppedPaths = droppedPathsOf(tenant, table)
        const onProgress = view.show
        const progress = await runSync({
          client,
          api,
          tenantId,
          table,
          droppedPaths,
          logger,
          signal,
          onProgress,
        })
        view.done(progress)
        outcomes.push({ ok: true, progress })
      } catch (error) {
        if (signal.aborted) throw error
        view.failed(table.resource, errorText(error))
        outcomes.push({
          ok: false,
          resource: table.resource,
          message: errorText(error),
          exitCode: exitCodeOf(error),
        })
      }
    }
    return outcomes
  } finally {
    await client.end()
  }
}

function summary(outcome: SyncOutcome) {
  if (!outcome.ok) return { ok: false, resource: outcome.resource, error: outcome.message }
  const { table, ...counts } = outcome.progress
  return { ok: true, resource: table.resource, ...counts }
}
