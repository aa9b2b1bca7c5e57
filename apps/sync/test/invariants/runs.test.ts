import type { RunKind } from 'db-migrations/protocol'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import fc from 'fast-check'
import type pg from 'pg'
import type { ResourceName } from 'servicetitan-sandbox'
import { afterAll, beforeAll, test } from 'vitest'
import { tables } from '../../src/cache/tables.ts'
import { hold } from '../support/effort.ts'
import { connectStepped, pidOf } from '../support/stepped-client.ts'
import { type FaultTenant, lagMs, openTenant } from '../support/tenant.ts'
import { expectWhole } from '../support/whole.ts'

// Runs over HTTP that are interrupted, mixed and disturbed: after one full sync, the tables equal ServiceTitan's data.

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const kinds: readonly RunKind[] = ['full', 'incremental', 'hot', 'verify']
/** A table that is read by its feed and has derived values, and one that is read by its list. */
const some = tables.filter(({ resource }) =>
  ['jobs', 'appointments', 'appointment-assignments', 'location-contacts', 'locations', 'teams'].includes(
    resource,
  ),
)
const small = { sandbox: { exportPageSize: 8 } }

/** A change in ServiceTitan; `which` selects the record. */
type Event = {
  readonly what: 'update' | 'remove' | 'comeback' | 'insert' | 'later'
  readonly table: number
  readonly which: number
}

const event = fc.record<Event>({
  what: fc.constantFrom('update', 'remove', 'comeback', 'insert', 'later'),
  table: fc.nat(some.length - 1),
  which: fc.nat(40),
})

function createLife({ sandbox, id }: FaultTenant): (event: Event) => void {
  const removed = new Map<ResourceName, object[]>()
  return ({ what, table, which }) => {
    const resource = some[table]?.resource as ResourceName
    const all = [...sandbox.records(id, resource)]
    const record = all[which % Math.max(1, all.length)]
    const absent = removed.get(resource) ?? []
    if (what === 'later') sandbox.clock.advance(lagMs)
    if (what === 'insert') sandbox.insert(id, resource, {})
    if (what === 'update' && record) sandbox.update(id, resource, record.id, { active: which % 3 !== 0 })
    if (what === 'remove' && record) {
      sandbox.remove(id, resource, record.id)
      removed.set(resource, [...absent, { ...record }])
    }
    if (what === 'comeback' && absent[0]) {
      sandbox.insert(id, resource, absent[0])
      removed.set(resource, absent.slice(1))
    }
  }
}

/** As over night: the feeds' delay has passed, and a full sync of all tables succeeds. */
async function settle(tenant: FaultTenant): Promise<void> {
  tenant.sandbox.clock.advance(lagMs)
  // An interrupted pass resumes with the ids it saw before; the next pass sees the current state.
  await tenant.syncAll({ kind: 'full', allowDeletes: true }, some)
  await tenant.syncAll({ kind: 'full', allowDeletes: true }, some)
  await expectWhole(tenant, { tables: some })
}

test('every kind of run recovers from a lost connection before any statement or after any COMMIT', async () => {
  const property = fc.asyncProperty(
    fc.array(event, { minLength: 4, maxLength: 12 }),
    fc.constantFrom(...kinds),
    fc.array(fc.record({ at: fc.nat(160), isAnswerLost: fc.boolean() }), { minLength: 1, maxLength: 3 }),
    async (events, kind, crashes) => {
      await using tenant = await openTenant(database, small)
      const live = createLife(tenant)
      for (const [index, crash] of crashes.entries()) {
        const client = await connectCrashing(tenant, crash)
        await tenant.syncAll({ client, kind, allowDeletes: true }, some).catch(() => undefined)
        await client.end().catch(() => undefined)
        for (const happening of events.slice(index * 4)) live(happening)
      }
      await settle(tenant)
    },
  )
  await hold('crash points', property, 4)
})

/** A connection that is terminated before its n-th statement, or between the next COMMIT and its answer. */
async function connectCrashing(
  { databaseUrl, pool }: FaultTenant,
  { at, isAnswerLost }: { at: number; isAnswerLost: boolean },
): Promise<pg.Client> {
  let statements = 0
  const end = async () => {
    await pool.query('SELECT pg_terminate_backend($1, 10_000)', [pidOf(client)])
  }
  const client = await connectStepped(databaseUrl, {
    async before() {
      statements += 1
      if (!isAnswerLost && statements === at + 1) await end()
    },
    async after(text) {
      if (!isAnswerLost || statements <= at || text !== 'COMMIT') return
      await end()
      throw new Error('The answer to COMMIT was lost.')
    },
  })
  return client
}

test('hot and incremental runs in any order converge, with changes between them', async () => {
  const step = fc.oneof(
    event.map((happening) => ({ happening, run: undefined })),
    fc.record({ kind: fc.constantFrom(...kinds.slice(1)), table: fc.nat(some.length - 1) }).map((run) => ({
      happening: undefined,
      run,
    })),
  )
  const property = fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), async (steps) => {
    await using tenant = await openTenant(database, small)
    await tenant.syncAll({}, some)
    const live = createLife(tenant)
    for (const { happening, run } of steps) {
      if (happening && happening.what !== 'remove' && happening.what !== 'comeback') live(happening)
      if (run) await tenant.sync(some[run.table] ?? (tables[0] as never), { kind: run.kind })
    }
    // No record was removed, so no full sync is needed.
    tenant.sandbox.clock.advance(lagMs)
    await tenant.syncAll({ kind: 'incremental' }, some)
    await expectWhole(tenant, { tables: some })
  })
  await hold('orders of runs', property, 4)
})

test('removed and restored records in any interleaving with pages are correct after one full sync', async () => {
  const property = fc.asyncProperty(
    fc.array(fc.record({ kind: fc.constantFrom(...kinds), table: fc.nat(some.length - 1) }), {
      minLength: 3,
      maxLength: 8,
    }),
    fc.array(event, { minLength: 10, maxLength: 40 }),
    async (runs, events) => {
      await using tenant = await openTenant(database, small)
      await tenant.syncAll({}, some)
      const live = createLife(tenant)
      const pending = [...events]
      // Two changes happen before each run, and one after each of its pages.
      const onProgress = () => pending.splice(0, 1).forEach(live)
      for (const { kind, table } of runs) {
        pending.splice(0, 2).forEach(live)
        await tenant.syncAll({ kind, allowDeletes: true, onProgress }, [some[table] ?? (tables[0] as never)])
      }
      pending.forEach(live)
      tenant.sandbox.clock.advance(lagMs)
      await tenant.syncAll({ kind: 'full', allowDeletes: true }, some)
      await expectWhole(tenant, { tables: some })
    },
  )
  await hold('interleavings of tombstones and comebacks', property, 4)
})
