import { setTimeout as sleep } from 'node:timers/promises'
import { channels } from 'db-migrations/protocol'
import type { CacheTable } from '../../src/cache/cache-table.ts'
import { TableBusyError } from '../../src/cache/table-lock.ts'
import { tables } from '../../src/cache/tables.ts'
import { catchUp } from '../../src/followers/catch-up.ts'
import { recordsFollower } from '../../src/projector/records-follower.ts'
import { connect, type FaultTenant } from '../support/tenant.ts'
import type { Cast } from './cast.ts'
import { editedTables } from './edited-tables.ts'
import { type Stage, scale } from './stage.ts'

// Rest: nothing fails any more, everything that is due is sent, and the feeds have brought what ServiceTitan has.

/** How long it may take, in milliseconds: only what never comes to rest takes as long. */
const limitMs = Math.max(60_000, 900_000 * scale)

interface Unsent {
  readonly table: string
  readonly id: string
  readonly state: string
  readonly blockedBy: string | null
  readonly error: string | null
}

/** Waits until LAZI and ServiceTitan are at rest. @throws when they do not come to rest */
export async function settle(cast: Cast): Promise<void> {
  const { stage } = cast
  stage.tenant.sandbox.clearFaults()
  // A new worker looks for what is due at once, and need not be told.
  for (let place = 0; place < stage.workers; place += 1) await stage.killWorker(place)
  await untilSent(cast)
  cast.history.add('everything was sent')
  // Until then the feeds do not have what was saved last.
  await sleep(stage.lagMs)
  await pullAll(stage, 'hot')
  cast.history.add('the feeds have brought everything')
  await untilSent(cast)
}

/** Waits until nothing is left to send but what waits for the decision of a person. */
async function untilSent({ stage, history }: Cast): Promise<void> {
  const until = performance.now() + limitMs
  for (;;) {
    const unsent = (await readUnsent(stage)).filter(({ blockedBy }) => blockedBy !== 'conflict')
    if (unsent.length === 0) return
    if (performance.now() > until) throw new Error(`Nothing more is sent: ${JSON.stringify(unsent)}`)
    for (const { table, id, state, error } of unsent) {
      if (state !== 'failed' && state !== 'blocked') continue
      const answer = await stage.call('POST', `outbox/${table}/${id}/retry`)
      history.add(`retried ${table} ${id}, ${state}: ${error ?? ''} => ${answer?.status ?? 'no response'}`)
    }
    await stage.pool.query(`SELECT pg_notify($1, '')`, [channels.pushes])
    await sleep(50)
  }
}

async function readUnsent({ pool, tenant }: Stage): Promise<Unsent[]> {
  const { rows } = await pool.query<Unsent>(
    `SELECT table_name AS table, record_id::text AS id, state, blocked_by AS "blockedBy", error
       FROM sync.outbox WHERE tenant_id = $1`,
    [tenant.tenantId],
  )
  return rows
}

/**
 * Brings everything that ServiceTitan has to LAZI. The runs are those of this process: the claim of a worker that was killed
 * in a run is valid for a while, in which no other worker runs that table.
 */
export async function pullAll({ tenant }: Stage, kind: 'hot' | 'full'): Promise<void> {
  const { tenantId } = tenant
  for (const { table } of editedTables) await syncWhenFree(tenant, tableNamed(`st_${table}`), kind)
  const client = await connect(tenant.databaseUrl)
  try {
    await catchUp(client, recordsFollower, { tenantId, signal: new AbortController().signal })
  } finally {
    await client.end()
  }
}

/** Syncs a table once no worker does. */
async function syncWhenFree(tenant: FaultTenant, table: CacheTable, kind: 'hot' | 'full'): Promise<void> {
  const until = performance.now() + limitMs
  for (;;) {
    try {
      await tenant.syncAgain(table, { kind })
      return
    } catch (error) {
      if (!(error instanceof TableBusyError) || performance.now() > until) throw error
      await sleep(50)
    }
  }
}

function tableNamed(name: string): CacheTable {
  const table = tables.find((one) => one.name === name)
  if (table === undefined) throw new Error(`There is no table raw.${name}.`)
  return table
}
