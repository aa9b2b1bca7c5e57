import { setTimeout as sleep } from 'node:timers/promises'
import { type Env, exitCode, isOutputClosed, print, UsageError } from 'cli-kit'
import { selectTenant } from 'cli-kit/postgres'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import { readDatabaseOptions } from '../config.ts'
import { withDatabase } from './with-database.ts'

export interface ChangesOptions {
  readonly json?: boolean
  readonly tenant?: string
  readonly after?: string
  readonly follow?: boolean
}

interface Change extends CamelRow<'raw.changes', 'tenant_id' | 'seq' | 'at'> {
  readonly table: string
  /** Null for a snapshot, which concerns the whole table. */
  readonly id: string | null
  readonly op: 'insert' | 'update' | 'delete' | 'restore' | 'snapshot'
  readonly paths: readonly string[]
}

const BATCH = 1_000
const POLL_MS = 500

/**
 * `sync changes`: prints the change feed of a tenant, one line per change; with `--follow` until stopped.
 * @throws {UsageError} without `--tenant` unless there is exactly one tenant
 * @throws when changes after `--after` were removed
 */
export async function changes(
  options: ChangesOptions,
  { env, signal }: { env: Env; signal: AbortSignal },
): Promise<number> {
  if (options.after !== undefined && !/^\d{1,18}$/.test(options.after)) {
    throw new UsageError('--after is not the seq of a change.')
  }
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const tenantId = await selectTenant(client, options.tenant)
    const trimmed = await trimmedSeq(client, tenantId)
    let after = options.after ?? trimmed
    if (BigInt(after) < BigInt(trimmed)) throw changesRemoved(after)
    while (!signal.aborted && !isOutputClosed()) {
      const batch = await readChanges(client, tenantId, after)
      // Seqs have no gaps: missing changes were removed in the meantime.
      if (batch[0] && BigInt(batch[0].seq) !== BigInt(after) + 1n) throw changesRemoved(after)
      for (const change of batch) print(options.json ? JSON.stringify(change) : renderChange(change))
      after = batch.at(-1)?.seq ?? after
      if (batch.length === BATCH) continue
      if (!options.follow) break
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined)
    }
    return exitCode.done
  })
}

const changesRemoved = (after: string) =>
  new Error(
    `Changes after ${after} were removed: read the tables again, then resume after the newest change.`,
  )

/** Seqs are assigned in commit order and without gaps, so the changes after the last seq are all new changes. */
async function readChanges(client: pg.ClientBase, tenantId: string, after: string): Promise<Change[]> {
  const { rows } = await client.query<Change>(
    `SELECT tenant_id AS "tenantId", seq, table_name AS table, st_id AS id, op, changed_paths AS paths, at
       FROM raw.changes WHERE tenant_id = $1 AND seq > $2 ORDER BY seq LIMIT ${BATCH}`,
    [tenantId, after],
  )
  return rows
}

async function trimmedSeq(client: pg.ClientBase, tenantId: string): Promise<string> {
  const { rows } = await client.query<{ seq: string }>(
    'SELECT trimmed_seq AS seq FROM raw.change_positions WHERE tenant_id = $1',
    [tenantId],
  )
  return rows[0]?.seq ?? '0'
}

function renderChange({ seq, at, table, id, op, paths }: Change): string {
  return [seq, at.toISOString(), table, id ?? '*', op, ...paths].join(' ')
}
