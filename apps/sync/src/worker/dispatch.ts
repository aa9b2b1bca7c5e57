import type pg from 'pg'
import { nextRun } from '../schedule/due.ts'
import { readTableStates } from '../schedule/read-table-states.ts'
import { tables } from '../tables/tables.ts'
import { jobKey, type NewJob, type Queue } from './queue.ts'
import { readWantedTables, refuseUnknownTables } from './requests.ts'

export interface DispatchOptions {
  readonly pool: pg.Pool
  readonly queue: Queue
  /** The tenants whose credentials this process has. */
  readonly tenantIds: readonly string[]
  readonly now: Date
}

type Place = Omit<NewJob, 'priority'>

/** What somebody waits for goes before what is merely due. */
const REQUEST_PRIORITY = 1_000

/**
 * Puts every table into the queue that is due or asked for. Any number of processes may do so at once: a table that is
 * queued stays queued once.
 * @returns how many jobs of these tenants wait now
 */
export async function dispatch({ pool, queue, tenantIds, now }: DispatchOptions): Promise<number> {
  await refuseUnknownTables(
    pool,
    tables.map(({ name }) => name),
    now,
  )
  const { open, trying } = await readTenants(pool, tenantIds, now)
  const asked = await readWantedTables(pool, [...open, ...trying.keys()])
  const queued = await readQueued(pool, [...tenantIds, ...asked.map(({ tenantId }) => tenantId)])
  const isNew = (place: Place) => !queued.keys.has(jobKey(place))
  const wanted = asked.filter(isNew)
  // A record in quarantine is settled for anybody: that needs no ServiceTitan. While a circuit is open only people get through; when its time is over, one table tries for all.
  const scheduled = [...open, ...[...trying].filter(([, isOver]) => isOver).map(([tenantId]) => tenantId)]
  const due = (await readDue(pool, scheduled, now)).filter(isNew)

  const jobs = new Map<string, NewJob>()
  const perTenant = new Map(queued.perTenant)
  for (const place of wanted) jobs.set(jobKey(place), { ...place, priority: REQUEST_PRIORITY })
  for (const place of due) {
    const key = jobKey(place)
    const before = perTenant.get(place.tenantId) ?? 0
    if (jobs.has(key) || (trying.has(place.tenantId) && before > 0)) continue
    // A tenant's second job goes after the first ones of all others, however many it has.
    jobs.set(key, { ...place, priority: -before })
    perTenant.set(place.tenantId, before + 1)
  }
  await queue.add([...jobs.values()])
  return queued.waiting + jobs.size
}

/** The tenants that are not paused: `open` ones, and those `trying`, with whether their circuit's time is over. */
async function readTenants(pool: pg.Pool, tenantIds: readonly string[], now: Date) {
  const { rows } = await pool.query<{ tenantId: string; openUntil: Date | null }>(
    `SELECT tenant_id AS "tenantId", circuit_open_until AS "openUntil" FROM raw.tenants
      WHERE tenant_id = ANY ($1::bigint[]) AND status = 'active' ORDER BY tenant_id`,
    [tenantIds],
  )
  return {
    open: rows.filter(({ openUntil }) => openUntil === null).map(({ tenantId }) => tenantId),
    trying: new Map(
      rows.flatMap(({ tenantId, openUntil }) =>
        openUntil === null ? [] : [[tenantId, openUntil <= now] as const],
      ),
    ),
  }
}

async function readQueued(pool: pg.Pool, tenantIds: readonly string[]) {
  const { rows } = await pool.query<{ key: string; tenantId: string; waits: boolean }>(
    `SELECT singleton_key AS key, group_id AS "tenantId", state < 'active' AS waits FROM lazi_queue.job
      WHERE name = 'sync' AND state <= 'active' AND group_id = ANY ($1::text[])`,
    [tenantIds],
  )
  const perTenant = new Map<string, number>()
  for (const { tenantId } of rows) perTenant.set(tenantId, (perTenant.get(tenantId) ?? 0) + 1)
  return {
    keys: new Set(rows.map(({ key }) => key)),
    perTenant,
    waiting: rows.filter(({ waits }) => waits).length,
  }
}

/** Due first goes first; where nothing was synced yet, in the order that writes each parent once. */
async function readDue(pool: pg.Pool, tenantIds: readonly string[], now: Date): Promise<Place[]> {
  const states = await readTableStates(pool, { now, tenantIds, dueBy: now })
  return states
    .map(({ tenantId, tableName, ...state }) => ({
      ...{ tenantId, tableName, at: nextRun({ tenantId, tableName, ...state }).at },
      order: tables.findIndex(({ name }) => name === tableName),
    }))
    .filter(({ at }) => at <= now.getTime())
    .sort((a, b) => a.at - b.at || a.order - b.order)
    .map(({ tenantId, tableName }) => ({ tenantId, tableName }))
}
