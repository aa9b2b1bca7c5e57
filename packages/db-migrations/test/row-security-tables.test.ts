import { createTestDatabase, insertRows, type TestDatabase } from 'db-migrations/testing'
import { MigrationBuilder } from 'node-pg-migrate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCacheTable } from '../src/authoring/v2/cache-table.ts'
import { asRole, firstColumn } from './fixtures/roles.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  for (const tenantId of [1, 2]) await insertRows(database.pool, tenantId)
  // Two bookings of one technician at the same time, for the view of such.
  await database.pool.query(`
    INSERT INTO lazi.technicians (tenant_id, id, source, active, name)
    SELECT tenant, gen_random_uuid(), 'lazi', true, 'Twice' FROM unnest(ARRAY[1, 2]) AS tenant;
    INSERT INTO lazi.appointment_assignments (tenant_id, id, source, active, appointment_id, technician_id, starts_at,
           ends_at, is_live, may_overlap)
    SELECT technician.tenant_id, gen_random_uuid(), 'lazi', true, visit.id, technician.id, '2026-01-01Z', '2026-01-02Z',
           true, true
      FROM lazi.technicians AS technician JOIN lazi.appointments AS visit USING (tenant_id)
     CROSS JOIN generate_series(1, 2) WHERE technician.name = 'Twice'`)
})
afterAll(() => database.close())

describe('every table and view of raw, lazi and sync with tenants', () => {
  /** Tables and views in which a role sees other tenants than expected. */
  const unexpected = (
    { role, tenant }: { readonly role: string; readonly tenant?: string },
    expected: readonly string[],
  ) =>
    asRole(database, { role, ...(tenant !== undefined && { tenant }) }, async (client) => {
      const relations = await firstColumn(
        client,
        `SELECT oid::regclass::text FROM pg_class AS c
          WHERE relnamespace = ANY ('{raw, lazi, sync}'::regnamespace[]) AND relkind IN ('r', 'p', 'v')
            AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'tenant_id')`,
      )
      expect(relations).toContain('raw.sync_requests')
      expect(relations).toContain('raw.freshness')
      expect(relations).toEqual(expect.arrayContaining(['lazi.jobs', 'lazi.invoices', 'sync.waiting']))
      const found: unknown[] = []
      for (const relation of relations) {
        const tenants = await firstColumn(client, `SELECT DISTINCT tenant_id FROM ${relation} ORDER BY 1`)
        if (tenants.join() !== expected.join()) found.push({ relation, tenants })
      }
      return found
    })

  test('shows a reader the rows of its tenant only', async () => {
    expect(await unexpected({ role: 'lazi_reader', tenant: '1' }, ['1'])).toEqual([])
    expect(await unexpected({ role: 'lazi_reader', tenant: '2' }, ['2'])).toEqual([])
    expect(await unexpected({ role: 'lazi_reader', tenant: '3' }, [])).toEqual([])
  })

  test('shows a reader no rows without a setting', async () => {
    expect(await unexpected({ role: 'lazi_reader' }, [])).toEqual([])
    expect(await unexpected({ role: 'lazi_reader', tenant: '' }, [])).toEqual([])
  })

  test.each(['lazi_sync', 'lazi_migrator'])(
    'shows %s every tenant, regardless of the setting',
    async (role) => {
      expect(await unexpected({ role }, ['1', '2'])).toEqual([])
      expect(await unexpected({ role, tenant: '1' }, ['1', '2'])).toEqual([])
    },
  )
})

describe('a table of a later migration', () => {
  const privileges = `
    SELECT array(SELECT format('%s %s', grantee, string_agg(privilege_type, ' ' ORDER BY privilege_type))
                   FROM information_schema.role_table_grants
                  WHERE table_schema = 'raw' AND table_name = 'st_later' AND grantee IN ('lazi_sync', 'lazi_reader')
                  GROUP BY grantee ORDER BY grantee)`
  const expected = ['lazi_reader SELECT', 'lazi_sync DELETE INSERT SELECT UPDATE']

  test.each([
    ['lazi_migrator', 'lazi_migrator'],
    ['the login that migrated', 'NONE'],
  ])('created by %s gets the same privileges', async (_, role) => {
    await asRole(database, { role }, async (client) => {
      await client.query('CREATE TABLE raw.st_later (tenant_id bigint NOT NULL)')
      expect(await firstColumn(client, privileges)).toEqual([expected])
    })
  })

  test('has row-level security', async () => {
    const builder = new MigrationBuilder({} as never, undefined, false, console)
    createCacheTable(builder, {
      name: 'st_later',
      comment: 'Later.',
      columns: {},
      indexes: [],
    })
    await asRole(database, { role: 'NONE' }, async (client) => {
      for (const sql of builder.getSqlSteps()) await client.query(sql)
      expect(await firstColumn(client, privileges)).toEqual([expected])
      const security = (table: string) =>
        firstColumn(
          client,
          `SELECT ARRAY[format('%s %s %s', relowner::regrole, relrowsecurity, relforcerowsecurity)]
                  || array(SELECT format('%s %s %s %s', polname, polcmd, pg_get_expr(polqual, polrelid), polroles)
                             FROM pg_policy WHERE polrelid = c.oid ORDER BY polname)
             FROM pg_class c WHERE c.oid = 'raw.${table}'::regclass`,
        )
      expect(await security('st_later')).toEqual(await security('st_teams'))
    })
  })
})

test('no policy has a sub-select, which Citus rejects on distributed tables', async () => {
  const { rows } = await database.pool.query(
    `SELECT polrelid::regclass::text AS table, polname AS policy FROM pg_policy
      WHERE concat(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) ~* '\\mselect\\M'`,
  )
  expect(rows).toEqual([])
})
