import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { DeletionLimitError } from '../../src/run/deletion-limit.ts'
import { lagMs, openTenant, recordsOf } from '../support/tenant.ts'
import { expectWhole } from '../support/whole.ts'

const campaigns = tableOf('campaigns')
const jobs = tableOf('jobs')
const locations = tableOf('locations')

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const query = async (sql: string, values: unknown[]) => (await database.pool.query(sql, values)).rows

describe.each([locations, campaigns, jobs])('$resource', (table) => {
  const { resource } = table

  test('mass deletion stops at the deletion limit, and no tombstone is set when all records are restored', async () => {
    await using tenant = await openTenant(database)
    while (tenant.sandbox.count(tenant.id, resource) < 14) tenant.sandbox.insert(tenant.id, resource, {})
    tenant.sandbox.clock.advance(lagMs)
    await tenant.sync(table)
    const deleted = recordsOf(tenant, resource).slice(0, 12)
    for (const { id } of deleted) tenant.sandbox.remove(tenant.id, resource, id)
    await expect(tenant.sync(table, { kind: 'full' })).rejects.toThrow(DeletionLimitError)
    const live = `SELECT count(*)::integer AS live FROM raw.${table.name} WHERE tenant_id = $1 AND deleted_at IS NULL`
    expect((await query(live, [tenant.tenantId]))[0].live).toBeGreaterThanOrEqual(14)
    expect(
      await query('SELECT count(*)::integer AS n FROM raw.delete_suspects WHERE tenant_id = $1', [
        tenant.tenantId,
      ]),
    ).toEqual([{ n: 12 }])

    for (const record of deleted) tenant.sandbox.insert(tenant.id, resource, { ...record })
    tenant.sandbox.clock.advance(lagMs)
    expect(await tenant.sync(table, { kind: 'full' })).toMatchObject({ tombstoned: 0 })
    await expectWhole(tenant, { tables: [table] })
  })

  test('mass deletion sets tombstones when allowed, and restored records lose them', async () => {
    await using tenant = await openTenant(database)
    while (tenant.sandbox.count(tenant.id, resource) < 14) tenant.sandbox.insert(tenant.id, resource, {})
    tenant.sandbox.clock.advance(lagMs)
    await tenant.sync(table)
    const deleted = recordsOf(tenant, resource).slice(0, 12)
    for (const { id } of deleted) tenant.sandbox.remove(tenant.id, resource, id)
    await expect(tenant.sync(table, { kind: 'full' })).rejects.toThrow(DeletionLimitError)
    expect(await tenant.sync(table, { kind: 'full', allowDeletes: true })).toMatchObject({ tombstoned: 12 })
    await expectWhole(tenant, { tables: [table] })

    // Each record is either unchanged, with its old modifiedOn, or changed.
    for (const [index, record] of deleted.entries()) {
      tenant.sandbox.insert(tenant.id, resource, {
        ...record,
        ...(index % 2 === 0 && { active: !record.active }),
      })
    }
    tenant.sandbox.clock.advance(lagMs)
    await tenant.sync(table, { kind: 'full' })
    await expectWhole(tenant, { tables: [table] })
  })
})
