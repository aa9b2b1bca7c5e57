import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { createSandbox } from 'servicetitan-sandbox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tableOf, tables } from '../../src/cache/tables.ts'
import { lagMs, openTenant } from '../support/tenant.ts'
import { expectWhole } from '../support/whole.ts'

const jobs = tableOf('jobs')

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const query = async (sql: string, values: unknown[]) => (await database.pool.query(sql, values)).rows

test('tenants with the same ids never mix', async () => {
  const ids = [8_000_001, 8_000_002]
  await using sandbox = createSandbox({
    now: '2026-06-18T15:00:00Z',
    dataNow: '2026-06-18T14:30:00Z',
    exportPageSize: 10,
    tenants: ids.map((tenantId) => ({
      tenantId,
      sizes: { locations: 12, jobs: 15, appointments: 20, technicians: 5 },
    })),
  })
  const [a, b] = await Promise.all(ids.map((id) => openTenant(database, { id, shared: sandbox })))
  if (!a || !b) throw new Error('Expected two tenants.')
  // Both tenants have the same ids for different records.
  for (const [index, { id }] of [a, b].entries()) {
    for (const table of tables) sandbox.insert(id, table.resource, { id: 900_000_001 })
    sandbox.update(id, 'jobs', 900_000_001, { summary: `job of tenant ${index}` })
    sandbox.update(id, 'appointments', 900_000_001, { jobId: 900_000_001, active: true })
    sandbox.update(id, 'appointment-assignments', 900_000_001, {
      jobId: 900_000_001,
      appointmentId: 900_000_001,
      technicianId: 900_000_001,
      active: true,
      technicianName: `Technician of tenant ${index}`,
    })
  }
  sandbox.clock.advance(lagMs)
  await Promise.all([a.syncAll(), b.syncAll()])
  await expectWhole(a)
  await expectWhole(b)
  const before = await query('SELECT * FROM raw.st_jobs WHERE tenant_id = $1 ORDER BY st_id', [b.tenantId])

  for (const { resource } of tables) sandbox.remove(a.id, resource, 900_000_001)
  await Promise.all([a.syncAll({ kind: 'full' }), b.syncAll({ kind: 'full' })])
  await expectWhole(a)
  await expectWhole(b)
  expect(await query('SELECT * FROM raw.st_jobs WHERE tenant_id = $1 ORDER BY st_id', [b.tenantId])).toEqual(
    before,
  )
})

test('a missing scope fails only its resource, with an error that names the scope', async () => {
  await using tenant = await openTenant(database)
  tenant.sandbox.addFault({ path: /\/(export\/)?jobs(\?|$)/, status: 403 })
  const others = tables.filter((table) => table !== jobs)
  await expect(tenant.sync(jobs)).rejects.toThrow(/403.*tn\.jpm\.jobs:r|tn\.jpm\.jobs:r.*403/)
  await tenant.syncAll({}, others)
  await expectWhole(tenant, {
    failed: { st_jobs: /tn\.jpm\.jobs:r/ },
    sent: (record, table) => (table === jobs ? null : record),
  })
  tenant.sandbox.clearFaults()
  await tenant.sync(jobs)
  await expectWhole(tenant)
})
