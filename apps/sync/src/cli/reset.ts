import { confirm, type Env, exitCode, notice, printResult, UsageError } from 'cli-kit'
import { readTenantId } from 'cli-kit/postgres'
import { wasNeverSynced } from 'db-migrations/protocol'
import type pg from 'pg'
import { lockTable } from '../cache/table-lock.ts'
import { readDatabaseOptions } from '../config.ts'
import { inTransaction } from '../postgres/transaction.ts'
import { selectTable } from './select.ts'
import { withDatabase } from './with-database.ts'

export interface ResetOptions {
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
  if (!options.yes && !(await confirm(`Sync all ${resource} of tenant ${tenantId} again?`, { signal }))) {
    notice('Nothing was changed.')
    return exitCode.error
  }
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const key = { tenantId, tableName: table.name }
    const unlock = await lockTable(client, { ...key, waitMs: 15_000, signal })
    try {
      if (!(await resetProgress(client, key, new Date()))) {
        throw new UsageError(`${resource} of tenant ${tenantId} was never synced: there is nothing to reset.`)
      }
    } finally {
      await unlock()
    }
    const text = `The next sync of ${resource} of tenant ${tenantId} is a full one. Its rows stay.`
    printResult(options, { ok: true, tenantId, resource }, text)
    return exitCode.done
  })
}

/** @returns false when the table was never synced */
async function resetProgress(
  client: pg.ClientBase,
  { tenantId, tableName }: { readonly tenantId: string; readonly tableName: string },
  now: Date,
): Promise<boolean> {
  return inTransaction(client, async () => {
    const { rowCount } = await client.query(
      `UPDATE raw.sync_state
          SET cursor = NULL, full_sync_cursor = NULL, full_sync_started_at = NULL, last_full_sync = NULL,
              next_run_at = NULL, updated_at = $3
        WHERE tenant_id = $1 AND table_name = $2 AND NOT ${wasNeverSynced('sync_state')}`,
      [tenantId, tableName, now],
    )
    for (const name of ['full_sync_pages', 'delete_suspects']) {
      await client.query(`DELETE FROM raw.${name} WHERE tenant_id = $1 AND table_name = $2`, [
        tenantId,
        tableName,
      ])
    }
    return rowCount === 1
  })
}
