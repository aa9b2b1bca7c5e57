import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { TableKey } from '../cache/table-key.ts'
import { tables } from '../cache/tables.ts'
import { nextRun } from '../schedule/due.ts'
import { readTableStates } from '../schedule/read-table-states.ts'
import { claimedTables } from './claims/read-claims.ts'
import { type RequestedTable, readRequestedTables, refuseUnknown } from './requests.ts'

export interface FindWorkOptions {
  readonly pool: pg.Pool
  /** The tenants whose credentials this process has. */
  readonly tenantIds: readonly string[]
  readonly now: Date
}

const tableNames = tables.map(({ name }) => name)
const keyOf = ({ tenantId, tableName }: TableKey) => `${tenantId}:${tableName}`

/**
 * Finds all tables that are due or requested and not claimed. Any number of processes may do so concurrently: the claim
 * decides which process gets a table.
 * @returns the tables in the order of claiming: requests first, then one due table per tenant in turn, so that a tenant
 *   with many due tables does not delay others
 */
export async function findWork({ pool, tenantIds, now }: FindWorkOptions): Promise<TableKey[]> {
  const { closedCircuits, openCircuits, claimed } = await readTenants(pool, tenantIds, now)
  const requested = await readRequestedTables(pool, [...closedCircuits, ...openCircuits.keys()], tableNames)
  const isKnown = ({ tableName, hasTenant }: RequestedTable) => hasTenant && tableNames.includes(tableName)
  if (!requested.every(isKnown)) await refuseUnknown(pool, tableNames, now)
  const isFree = (key: TableKey) => !claimed.keys.has(keyOf(key))
  const claimable = requested
    .filter((request) => isKnown(request) && isFree(request))
    .map(({ tenantId, tableName }) => ({ tenantId, tableName }))
  // While a circuit is open, only requested runs start; while it is half-open, one due table is synced as well.
  const halfOpen = [...openCircuits].filter(([, isHalfOpen]) => isHalfOpen).map(([tenantId]) => tenantId)
  const scheduled = [...closedCircuits, ...halfOpen]
  const due = (await readDue(pool, scheduled, now)).filter(isFree)

  const requestedKeys = new Set(claimable.map(keyOf))
  const perTenant = new Map(claimed.perTenant)
  const ranked: { readonly key: TableKey; readonly rank: number }[] = []
  for (const key of due) {
    const before = perTenant.get(key.tenantId) ?? 0
    if (requestedKeys.has(keyOf(key)) || (openCircuits.has(key.tenantId) && before > 0)) continue
    ranked.push({ key, rank: before })
    perTenant.set(key.tenantId, before + 1)
  }
  ranked.sort((a, b) => a.rank - b.rank)
  return [...claimable, ...ranked.map(({ key }) => key)]
}

type ActiveTenant = CamelRow<'raw.tenants', 'tenant_id' | 'circuit_open_until'> & {
  /** Its tables that any worker has claimed, without expired leases. */
  readonly claimed: readonly string[]
}

/**
 * The tenants that are not paused, by the state of their circuit, and the claims of their tables. An open circuit is
 * half-open once its time has passed.
 */
async function readTenants(pool: pg.Pool, tenantIds: readonly string[], now: Date) {
  const { rows } = await pool.query<ActiveTenant>(
    `SELECT tenant_id AS "tenantId", circuit_open_until AS "circuitOpenUntil",
            ${claimedTables} AS claimed
       FROM raw.tenants WHERE tenant_id = ANY ($1::bigint[]) AND status = 'active' ORDER BY tenant_id`,
    [tenantIds],
  )
  return {
    closedCircuits: rows
      .filter(({ circuitOpenUntil }) => circuitOpenUntil === null)
      .map(({ tenantId }) => tenantId),
    openCircuits: new Map(
      rows.flatMap(({ tenantId, circuitOpenUntil }) =>
        circuitOpenUntil === null ? [] : [[tenantId, circuitOpenUntil <= now] as const],
      ),
    ),
    claimed: {
      keys: new Set(
        rows.flatMap(({ tenantId, claimed }) => claimed.map((tableName) => keyOf({ tenantId, tableName }))),
      ),
      perTenant: new Map(rows.map(({ tenantId, claimed }) => [tenantId, claimed.length])),
    },
  }
}

/** The due tables by due time. Tables that were never synced come first, in sync order: a first sync writes a row once. */
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
