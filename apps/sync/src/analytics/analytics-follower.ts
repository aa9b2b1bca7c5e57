import { type Fact, factOf, facts, refreshStatement, wholesOf } from 'analytics'
import type { Follower, FollowerStep, RebuiltPart, StepContext } from '../followers/follower.ts'
import { assertFewRefused, writeHalving } from '../followers/write-halving.ts'
import { preparedFor } from '../postgres/prepared-statement.ts'
import { changedIds, concernedKeys } from './concerned-keys.ts'
import { enqueueKeys, hasDueKeys, readDueKeys, settleKeys } from './dirty-keys.ts'
import { readNextKeys } from './next-keys.ts'

// The follower that computes schema analytics:
//
//   lazi.changes ─> ids of records ─ dependencies ─> ids of facts ─ source ─> rows that differ are written ─┐
//                                        └─ fan-outs ─> analytics.dirty_keys ─ in steps ─┘ ^                │
//                                                                                          └─ made of these ─┘
//
// It reads the records as they are now, which may be ahead of the feed, so applying a change twice, or in another order,
// ends the same. What is made of other facts reads these and not their records: then each change of a part is known with
// the row that it belonged to before.

/** Maximum number of rows that a step rebuilds, and of those that were enqueued. */
const STEP_ROWS = 2_000

/** Computes schema `analytics` from schema `lazi`. */
export const analyticsFollower: Follower = {
  name: 'analytics',
  feed: 'lazi',
  hasDays: true,
  version: 1,
  tables: facts.map(({ name }) => name),
  tablesOf: (tableName) =>
    facts
      .filter(({ dependencies }) => dependencies.some(({ on }) => on === tableName))
      .map(({ name }) => name),
  otherWork: hasDueKeys,
  openStep: (context) => openStep(context),
}

const refreshOf = preparedFor(refreshStatement)

/** The ids of rows to compute, by fact. */
type Concerned = Map<string, Set<string>>

function addTo(concerned: Concerned, fact: string, id: string): void {
  const ids = concerned.get(fact)
  if (ids) ids.add(id)
  else concerned.set(fact, new Set([id]))
}

/** What a refresh returns; `concerned` by column. */
interface Refreshed {
  readonly written: number
  readonly concerned: Readonly<Record<string, readonly string[]>>
}

function openStep(context: StepContext): FollowerStep {
  const { client, tenantId, timeZone, ready } = context
  let hasMore = false
  let written = 0

  /** Writes rows of facts, in order, and then those of `following` that are made of the ones that changed. */
  const refreshAll = async (concerned: Concerned, following: ReadonlySet<string>): Promise<void> => {
    for (const fact of facts) {
      const ids = concerned.get(fact.name)
      if (ids === undefined || ids.size === 0) continue
      const changed = await refresh(fact, [...ids])
      for (const { fact: whole, by } of wholesOf(fact.name))
        if (following.has(whole.name)) for (const id of changed[by] ?? []) addTo(concerned, whole.name, id)
    }
  }

  const refresh = async (fact: Fact, ids: readonly string[]): Promise<Record<string, string[]>> => {
    const { results, refused } = await writeHalving(client, ids, (some) =>
      client.query<Refreshed>(refreshOf(fact, [tenantId, some, timeZone])),
    )
    assertFewRefused(fact.name, refused, ids.length)
    const changed: Record<string, string[]> = {}
    for (const { rows } of results) {
      written += rows[0]?.written ?? 0
      for (const [by, keys] of Object.entries(rows[0]?.concerned ?? {}))
        changed[by] = [...(changed[by] ?? []), ...keys]
    }
    await settleKeys(context, fact.name, { ids, refused })
    return changed
  }

  return {
    async apply(changes, following) {
      const concerned: Concerned = new Map()
      for (const fact of facts.filter(({ name }) => following.has(name))) {
        for (const dependency of fact.dependencies) {
          const ids = changedIds(changes, dependency)
          const { keys, isFanOut } = dependency
          if (isFanOut && keys !== undefined) await enqueueKeys(context, fact, { keys, ids })
          else
            for (const id of await concernedKeys(client, tenantId, dependency, ids))
              addTo(concerned, fact.name, id)
        }
      }
      const due = await readDueKeys(context, STEP_ROWS)
      if (due.length === STEP_ROWS) hasMore = true
      for (const { fact, key } of due) addTo(concerned, fact, key)
      await refreshAll(concerned, following)
    },
    async findBuildable(built) {
      const { rows } = await client.query<{ ready: string[] }>(
        `SELECT ready FROM sync.followers WHERE tenant_id = $1 AND name = 'records'`,
        [tenantId],
      )
      const records = new Set(rows[0]?.ready)
      return facts
        .filter(({ needs }) => needs.every((table) => records.has(table)))
        .filter(({ madeOf = [] }) => madeOf.every(({ fact }) => built.includes(fact)))
        .map(({ name }) => name)
    },
    async rebuild(table, after): Promise<RebuiltPart> {
      const fact = factOf(table)
      const ids = await readNextKeys(client, tenantId, { fact, after, limit: STEP_ROWS })
      await refreshAll(new Map([[table, new Set(ids)]]), ready)
      return { after: ids.length < STEP_ROWS ? null : (ids.at(-1) ?? null), rows: ids.length }
    },
    finish: async () => ({ hasMore, written }),
  }
}
