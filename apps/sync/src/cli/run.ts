import { setTimeout as sleep } from 'node:timers/promises'
import { type Env, errorText, exitCode, notice, print, UsageError } from 'cli-kit'
import { createLogger } from 'cli-kit/logger'
import { openDatabase } from 'db-migrations'
import type { RunKind } from 'db-migrations/protocol'
import { catchUpAll } from '../all-followers.ts'
import { readDatabaseOptions, readSyncConfig } from '../config.ts'
import { connect } from '../database.ts'
import type { Credentials } from '../tenants/credentials.ts'
import { UnknownTenantError } from '../tenants/tenants.ts'
import { selectCredentials, selectTables } from './select.ts'
import { type SyncOutcome, type SyncTablesOptions, summary, syncTables } from './sync-tables.ts'

/** The vendor's pause after the end of a feed (developer documentation, "Export APIs"). */
const WATCH_EVERY_MS = 5 * 60_000
/** The pause of `--watch` after the database could not be reached. */
const RETRY_MS = 5_000

export interface RunOptions {
  readonly json?: boolean
  readonly tenant?: string
  readonly full?: boolean
  readonly hot?: boolean
  readonly allowDeletes?: boolean
  readonly watch?: boolean
}

interface Process {
  readonly env: Env
  readonly signal: AbortSignal
}

/** `sync run [resource…]`. @returns the exit code: 0 only when the runs of all resources and tenants succeeded */
export async function run(names: readonly string[], options: RunOptions, process: Process): Promise<number> {
  if (options.full && options.hot) throw new UsageError('Use either --full or --hot.')
  if (options.full && options.watch) throw new UsageError('--watch syncs changes only; omit --full.')
  if (options.allowDeletes && !options.full) {
    throw new UsageError('--allow-deletes needs --full.')
  }
  const kind = options.full ? 'full' : options.hot ? 'hot' : 'incremental'
  return syncNamed(names, { ...options, kind }, process)
}

/** `sync verify [resource…]`. @returns the exit code: 0 only when every resource was compared and repaired */
export async function verify(
  names: readonly string[],
  options: Pick<RunOptions, 'json' | 'tenant'>,
  process: Process,
): Promise<number> {
  return syncNamed(names, { ...options, kind: 'verify' }, process)
}

async function syncNamed(
  names: readonly string[],
  options: RunOptions & { readonly kind: RunKind },
  { env, signal }: Process,
): Promise<number> {
  const selected = selectTables(names)
  const accounts = selectCredentials(env, options.tenant)
  const { requestsPerSecond, logLevel } = readSyncConfig(env, { logLevel: 'warn' })
  const logger = createLogger(logLevel)
  await using database = await openDatabase(readDatabaseOptions(env), notice)
  const { kind, allowDeletes = false } = options
  const sync = () =>
    syncTenants(accounts, {
      url: database.url,
      requestsPerSecond,
      selected,
      kind,
      allowDeletes,
      logger,
      signal,
      // A paused tenant, or one that does not exist, does not stop the others.
      skipsUnavailable: options.tenant === undefined && accounts.length > 1,
    })
  const report = (outcomes: readonly SyncOutcome[]) => {
    const ok = outcomes.every((outcome) => outcome.ok)
    if (options.json) print(JSON.stringify({ ok, runs: outcomes.map(summary) }))
    return outcomes.find((outcome) => !outcome.ok)?.exitCode ?? exitCode.done
  }
  if (!options.watch) return report(await sync())
  while (!signal.aborted) {
    try {
      report(await sync())
      await sleep(WATCH_EVERY_MS, undefined, { signal })
    } catch (error) {
      if (signal.aborted) break
      if (error instanceof UsageError || error instanceof UnknownTenantError) throw error
      notice(`error: ${errorText(error)} (trying again in ${RETRY_MS / 1_000} seconds)`)
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined)
    }
  }
  return exitCode.done
}

async function syncTenants(
  accounts: readonly Credentials[],
  {
    skipsUnavailable,
    ...options
  }: Omit<SyncTablesOptions, 'credentials'> & { readonly skipsUnavailable: boolean },
): Promise<SyncOutcome[]> {
  const outcomes: SyncOutcome[] = []
  for (const credentials of accounts) {
    if (accounts.length > 1) notice(`Tenant ${credentials.tenantId}:`)
    try {
      outcomes.push(...(await syncTables({ ...options, credentials })))
      outcomes.push(...(await projectTenant(options.url, credentials.tenantId, options.signal)))
    } catch (error) {
      const isKnown = error instanceof UsageError || error instanceof UnknownTenantError
      if (!isKnown || !skipsUnavailable) throw error
      notice(error.message)
      if (error instanceof UnknownTenantError) outcomes.push(missingTenant(credentials, error))
    }
  }
  return outcomes
}

/** Brings the tenant's records, and its facts, up to date. @returns the failure, if it failed */
async function projectTenant(url: string, tenantId: string, signal: AbortSignal): Promise<SyncOutcome[]> {
  const client = await connect(url)
  try {
    await catchUpAll(client, { tenantId, signal })
    return []
  } catch (error) {
    if (signal.aborted) throw error
    const message = `The records of tenant ${tenantId} were not brought up to date: ${errorText(error)}`
    notice(`error: ${message}`)
    return [{ ok: false, tenantId, resource: null, code: 'RECORDS', message, exitCode: exitCode.error }]
  } finally {
    await client.end()
  }
}

/** The outcome of a tenant that has credentials but was not added, or was removed. */
function missingTenant({ tenantId }: Credentials, { code, message }: UnknownTenantError): SyncOutcome {
  return { ok: false, tenantId, resource: null, code, message, exitCode: exitCode.usage }
}
