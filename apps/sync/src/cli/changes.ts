import { setTimeout as sleep } from 'node:timers/promises'
import { type Env, exitCode, isOutputClosed, print, UsageError } from 'cli-kit'
import { selectTenant } from 'cli-kit/postgres'
import { formatPosition, noPosition, parsePosition } from 'db-migrations/protocol'
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
  /** Where to resume after this change, for `--after`. */
  readonly position: string
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
 * @throws {UsageError} without `--tenant` unless there is exactly one tenant, and for an `--after` that is no position
 * @throws when changes after `--after` were removed, or the tenant was
 */
export async function changes(
  options: ChangesOptions,
  { env, signal }: { env: Env; signal: AbortSignal },
): Promise<number> {
  const given = options.after === undefined ? null : parsePosition(options.after)
  if (options.after !== undefined && given === null) {
    throw new UsageError(
      '--after is not the position of a change, which the first column and `position` of --json show.',
    )
  }
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const tenantId = await selectTenant(client, options.tenant)
    const feed = await readFeed(client, tenantId)
    let after = given ?? { epoch: feed.epoch, seq: feed.trimmed }
    if (BigInt(after.seq) < BigInt(feed.trimmed)) throw changesRemoved(feed)
    while (!signal.aborted && !isOutputClosed()) {
      const batch = await readChanges(client, tenantId, after.seq)
      // Read after the batch: if the epoch is still the same, so is the tenant whose changes were read.
      const now = await readFeed(client, tenantId)
      if (now.epoch !== after.epoch) throw tenantReplaced(now)
      // Seqs have no gaps: missing changes were removed in the meantime.
      if (batch[0] && BigInt(batch[0].seq) !== BigInt(after.seq) + 1n) throw changesRemoved(now)
      for (const row of batch) {
        const change = { position: formatPosition({ epoch: after.epoch, seq: row.seq }), ...row }
        print(options.json ? JSON.stringify(change) : renderChange(change))
      }
      after = { epoch: after.epoch, seq: batch.at(-1)?.seq ?? after.seq }
      if (batch.length === BATCH) continue
      if (!options.follow) break
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined)
    }
    return exitCode.done
  })
}

const readAgain = (feed: Feed) =>
  `Read the tables again, then resume with: --after ${formatPosition({ epoch: feed.epoch, seq: feed.last })}`

const changesRemoved = (feed: Feed) =>
  new Error(`Changes after this position were removed. ${readAgain(feed)}`)

const tenantReplaced = (feed: Feed) =>
  new Error(`This position is of another feed: the tenant was removed since. ${readAgain(feed)}`)

/** Seqs are assigned in commit order and without gaps, so the changes after the last seq are all new changes. */
async function readChanges(
  client: pg.ClientBase,
  tenantId: string,
  after: string,
): Promise<Omit<Change, 'position'>[]> {
  const { rows } = await client.query<Omit<Change, 'position'>>(
    `SELECT tenant_id AS "tenantId", seq, table_name AS table, st_id AS id, op, changed_paths AS paths, at
       FROM raw.changes WHERE tenant_id = $1 AND seq > $2 ORDER BY seq LIMIT ${BATCH}`,
    [tenantId, after],
  )
  return rows
}

/** The feed's identity, and where it begins and ends. */
interface Feed {
  readonly epoch: string
  readonly trimmed: string
  readonly last: string
}

async function readFeed(client: pg.ClientBase, tenantId: string): Promise<Feed> {
  const { rows } = await client.query<Feed>(
    'SELECT epoch, trimmed_seq AS trimmed, last_seq AS last FROM raw.change_positions WHERE tenant_id = $1',
    [tenantId],
  )
  return rows[0] ?? { epoch: noPosition.epoch, trimmed: noPosition.seq, last: noPosition.seq }
}

function renderChange({ position, at, table, id, op, paths }: Change): string {
  return [position, at.toISOString(), table, id ?? '*', op, ...paths].join(' ')
}
