import type pg from 'pg'
import { projections } from './tables.ts'

interface CacheState {
  readonly tableName: string
  readonly isComplete: boolean
  readonly hasFailed: boolean
}

/**
 * The tables that can be built: their cache table is complete, and so are the tables that they refer to. A table whose
 * sync fails before it was complete once, for want of a scope for example, holds up no other: references to it stay
 * empty until it is there.
 * @param ready the tables that were built
 */
export async function findBuildable(
  client: pg.ClientBase,
  tenantId: string,
  ready: ReadonlySet<string>,
): Promise<string[]> {
  const { rows } = await client.query<CacheState>(
    `SELECT table_name AS "tableName", last_full_sync IS NOT NULL AS "isComplete", failures ? 'full' AS "hasFailed"
       FROM raw.sync_state WHERE tenant_id = $1`,
    [tenantId],
  )
  const states = new Map(rows.map((row) => [row.tableName, row]))
  const place = new Map(projections.map(({ name }, index) => [name, index]))
  const isSettled = (parent: string, index: number) => {
    // A table may refer to itself and to later ones: those references are filled in when their records arrive.
    if (ready.has(parent) || (place.get(parent) ?? 0) >= index) return true
    const state = states.get(projections[place.get(parent) ?? 0]?.cacheTable ?? '')
    return state !== undefined && !state.isComplete && state.hasFailed
  }
  return projections
    .filter(
      ({ name, cacheTable, parents }, index) =>
        !ready.has(name) &&
        states.get(cacheTable)?.isComplete === true &&
        parents.every((parent) => isSettled(parent, index)),
    )
    .map(({ name }) => name)
}
