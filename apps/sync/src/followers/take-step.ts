import { inTransaction } from 'cli-kit/postgres'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import { lookupSettings } from 'records'
import { lockDomains } from '../owned/domains.ts'
import { completeTenant } from '../tenants/tenant-rows.ts'
import type { Follower, FollowerStep, StepContext } from './follower.ts'
import { readChanges } from './read-changes.ts'

// A step of a follower, in one transaction:
//
//   its feed after seq ─ apply ────┐
//                                  ├─> what it computes ─> its own feed ─> sync.followers (seq, rebuild_after, ready)
//   its sources ─ rebuild a part ──┘
//
// A killed step leaves nothing behind, and the next one does the same. The row of sync.followers is the claim: it is
// locked for the step, and another worker skips it.

/** Maximum number of changes that a step applies. */
const STEP_CHANGES = 2_000

const stepSettings = { client_connection_check_interval: '1s', work_mem: '64MB', ...lookupSettings }

export type StepOutcome =
  /** Whether there is more to do immediately, and how many changes were applied, and rows compared and written. */
  | {
      readonly outcome: 'done'
      readonly hasMore: boolean
      readonly changes: number
      readonly rows: number
      readonly written: number
      readonly completed: string | null
    }
  /** Another worker takes a step of it, or the tenant does not exist. */
  | { readonly outcome: 'busy' }
  /** A newer worker has applied rules that this one does not have. */
  | { readonly outcome: 'outdated' }

type FollowerRow = CamelRow<
  'sync.followers',
  'feed_epoch' | 'seq' | 'version' | 'rebuild_table' | 'rebuild_after' | 'pending' | 'ready' | 'time_zone'
>

/**
 * Takes one step of a follower of a tenant. A tenant that other software inserted gets its followers, domains
 * and positions first.
 * @throws what PostgreSQL or the follower throws; nothing is kept then
 */
export async function takeStep(
  client: pg.ClientBase,
  follower: Follower,
  options: { readonly tenantId: string; readonly now: Date },
): Promise<StepOutcome> {
  const { tenantId, now } = options
  const step = await tryStep(client, follower, options)
  if (step.outcome !== 'busy') return step
  const isNew = await completeTenant(client, tenantId, { follower: follower.name, now })
  return isNew ? tryStep(client, follower, options) : step
}

async function tryStep(
  client: pg.ClientBase,
  follower: Follower,
  { tenantId, now }: { readonly tenantId: string; readonly now: Date },
): Promise<StepOutcome> {
  return inTransaction(
    client,
    async () => {
      const row = await lockFollower(client, follower, tenantId)
      if (!row) return { outcome: 'busy' }
      if (row.version > follower.version) return { outcome: 'outdated' }
      const { owned: ownedDomains, hybrid: hybridDomains } = await lockDomains(client, tenantId)
      const state = await begin(client, follower, tenantId, row)
      const changes = await readChanges(client, tenantId, {
        feed: follower.feed,
        after: state.seq,
        limit: STEP_CHANGES,
      })
      const seq = changes.at(-1)?.seq ?? state.seq
      const { isBehind, timeZone } = state
      const ready = new Set(state.ready)
      const context: StepContext = {
        client,
        tenantId,
        now,
        seq,
        ready,
        isBehind,
        timeZone,
        ownedDomains,
        hybridDomains,
      }
      for (const { op, tableName } of changes) if (op === 'snapshot') rebuildAgain(state, follower, tableName)
      const following = new Set([
        ...state.ready,
        ...(state.rebuildTable === null ? [] : [state.rebuildTable]),
      ])
      const step = follower.openStep(context)
      await step.apply(changes, following)
      const rebuilt = await rebuildPart(step, follower, state)
      const { hasMore, written } = await step.finish(rebuilt.completed)
      await client.query(
        `UPDATE sync.followers
            SET feed_epoch = $3, seq = $4, version = $5, rebuild_table = $6, rebuild_after = $7, pending = $8, ready = $9,
                time_zone = $10, error = NULL, failures = 0, due_at = NULL, updated_at = $11
          WHERE tenant_id = $1 AND name = $2`,
        [
          tenantId,
          follower.name,
          state.feedEpoch,
          seq,
          follower.version,
          state.rebuildTable,
          state.rebuildAfter,
          state.pending,
          state.ready,
          follower.hasDays ? timeZone : null,
          now,
        ],
      )
      return {
        outcome: 'done',
        hasMore: hasMore || changes.length === STEP_CHANGES || rebuilt.hasMore,
        changes: changes.length,
        rows: rebuilt.rows,
        written,
        completed: rebuilt.completed,
      }
    },
    stepSettings,
  )
}

