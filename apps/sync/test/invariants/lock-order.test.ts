import { setImmediate as nextRound } from 'node:timers/promises'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { createSandbox } from 'servicetitan-sandbox'
import { expect, test } from 'vitest'
import { analyticsFollower } from '../../src/analytics/analytics-follower.ts'
import { resetTable } from '../../src/cache/reset-table.ts'
import { TableBusyError } from '../../src/cache/table-lock.ts'
import { tables } from '../../src/cache/tables.ts'
import { takeStep } from '../../src/followers/take-step.ts'
import { recordsFollower } from '../../src/projector/records-follower.ts'
import { removeTenant } from '../../src/tenants/remove-tenant.ts'
import { addTenant } from '../../src/tenants/tenant-list.ts'
import { UnknownTenantError } from '../../src/tenants/tenants.ts'
import { applyRetention } from '../../src/worker/retention.ts'
import { byTest } from '../support/by-test.ts'
import { count, rounds, seed, startClock } from '../support/effort.ts'
import { haveComplete } from '../support/have-tenant.ts'
import { createRandom, type Random } from '../support/random.ts'
import { sealing } from '../support/sealing.ts'
import { connectStepped } from '../support/stepped-client.ts'
import { type FaultTenant, openTenant } from '../support/tenant.ts'

// Whatever locks several rows locks them in one order, so that nothing waits in a circle. Actors take turns
// without pauses, on few tenants, while tenants are removed and added again.

const ids = [9_100_001, 9_100_002]
const sizes = { locations: 2, jobs: 5, appointments: 7, technicians: 2 }
/** Tables with derived values, whose records refer to each other. */
const written = tables.filter(({ resource }) =>
  ['jobs', 'appointments', 'appointment-assignments', 'customers'].includes(resource),
)
const { signal } = new AbortController()
const DAY_MS = 86_400_000
/** Limit of the rounds of the event loop between two statements. */
const PAUSE = 16

/** One turn. */
type Actor = (client: pg.Client) => Promise<unknown>

/** @returns false when a busy table or a removed tenant has prevented the work */
async function unlessPrevented(work: Promise<unknown>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (error instanceof TableBusyError || error instanceof UnknownTenantError) return false
    throw error
  }
}

function createActors(tenants: readonly FaultTenant[], random: Random) {
  const tenant = () => random.pick(tenants)
  const tenantId = () => tenant().tenantId
  const now = () => new Date(tenants[0]?.sandbox.clock.now() ?? 0)
  const add = (client: pg.Client, id: string) =>
    addTenant(client, { tenantId: id, name: 'Renamed', timeZone: null }, byTest(now()))
  const run: Actor = (client) => {
    const { sandbox, id, syncAgain } = tenant()
    const table = random.pick(written)
    const [first, ...others] = [...sandbox.records(id, table.resource)]
    if (others.length > 3) sandbox.remove(id, table.resource, first?.id ?? 0)
    sandbox.insert(id, table.resource, {})
    for (const record of others.slice(0, 3))
      sandbox.update(id, table.resource, record.id, { active: !record.active })
    sandbox.clock.advance(1)
    const kind = random.pick(['full', 'incremental'] as const)
    return unlessPrevented(syncAgain(table, { client, kind, allowDeletes: true, lockWaitMs: 0 }))
  }
  const project: Actor = (client) => takeStep(client, recordsFollower, { tenantId: tenantId(), now: now() })
  const compute: Actor = (client) => takeStep(client, analyticsFollower, { tenantId: tenantId(), now: now() })
  const reset: Actor = (client) => {
    const key = { tenantId: tenantId(), tableName: random.pick(written).name }
    return unlessPrevented(resetTable(client, key, { waitMs: 0, signal, act: byTest(now()) }))
  }
  const retain: Actor = (client) =>
    applyRetention(client, { now: new Date(now().getTime() + random.pick([0, 100, 100]) * DAY_MS), signal })
  const replace: Actor = async (client) => {
    const id = tenantId()
    await removeTenant(client, id, { waitMs: 60_000, signal, act: byTest(), sealing })
    await add(client, id)
    await haveComplete(client, id, written)
  }
  return {
    replace,
    others: [
      run,
      run,
      run,
      project,
      project,
      compute,
      compute,
      reset,
      retain,
      retain,
      (client) => add(client, tenantId()),
    ],
  } as {
    readonly replace: Actor
    readonly others: readonly Actor[]
  }
}

/** What the server has counted for a database, once the sessions of the actors have ended and reported. */
async function countDeadlocks(pool: pg.Pool): Promise<number> {
  const actors = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'lazi-sync'`
  await expect.poll(async () => (await pool.query(actors)).rowCount).toBe(0)
  const { rows } = await pool.query(
    'SELECT deadlocks::integer FROM pg_stat_database WHERE datname = current_database()',
  )
  return rows[0].deadlocks
}

/**
 * Takes turns of an actor while `hasMore` says so. Before each statement, the others get a random time to
 * act.
 * @returns the number of turns
 */
async function takeTurns(
  { url }: TestDatabase,
  actor: Actor,
  { random, hasMore }: { readonly random: Random; readonly hasMore: () => boolean },
): Promise<number> {
  const client = await connectStepped(url, {
    async before() {
      for (let rounds = random.int(PAUSE); rounds > 0; rounds -= 1) await nextRound()
    },
  })
  try {
    let turns = 0
    for (; hasMore(); turns += 1) await actor(client)
    return turns
  } finally {
    await client.end()
  }
}

test('pages, projection, facts, reset, retention, removal and adding of tenants never wait in a circle', async () => {
  await using database = await createTestDatabase()
  // In the past, since retention never removes what is newer than by the clock of the server.
  await using sandbox = createSandbox({
    now: '2020-06-18T15:00:00Z',
    dataNow: '2020-06-18T14:30:00Z',
    exportPageSize: 4,
    exportLagMs: 0,
    tenants: ids.map((tenantId) => ({ tenantId, sizes })),
  })
  const tenants: FaultTenant[] = []
  for (const id of ids) tenants.push(await openTenant(database, { id, shared: sandbox }))
  const random = createRandom(seed)
  const { replace, others } = createActors(tenants, random)
  const hasTime = startClock()
  let removals = 0
  let isOver = false
  const hasRemovals = () => {
    removals += 1
    return removals <= rounds(6, 100_000) && hasTime()
  }
  const turns = await Promise.all([
    takeTurns(database, replace, { random, hasMore: hasRemovals }).finally(() => {
      isOver = true
    }),
    ...others.map((actor) => takeTurns(database, actor, { random, hasMore: () => !isOver })),
  ])
  count(
    'turns of actors that lock rows',
    turns.reduce((sum, own) => sum + own, 0),
  )
  expect(await countDeadlocks(database.pool)).toBe(0)
})
