import { type Dependency, type Fact, factOf, facts, nextKeysStatement, none, refreshStatement } from 'analytics'
import type { FeedChange, Follower, FollowerStep, RebuiltPart, StepContext } from '../followers/follower.ts'
import { assertFewRefused, writeHalving } from '../followers/write-halving.ts'
import { prepared } from '../postgres/prepared-statement.ts'
import { enqueueKeys, hasDueKeys, readDueKeys, settleKeys } from './dirty-keys.ts'

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
  otherWork: hasDueKeys,
  openStep: (context) => openStep(context),
}

function openStep(context: StepContext): FollowerStep {
  const { client, tenantId, timeZone } = context
  let hasMore = false
  let written = 0

  const refresh = async (fact: Fact, ids: readonly string[]): Promise<void> => {
    const { results, refused } = await writeHalving(client, ids, (some) =>
      client.query<{ written: number }>(statementOf(fact), [tenantId, some, timeZone]),
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
          if (ids.length === 0) continue
          const { keys, isFanOut } = dependency
          if (isFanOut) await enqueueKeys(context, { fact: fact.name, keys, ids })
          else for (const id of await readKeys(keys, ids)) concerned.get(fact.name)?.add(id)
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
      const { rows } = await client.query<{ id: string }>(nextKeysStatement(fact, STEP_ROWS), [
        tenantId,
        after ?? none,
      ])
      const ids = rows.map(({ id }) => id)
      if (ids.length > 0) await refresh(fact, ids)
      return { after: ids.length < STEP_ROWS ? null : (ids.at(-1) ?? null), rows: ids.length }
    },
    finish: async () => ({ hasMore, written }),
  }

  async function readKeys(keys: string, ids: readonly string[]): Promise<string[]> {
    const { rows } = await client.query<{ id: string }>(prepared(keys), [tenantId, ids])
    return rows.map(({ id }) => id)
  }
}

/** The records of a table that were changed in a way that concerns a fact. */
function changedIds(changes: readonly FeedChange[], { on, paths }: Dependency): string[] {
  const concerns = ({ op, changedPaths }: FeedChange) =>
    paths === undefined || op !== 'update' || changedPaths.some((path) => paths.includes(path))
  return [
    ...new Set(
      changes
        .filter((change) => change.tableName === on && concerns(change))
        .flatMap(({ id }) => (id === null ? [] : [id])),
    ),
  ]
}

const statements = new Map(facts.map((fact) => [fact, refreshStatement(fact)]))

const statementOf = (fact: Fact) => prepared(statements.get(fact) ?? refreshStatement(fact))
