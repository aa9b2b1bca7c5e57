import {
  compareStatement,
  type Fact,
  facts,
  type IncomeComparison,
  incomeComparisonStatement,
  none,
} from 'analytics'
import { inTransaction } from 'cli-kit/postgres'
import type pg from 'pg'
import { setForLookups } from 'records'
import type { FeedChange } from '../followers/follower.ts'
import { readChanges } from '../followers/read-changes.ts'
import { changedIds, concernedKeys } from './concerned-keys.ts'
import { readNextKeys } from './next-keys.ts'

/** How the rows of a fact differ from what their source makes of the records. */
export interface FactComparison {
  readonly fact: string
  /** The number of rows compared: those of the fact, and those that it should have. */
  readonly rows: number
  /** Rows that it should have. */
  readonly absent: number
  /** Rows with another value. */
  readonly differing: number
  /** Rows that it should not have. */
  readonly extra: number
  /** Rows that could not be computed; their last good version stays. */
  readonly refused: number
}

interface Compared {
  readonly absent: readonly string[]
  readonly differing: readonly string[]
  readonly extra: readonly string[]
}

const BATCH = 5_000

/** The facts of a tenant compared with their sources. */
export interface CheckedFacts {
  readonly facts: readonly FactComparison[]
  /** The income of invoices compared with their items; null: one of the two is not complete. */
  readonly income: IncomeComparison | null
}

/**
 * Compares the facts of a tenant with their sources, in one snapshot and without writing. Changes that are not applied
 * yet are no differences, and facts that are being built are left out.
 */
export async function checkFacts(client: pg.ClientBase, tenantId: string): Promise<CheckedFacts> {
  return inTransaction(client, async () => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
    await setForLookups(client)
    const { rows: states } = await client.query<State>(
      `SELECT ready, pending, rebuild_table AS "rebuildTable", seq, time_zone AS "timeZone"
         FROM sync.followers WHERE tenant_id = $1 AND name = 'analytics'`,
      [tenantId],
    )
    const [state] = states
    if (!state) return { facts: [], income: null }
    const changes = await readChanges(client, tenantId, { feed: 'lazi', after: state.seq })
    const results: FactComparison[] = []
    for (const fact of facts) {
      if (!isSettled(fact, state, changes)) continue
      results.push(await compareFact(client, tenantId, { fact, changes, timeZone: state.timeZone ?? 'UTC' }))
    }
    const hasBoth = ['invoices', 'sold_items'].every((fact) => results.some((result) => result.fact === fact))
    return { facts: results, income: hasBoth ? await compareIncome(client, tenantId) : null }
  })
}

async function compareIncome(client: pg.ClientBase, tenantId: string): Promise<IncomeComparison | null> {
  const { rows } = await client.query<IncomeComparison>(incomeComparisonStatement, [tenantId])
  return rows[0] ?? null
}

interface State {
  readonly ready: readonly string[]
  readonly pending: readonly string[]
  readonly rebuildTable: string | null
  readonly seq: string
  readonly timeZone: string | null
}

/** Whether it was built, and is not being built again. */
function isSettled(
  { name, dependencies }: Fact,
  { ready, pending, rebuildTable }: State,
  changes: readonly FeedChange[],
): boolean {
  const isAsked = changes.some(
    ({ op, tableName }) => op === 'snapshot' && dependencies.some(({ on }) => on === tableName),
  )
  return ready.includes(name) && !pending.includes(name) && rebuildTable !== name && !isAsked
}

async function compareFact(
  client: pg.ClientBase,
  tenantId: string,
  {
    fact,
    changes,
    timeZone,
  }: { readonly fact: Fact; readonly changes: readonly FeedChange[]; readonly timeZone: string },
): Promise<FactComparison> {
  const { excluded, refused } = await readExcluded(client, tenantId, fact, changes)
  const sum = { rows: 0, absent: 0, differing: 0, extra: 0 }
  let after: string | null = none
  while (after !== null) {
    const next: string[] = await readNextKeys(client, tenantId, { fact, after, limit: BATCH })
    const ids = next.filter((id) => !excluded.has(id))
    const { rows } = await client.query<Compared>(compareStatement(fact), [tenantId, ids, timeZone])
    sum.rows += ids.length
    sum.absent += rows[0]?.absent.length ?? 0
    sum.differing += rows[0]?.differing.length ?? 0
    sum.extra += rows[0]?.extra.length ?? 0
    after = next.length < BATCH ? null : (next.at(-1) ?? null)
  }
  return { fact: fact.name, ...sum, refused }
}

/** The rows that are still to be computed: after changes that are not applied yet, or because they failed. */
async function readExcluded(
  client: pg.ClientBase,
  tenantId: string,
  { name, dependencies }: Fact,
  changes: readonly FeedChange[],
) {
  const excluded = new Set<string>()
  for (const dependency of dependencies) {
    const ids = changedIds(changes, dependency)
    for (const id of await concernedKeys(client, tenantId, dependency, ids)) excluded.add(id)
  }
  const { rows: dirty } = await client.query<{ key: string; isRefused: boolean }>(
    `SELECT key, error IS NOT NULL AS "isRefused" FROM analytics.dirty_keys WHERE tenant_id = $1 AND fact = $2`,
    [tenantId, name],
  )
  for (const { key } of dirty) excluded.add(key)
  return { excluded, refused: dirty.filter(({ isRefused }) => isRefused).length }
}
