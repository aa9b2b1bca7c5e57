import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lagMs, openTenant, recordsOf } from '../support/tenant.ts'
import { expectWhole } from '../support/whole.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const query = async (sql: string, values: unknown[]) => (await database.pool.query(sql, values)).rows

/** The children of a resource, and the field with the id of their parent. */
const moves = [
  { child: 'jobs', parent: 'locations', field: 'locationId' },
  { child: 'appointments', parent: 'jobs', field: 'jobId' },
  { child: 'appointment-assignments', parent: 'technicians', field: 'technicianId' },
  { child: 'appointment-assignments', parent: 'appointments', field: 'appointmentId' },
  { child: 'appointment-assignments', parent: 'jobs', field: 'jobId' },
  { child: 'location-contacts', parent: 'locations', field: 'locationId' },
] as const

test.each(['hot', 'incremental', 'full'] as const)(
  'records that move between parents are updated by a %s run',
  async (kind) => {
    await using tenant = await openTenant(database)
    await tenant.syncAll()
    for (const { child, parent, field } of moves) {
      const parents = recordsOf(tenant, parent)
      for (const [index, record] of recordsOf(tenant, child).slice(0, 6).entries()) {
        tenant.sandbox.update(tenant.id, child, record.id, { [field]: parents[index % parents.length]?.id })
      }
    }
    tenant.sandbox.clock.advance(lagMs)
    await tenant.syncAll({ kind })
    await expectWhole(tenant)
  },
)

test('team ids follow technicians who change teams and teams that are renamed', async () => {
  await using tenant = await openTenant(database)
  const { sandbox, id } = tenant
  await tenant.syncAll()
  const teams = recordsOf(tenant, 'teams')
  const [renamed, joined] = teams
  const [mover] = recordsOf(tenant, 'technicians')
  if (!renamed || !joined || !mover) throw new Error('The sandbox has no two teams or no technician.')
  sandbox.update(id, 'teams', renamed.id, { name: 'Renamed' })
  sandbox.update(id, 'technicians', mover.id, { team: joined.name ?? null })
  sandbox.clock.advance(lagMs)
  await tenant.syncAll()
  await expectWhole(tenant)
  sandbox.update(id, 'teams', joined.id, { active: false })
  sandbox.clock.advance(lagMs)
  await tenant.syncAll()
  await expectWhole(tenant)
})

test('merged locations stay as inactive rows with the id of their successor', async () => {
  await using tenant = await openTenant(database)
  await tenant.syncAll()
  const [loser, survivor] = recordsOf(tenant, 'locations').filter(({ active }) => active)
  if (!loser || !survivor) throw new Error('The sandbox has no two active locations.')
  tenant.sandbox.update(tenant.id, 'locations', loser.id, { active: false, mergedToId: survivor.id })
  for (const { id, locationId } of recordsOf(tenant, 'jobs')) {
    if (locationId === loser.id) tenant.sandbox.update(tenant.id, 'jobs', id, { locationId: survivor.id })
  }
  tenant.sandbox.clock.advance(lagMs)
  await tenant.syncAll({ kind: 'full' })
  await expectWhole(tenant)
  const rows = await query(
    `SELECT active, merged_to_id, deleted_at, (SELECT count(*)::integer FROM raw.st_jobs AS job
        WHERE job.tenant_id = $1 AND job.location_id = $2) AS jobs
       FROM raw.st_locations WHERE tenant_id = $1 AND st_id = $2`,
    [tenant.tenantId, loser.id],
  )
  expect(rows).toEqual([{ active: false, merged_to_id: String(survivor.id), deleted_at: null, jobs: 0 }])
})
