import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { tables } from '../../src/cache/tables.ts'
import { type FaultTenant, lagMs, openTenant, recordsOf } from '../support/tenant.ts'
import { expectWhole } from '../support/whole.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

/** Resources that are read by a feed and by a list, with their derivation sources. */
const some = tables.filter(({ resource }) =>
  ['locations', 'location-contacts', 'technicians', 'teams', 'campaigns'].includes(resource),
)

describe.each([-5, 5])('a local clock that is wrong by %i hours', (hours) => {
  const skewed = (tenant: FaultTenant, by: number) => {
    const now = () => tenant.sandbox.clock.now() + by * 3_600_000
    return { now, api: tenant.connectApi({ now }) }
  }

  test('does not affect changes, deletes, restores and quarantine, also after it is corrected', async () => {
    await using tenant = await openTenant(database)
    const { sandbox, id } = tenant
    const wrong = skewed(tenant, hours)
    await tenant.syncAll(wrong, some)
    await expectWhole(tenant, { tables: some })
    const [removed, changed, broken] = recordsOf(tenant, 'locations')
    if (!removed || !changed || !broken) throw new Error('The sandbox has no three locations.')
    sandbox.clock.advance(60_000)
    sandbox.remove(id, 'locations', removed.id)
    for (const { resource } of some) {
      const [record] = recordsOf(tenant, resource).slice(-1)
      if (record) sandbox.update(id, resource, record.id, { active: !record.active })
    }
    sandbox.update(id, 'locations', broken.id, { name: 'a\u0000b' })
    sandbox.clock.advance(lagMs)
    await tenant.syncAll(wrong, some)
    await tenant.syncAll({ ...wrong, kind: 'full' }, some)
    const sent = (record: Readonly<Record<string, unknown>>, table: { resource: string }) =>
      table.resource === 'locations' && record.id === broken.id ? { ...broken } : record
    await expectWhole(tenant, { tables: some, sent, quarantined: 1 })

    // The clock is corrected.
    sandbox.update(id, 'locations', broken.id, { name: 'readable again' })
    sandbox.update(id, 'locations', changed.id, { name: 'changed again' })
    sandbox.remove(id, 'technicians', recordsOf(tenant, 'technicians')[0]?.id ?? 0)
    sandbox.insert(id, 'locations', { ...removed })
    sandbox.clock.advance(lagMs)
    await tenant.syncAll({}, some)
    await tenant.syncAll({ kind: 'full' }, some)
    await tenant.syncAll({ kind: 'verify' }, some)
    await expectWhole(tenant, { tables: some })
  })
})