async function lockFollower(
  client: pg.ClientBase,
  { name }: Follower,
  tenantId: string,
): Promise<FollowerRow | undefined> {
  const { rows } = await client.query<FollowerRow>(
    `SELECT feed_epoch AS "feedEpoch", seq, version, rebuild_table AS "rebuildTable", rebuild_after AS "rebuildAfter",
            pending, ready, time_zone AS "timeZone"
       FROM sync.followers WHERE tenant_id = $1 AND name = $2 FOR UPDATE SKIP LOCKED`,
    [tenantId, name],
  )
  return rows[0]
}

interface State {
  readonly isBehind: boolean
  readonly timeZone: string
  feedEpoch: string | null
  seq: string
  rebuildTable: string | null
  rebuildAfter: string | null
  pending: string[]
  ready: string[]
}

/** The state at the beginning of a step: where the feed, the rules or the days are others, every table is rebuilt. */
async function begin(
  client: pg.ClientBase,
  follower: Follower,
  tenantId: string,
  row: FollowerRow,
): Promise<State> {
  const position = await readPosition(client, follower, tenantId)
  const known = new Set(follower.tables)
  const isBehind = row.feedEpoch !== position.epoch || BigInt(row.seq) < BigInt(position.trimmedSeq)
  const hasOtherDays = follower.hasDays && row.timeZone !== position.timeZone
  const state: State = {
    isBehind,
    timeZone: position.timeZone,
    feedEpoch: position.epoch,
    seq: row.seq,
    rebuildTable: row.rebuildTable,
    rebuildAfter: row.rebuildAfter,
    pending: row.pending.filter((table) => known.has(table)),
    ready: row.ready.filter((table) => known.has(table)),
  }
  if (isBehind) state.seq = position.lastSeq
  if (isBehind || row.version < follower.version || hasOtherDays) {
    state.pending = [...state.ready]
    state.rebuildTable = null
    state.rebuildAfter = null
  }
  return state
}

type Position = CamelRow<'raw.change_positions', 'epoch' | 'last_seq' | 'trimmed_seq'> &
  CamelRow<'raw.tenants', 'time_zone'>

async function readPosition(client: pg.ClientBase, { feed }: Follower, tenantId: string): Promise<Position> {
  const { rows } = await client.query<Position>(
    `SELECT epoch, last_seq AS "lastSeq", trimmed_seq AS "trimmedSeq", time_zone AS "timeZone"
       FROM ${feed}.change_positions AS position
       JOIN raw.tenants AS tenant ON tenant.tenant_id = position.tenant_id
      WHERE position.tenant_id = $1`,
    [tenantId],
  )
  const [position] = rows
  if (!position) throw new Error(`Tenant ${tenantId} has no position in ${feed}.change_positions.`)
  return position
}

/** A snapshot of a table: it is built again, from the beginning if a rebuild of it is under way. */
function rebuildAgain(state: State, follower: Follower, tableName: string): void {
  for (const table of follower.tablesOf(tableName)) {
    if (state.rebuildTable === table) state.rebuildAfter = null
    else if (state.ready.includes(table) && !state.pending.includes(table)) state.pending.push(table)
  }
}

/** Rebuilds the next part of the table that is being rebuilt, or of the next one. */
async function rebuildPart(step: FollowerStep, follower: Follower, state: State) {
  state.rebuildTable ??= await nextTable(step, follower, state)
  const table = state.rebuildTable
  if (table === null) return { hasMore: false, rows: 0, completed: null }
  const { after, rows } = await step.rebuild(table, state.rebuildAfter)
  state.rebuildAfter = after
  if (after !== null) return { hasMore: true, rows, completed: null }
  state.pending = state.pending.filter((name) => name !== table)
  const isNew = !state.ready.includes(table)
  if (isNew) state.ready = follower.tables.filter((name) => name === table || state.ready.includes(name))
  // Recorded now: a process that is killed after this step leaves the next table to be found.
  state.rebuildTable = await nextTable(step, follower, state)
  return { hasMore: true, rows, completed: isNew ? table : null }
}

async function nextTable(step: FollowerStep, follower: Follower, state: State): Promise<string | null> {
  const pending = follower.tables.find((name) => state.pending.includes(name))
  if (pending !== undefined) return pending
  if (state.ready.length === follower.tables.length) return null
  const buildable = await step.findBuildable(state.ready)
  return follower.tables.find((name) => !state.ready.includes(name) && buildable.includes(name)) ?? null
}
