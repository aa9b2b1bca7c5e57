import { facts, type Metric } from 'analytics'
import type pg from 'pg'
import { feedOfFollower, followerBehind, followerLagSeconds, followerRefused } from 'records'
import { NotReadyError } from '../tenant/ready-tables.ts'
import type { FactsState } from './analytics-schemas.ts'

/** The state of a tenant's facts, and the time zone of their days. */
export interface KnownFacts {
  readonly timeZone: string
  readonly computedAt: string | null
  readonly asOf: FactsState
}

const statement = `
SELECT follower.seq::text AS seq, follower.ready, follower.pending, follower.rebuild_table AS "rebuildTable",
       follower.error, coalesce(follower.time_zone, tenant.time_zone) AS "timeZone",
       to_char(follower.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "computedAt",
       ${followerBehind} AS behind, ${followerLagSeconds} AS "lagSeconds", ${followerRefused} AS "heldBack"
  FROM sync.followers AS follower
  JOIN raw.tenants AS tenant ON tenant.tenant_id = follower.tenant_id
       ${feedOfFollower}
 WHERE follower.tenant_id = $1 AND follower.name = 'analytics'`

interface StateRow {
  readonly seq: string
  readonly ready: readonly string[]
  readonly pending: readonly string[]
  readonly rebuildTable: string | null
  readonly error: string | null
  readonly timeZone: string
  readonly computedAt: string
  readonly lagSeconds: number
  readonly heldBack: number
}

/** How far the facts of a tenant have followed its records. */
export async function readFacts(client: pg.ClientBase, tenantId: string): Promise<KnownFacts> {
  const { rows } = await client.query<StateRow>(statement, [tenantId])
  const [row] = rows
  if (!row) return notBegun
  const { seq, ready, pending, rebuildTable, error, timeZone, computedAt, lagSeconds, heldBack } = row
  const rebuilding = ready.filter((fact) => fact === rebuildTable || pending.includes(fact))
  return {
    timeZone,
    computedAt,
    asOf: { seq, lagSeconds, complete: [...ready], facts: countOf(ready), rebuilding, heldBack, error },
  }
}

const notBegun: KnownFacts = {
  timeZone: 'UTC',
  computedAt: null,
  asOf: {
    seq: '0',
    lagSeconds: 0,
    complete: [],
    facts: { complete: 0, total: facts.length },
    rebuilding: [],
    heldBack: 0,
    error: null,
  },
}

/** How many facts are complete, of those that there are: an earlier version may have completed others. */
function countOf(ready: readonly string[]): FactsState['facts'] {
  return { complete: facts.filter(({ name }) => ready.includes(name)).length, total: facts.length }
}

/**
 * Checks that facts are complete: a part of a sum would look like the whole.
 * @throws {NotReadyError}
 */
export function assertComplete(needed: readonly string[], { asOf }: KnownFacts): void {
  const missing = needed.filter((name) => !asOf.complete.includes(name))
  if (missing.length > 0) throw new NotReadyError([...new Set(missing.map((name) => `analytics.${name}`))])
}

/** The names of the facts that metrics are computed from. */
export const factsOf = (metrics: readonly Metric[]): string[] =>
  metrics.flatMap(({ terms }) => terms.map(({ population }) => population.fact))
