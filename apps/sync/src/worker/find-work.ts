import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { TableKey } from '../cache/table-key.ts'
import { tables } from '../cache/tables.ts'
import { nextRun } from '../schedule/due.ts'
import { readTableStates } from '../schedule/read-table-states.ts'
import { readClaims } from './claims/read-claims.ts'
import { readWantedTables, refuseUnknownTables } from './requests.ts'

export interface FindWorkOptions {
  readonly pool: pg.Pool
  /** The tenants whose credentials this process has. */
  readonly tenantIds: readonly string[]
  readonly now: Date
}

const tableNames = tables.map(({ name }) => name)
const keyOf = ({ tenantId, tableName }: TableKey) => `${tenantId}:${tableName}`

/**
 * Finds every table that is due or requested, and that no worker has claimed. Any number of processes may do so
 * concurrently: a claim decides which of them gets the table.
 * @returns in the order in which they are to be claimed: requests first, then a tenant's second table after the first
 *   ones of all others, however many it has
 */
export async function findWork({ pool, tenantIds, now }: FindWorkOptions): Promise<TableKey[]> {
  const { open, trying } = await readTenants(pool, tenantIds, now)
  const claimed = await readClaimed(pool)
  const requested = await readWantedTables(pool, [...open, ...trying.keys()], tableNames)
  if (requested.some(({ tableName }) => !tableNames.includes(tableName))) {
    await refuseUnknownTables(pool, tableNames, now)
  }
  const isFree = (key: TableKey) => !claimed.keys.has(keyOf(key))
  const wanted = requested.filter((key) => tableNames.includes(key.tableName) && isFree(key))
  // While a circuit is open only requests get through; when its time is over, one table tries for all.
  const scheduled = [...open, ...[...trying].filter(([, isOver]) => isOver).map(([tenantId]) => tenantId)]
  const due = (await readDue(pool, scheduled, now)).filter(isFree)

  const known = new Set(wanted.map(keyOf))
  const perTenant = new Map(claimed.perTenant)
  const ranked: { readonly key: TableKey; readonly rank: number }[] = []
  for (const key of due) {
    const before = perTenant.get(key.tenantId) ?? 0
    if (known.has(keyOf(key)) || (trying.has(key.tenantId) && before > 0)) continue
    ranked.push({ key, rank: before })
    perTenant.set(key.tenantId, before + 1)
  }
  ranked.sort((a, b) => a.rank - b.rank)
  return [...wanted, ...ranked.map(({ key }) => key)]
}

/** The tenants that are not paused: `open` ones, and those `trying`, with whether their circuit's time is over. */
async function readTenants(pool: pg.Pool, tenantIds: readonly string[], now: Date) {
  const { rows } = await pool.query<CamelRow<'raw.tenants', 'tenant_id' | 'circuit_open_until'>>(
    `SELECT tenant_id AS "tenantId", circuit_open_until AS "circuitOpenUntil" FROM raw.tenants
      WHERE tenant_id = ANY ($1::bigint[]) AND status = 'active' ORDER BY tenant_id`,
    [tenantIds],
  )
  return {
    open: rows.filter(({ circuitOpenUntil }) => circuitOpenUntil === null).map(({ tenantId }) => tenantId),
    trying: new Map(
      rows.flatMap(({ tenantId, circuitOpenUntil }) =>
        circuitOpenUntil === null ? [] : [[tenantId, circuitOpenUntil <= now] as const],
      ),
    ),
  }
}

/** What the workers have claimed; an expired lease is none. */
async function readClaimed(pool: pg.Pool) {
  const claims = (await readClaims(pool)).filter(({ expiredMs }) => expiredMs === null)
  const perTenant = new Map<string, number>()
  for (const { tenantId } of claims) perTenant.set(tenantId, (perTenant.get(tenantId) ?? 0) + 1)
  return { keys: new Set(claims.map(keyOf)), perTenant }
}

/** By due time; tables that were never synced come in the order that writes each parent once. */
async function readDue(pool: pg.Pool, tenantIds: readonly string[], now: Date): Promise<TableKey[]> {
  const states = await readTableStates(pool, { now, tenantIds, dueBy: now })
  return states
    .map((state) => ({
      tenantId: state.tenantId,
      tableName: state.tableName,
      at: nextRun(state).at,
      order: tableNames.indexOf(state.tableName),
    }))
    .filter(({ at }) => at <= now.getTime())
    .sort((a, b) => a.at - b.at || a.order - b.order)
    .map(({ tenantId, tableName }) => ({ tenantId, tableName }))
}
