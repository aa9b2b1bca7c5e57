import { errorText, exitCode, UsageError } from 'cli-kit'
import type { RunKind } from 'db-migrations/protocol'
import type { Logger } from 'pino'
import type { ServiceTitanClient } from 'servicetitan'
import type { CacheTable } from '../cache/cache-table.ts'
import { connect, openPool } from '../database.ts'
import type { RunProgress } from '../run/progress.ts'
import { runSync } from '../run/run-sync.ts'
import { afterRun } from '../schedule/after-run.ts'
import type { Credentials } from '../tenants/credentials.ts'
import { createTenantApi } from '../tenants/tenant-api.ts'
import { readTenant, UnknownTenantError } from '../tenants/tenants.ts'
import { exitCodeOf } from './exit-code-of.ts'
import { createProgressView } from './progress.ts'

export type SyncOutcome =
  | { readonly ok: true; readonly tenantId: string; readonly progress: RunProgress }
  | {
      readonly ok: false
      readonly tenantId: string
      /** Null: the failure concerns the whole tenant. */
      readonly resource: string | null
      readonly code: string
      readonly message: string
      readonly exitCode: number
    }

export interface SyncTablesOptions {
  readonly url: string
  readonly credentials: Credentials
  readonly requestsPerSecond: number
  readonly selected: readonly CacheTable[]
  readonly kind: RunKind
  readonly allowDeletes?: boolean
  readonly logger: Logger
  readonly signal: AbortSignal
}

/**
 * Syncs tables of one tenant in sequence, with progress on stderr. A failed table does not stop the others.
 * @throws {UsageError} when the tenant is paused
 * @throws {UnknownTenantError} when the tenant is removed in the meantime
 * @throws the signal's reason when it aborts
 */
export async function syncTables(options: SyncTablesOptions): Promise<SyncOutcome[]> {
  const { credentials, logger, url } = options
  const { tenantId } = credentials
  const onError = (error: Error) => logger.warn({ error: errorText(error) }, 'connection lost')
  const pool = openPool(url, { max: 2, onError })
  try {
    const api = createTenantApi(credentials, { pool, perSecond: options.requestsPerSecond, logger })
    const view = createProgressView(process.stderr)
    const outcomes: SyncOutcome[] = []
    for (const table of options.selected) {
      const outcome = await syncTable(options, api, table, view.show)
      outcomes.push(outcome)
      if (outcome.ok) view.done(outcome.progress)
      else view.failed(table.resource, outcome.message)
    }
    return outcomes
  } finally {
    await pool.end()
  }

  async function syncTable(
    { kind, allowDeletes = false, signal }: SyncTablesOptions,
    api: ServiceTitanClient,
    table: CacheTable,
    onProgress: (progress: RunProgress) => void,
  ): Promise<SyncOutcome> {
    const key = { tenantId, tableName: table.name }
    // One connection per table, so that a connection broken by one run does not affect the next.
    const client = await connect(url)
    try {
      const tenant = await readTenant(client, tenantId)
      if (tenant.status === 'paused') {
        throw new UsageError(
          `Tenant ${tenantId} is paused. Resume it with: pnpm sync tenants resume ${tenantId}`,
        )
      }
      const progress = await runSync({
        client,
        api,
        tenantId,
        table,
        kind,
        allowDeletes,
        logger,
        signal,
        onProgress,
      })
      await afterRun(pool, key, { now: new Date(), logger })
      return { ok: true, tenantId, progress }
    } catch (error) {
      if (signal.aborted || error instanceof UsageError || error instanceof UnknownTenantError) throw error
      const code = (error as { code?: unknown } | null)?.code
      await afterRun(pool, { ...key, error }, { now: new Date(), logger }).catch(() => undefined)
      return {
        ok: false,
        tenantId,
        resource: table.resource,
        message: errorText(error),
        code: typeof code === 'string' ? code : 'ERROR',
        exitCode: exitCodeOf(error) ?? exitCode.error,
      }
    } finally {
      await client.end()
    }
  }
}

/** An outcome in the JSON output. */
export function summary(outcome: SyncOutcome) {
  const { ok, tenantId } = outcome
  if (!outcome.ok) {
    const { resource, code, message } = outcome
    return { ok, tenantId, resource, code, error: message }
  }
  const { table, ...counts } = outcome.progress
  return { ok, tenantId, resource: table.resource, ...counts }
}
