import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CacheTable } from '../../src/cache/cache-table.ts'
import { TableBusyError } from '../../src/cache/table-lock.ts'
import { tables } from '../../src/cache/tables.ts'
import { createConsumer, readLiveRows } from '../support/consumer.ts'
import { hold } from '../support/effort.ts'
import { type FaultTenant, lagMs, openTenant } from '../support/tenant.ts'
import { takeTurns } from '../support/turns.ts'
import { expectWhole } from '../support/whole.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

/** Tables with derived values: a page of one changes rows of another. */
const some = tables.filter(({ resource }) =>
  ['jobs', 'appointments', 'appointment-assignments', 'locations', 'location-contacts'].includes(resource),
)
const sizes = { locations: 8, jobs: 9, appointments: 13, technicians: 4 }

/** Runs full passes of all tables in this order; a table that another worker is syncing is tried again later. */
const syncInOrder = (tenant: FaultTenant, order: readonly CacheTable[]) => async (client: pg.Client) => {
  const open = [...order]
  for (let table = open.shift(); table; table = open.shift()) {
    try {
      await tenant.syncAll({ client, kind: 'full', lockWaitMs: 0 }, [table])
    } catch (error) {
      if (!(error instanceof TableBusyError)) throw error
      open.push(table)
    }
  }
}

function change({ sandbox, id }: FaultTenant): void {
  for (const { resource } of some) {
    const all = [...sandbox.records(id, resource)]
    for (const record of all.slice(0, 4)) sandbox.update(id, resource, record.id, { active: !record.active })
    for (const record of all.slice(4, 6)) sandbox.remove(id, resource, record.id)
    sandbox.insert(id, resource, {})
  }
  sandbox.clock.advance(lagMs)
}

test("a reader that follows seq during two workers' syncs sees no gap and misses nothing", async () => {
  const order = fc.shuffledSubarray([...some.keys()], { minLength: some.length })
  const turns = fc.array(fc.nat(1), { minLength: 50, maxLength: 50 })
  const property = fc.asyncProperty(turns, order, order, async (taken, ...orders) => {
    await using tenant = await openTenant(database, { sizes, sandbox: { exportPageSize: 5 } })
    const consumer = createConsumer(database.pool, tenant.tenantId)
    const workers = orders.map((numbers) =>
      syncInOrder(
        tenant,
        numbers.map((number) => some[number] as CacheTable),
      ),
    )
    for (const happening of [() => undefined, change]) {
      happening(tenant)
      const { follow } = consumer
      await takeTurns({ url: database.url, pool: database.pool, turns: taken, workers, onStep: follow })
      await follow()
      expect(consumer.seen).toEqual(consumer.seen.map((_, index) => String(index + 1)))
      for (const { name } of some) {
        const mirror = [...(consumer.mirrors.get(name) ?? [])].toSorted()
        const live = [...(await readLiveRows(database.pool, tenant.tenantId, name))].toSorted()
        expect({ name, rows: mirror }).toEqual({ name, rows: live })
      }
    }
    await expectWhole(tenant, { tables: some })
  })
  await hold('followed change feeds', property, 2)
})
