import { type Fact, factOf, facts, refreshStatement } from 'analytics'
import type { Follower, FollowerStep, RebuiltPart, StepContext } from '../followers/follower.ts'
import { assertFewRefused, writeHalving } from '../followers/write-halving.ts'
import { preparedFor } from '../postgres/prepared-statement.ts'
import { changedIds, concernedKeys } from './concerned-keys.ts'
import { enqueueKeys, hasDueKeys, readDueKeys, settleKeys } from './dirty-keys.ts'
import { readNextKeys } from './next-keys.ts'

// The follower that computes schema analytics:
//
//   lazi.changes ─> ids of records ─ dependencies ─> ids of facts ─ source ─> rows that differ are written
//                                        └─ fan-outs ─> analytics.dirty_keys ─ in steps ─┘
//
// It reads the records as they are now, so applying a change twice, or in another order, ends the same. Which facts a
// record concerned until now is read from the stored facts, before any of them is written.

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
  dependentsOf: (table) =>
    facts
      .filter(({ dependencies }) => dependencies.some(({ stored }) => stored === table))
      .map(({ name }) => name),
  otherWork: hasDueKeys,
  openStep: (context) => openStep(context),
}

const refreshOf = preparedFor(refreshStatement)

function openStep(context: StepContext): FollowerStep {
  const { client, tenantId, timeZone } = context
  let hasMore = false
  let written = 0

  const refresh = async (fact: Fact, ids: readonly string[]): Promise<void> => {
    const { results, refused } = await writeHalving(client, ids, (some) =>
      client.query<{ written: number }>(refreshOf(fact), [tenantId, some, timeZone]),
    )
    assertFewRefused(fact.name, refused, ids.length)
    for (const { rows } of results) written += rows[0]?.written ?? 0
    await settleKeys(context, fact.name, { ids, refused })
  }

  return {
    async apply(changes, following) {
      const concerned = new Map(facts.map(({ name }) => [name, new Set<string>()]))
      for (const fact of facts.filter(({ name }) => following.has(name))) {
        for (const dependency of fact.dependencies) {
          const ids = changedIds(changes, dependency)
          const { keys, isFanOut } = dependency
          if (isFanOut && keys !== undefined) await enqueueKeys(context, fact, { keys, ids })
          else
            for (const id of await concernedKeys(client, tenantId, dependency, ids))
              concerned.get(fact.name)?.add(id)
        }
      }
      const due = await readDueKeys(context, STEP_ROWS)
      if (due.length === STEP_ROWS) hasMore = true
      for (const { fact, key } of due) concerned.get(fact)?.add(key)
      for (const [name, ids] of concerned) if (ids.size > 0) await refresh(factOf(name), [...ids])
    },
    async findBuildable() {
      const { rows } = await client.query<{ ready: string[] }>(
        `SELECT ready FROM sync.followers WHERE tenant_id = $1 AND name = 'records'`,
        [tenantId],
      )
      const ready = new Set(rows[0]?.ready)
      return facts.filter(({ needs }) => needs.every((table) => ready.has(table))).map(({ name }) => name)
    },
    async rebuild(table, after): Promise<RebuiltPart> {
      const fact = factOf(table)
      const ids = await readNextKeys(client, tenantId, { fact, after, limit: STEP_ROWS })
      if (ids.length > 0) await refresh(fact, ids)
      return { after: ids.length < STEP_ROWS ? null : (ids.at(-1) ?? null), rows: ids.length }
    },
    finish: async () => ({ hasMore, written }),
  }
}
