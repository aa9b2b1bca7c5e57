import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** The schemas that migrations create. */
const own = `'{api,lazi,raw,sync}'::regnamespace[]`

/** The tables whose rows belong to no tenant. */
const withoutTenant = ['raw.workers']

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('every schema, table, view, column and index has a comment', async () => {
  const { rows } = await database.pool.query(`
    SELECT c.relname AS object FROM pg_class c
     WHERE c.relnamespace = ANY (${own}) AND c.relkind IN ('r', 'v', 'i') AND obj_description(c.oid, 'pg_class') IS NULL
    UNION ALL
    SELECT format('%s.%s', c.relname, a.attname) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = ANY (${own}) AND c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped
       AND col_description(c.oid, a.attnum) IS NULL
    UNION ALL
    SELECT nspname FROM pg_namespace WHERE oid = ANY (${own}) AND obj_description(oid, 'pg_namespace') IS NULL`)
  expect(rows).toEqual([])
})

test('tenant_id leads every primary key, unique constraint and b-tree index of tables with tenants', async () => {
  const { rows } = await database.pool.query(`
    SELECT i.indexrelid::regclass::text AS index FROM pg_index i
      JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
      LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
     WHERE c.relnamespace = ANY (${own}) AND m.amname = 'btree' AND a.attname IS DISTINCT FROM 'tenant_id'`)
  expect(rows).toEqual(withoutTenant.map((table) => ({ index: `${table}_pkey` })))
})

test('every cache table has the shared columns, and no other NOT NULL column', async () => {
  const { rows } = await database.pool.query(`
    SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attname) AS required
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnotnull AND a.attnum > 0
     WHERE c.relnamespace = 'raw'::regnamespace AND c.relkind = 'r' AND c.relname LIKE 'st\\_%'
     GROUP BY 1`)
  const required = [
    'active',
    'content_hash',
    'created_at',
    'full_data',
    'st_id',
    'synced_at',
    'tenant_id',
    'updated_at',
  ]
  expect(rows.length).toBeGreaterThan(10)
  for (const table of rows) expect(table).toEqual({ name: table.name, required })
})

test('every table with tenants has a tenant_id, and every table row-level security that also applies to its owner', async () => {
  const { rows } = await database.pool.query(`
    SELECT format('%s.%s', c.relnamespace::regnamespace, c.relname) AS name, relrowsecurity AND relforcerowsecurity AS forced, relowner::regrole::text AS owner,
           EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'tenant_id' AND attnotnull) AS tenant,
           array(SELECT format('%s %s %s', polname, polcmd,
                               array(SELECT r::regrole::text FROM unnest(polroles) AS r ORDER BY 1))
                   FROM pg_policy WHERE polrelid = c.oid ORDER BY 1) AS policies
      FROM pg_class c WHERE c.relnamespace = ANY (${own}) AND c.relkind IN ('r', 'p')`)
  expect(rows.length).toBeGreaterThan(10)
  for (const table of rows) {
    expect(table).toEqual({
      name: table.name,
      forced: true,
      owner: 'lazi_migrator',
      tenant: !withoutTenant.includes(table.name),
      policies: policiesOf[table.name] ?? [everyTenant, 'one_tenant r {lazi_reader}'],
    })
  }
})

const everyTenant = 'all_tenants * {lazi_migrator,lazi_sync}'
const ofTheApi = ['all_tenants * {lazi_migrator}', 'one_tenant * {lazi_api,lazi_writer}']
const deletedByRetention = ['retention_delete d {lazi_retention}', 'retention_read r {lazi_retention}']
const onlyAppended = [
  'all_tenants_insert a {lazi_migrator,lazi_sync}',
  'all_tenants_read r {lazi_migrator,lazi_sync}',
  'one_tenant_read r {lazi_writer}',
  ...deletedByRetention,
]
/** The policies of tables that people change through the API, that it locks, and that it reads. */
const changed = [everyTenant, 'one_tenant r {lazi_reader}', 'one_tenant_writes * {lazi_writer}']
const locked = [everyTenant, 'one_tenant r {lazi_reader,lazi_writer}', 'one_tenant_locks w {lazi_writer}']
const readByWriter = [everyTenant, 'one_tenant r {lazi_reader,lazi_writer}']
const each = (names: string, policies: readonly string[]) =>
  Object.fromEntries(names.split(' ').map((name) => [name, policies]))
const policiesOf: Readonly<Record<string, readonly string[]>> = {
  ...each(
    'lazi.customers lazi.customer_contacts lazi.locations lazi.location_contacts lazi.jobs lazi.appointments lazi.appointment_assignments lazi.changes lazi.change_positions lazi.job_numbers sync.outbox sync.conflicts sync.field_rules',
    changed,
  ),
  ...each(
    'lazi.tag_types lazi.business_units lazi.job_types lazi.campaigns lazi.zones lazi.job_cancel_reasons lazi.job_hold_reasons lazi.technicians sync.domains',
    locked,
  ),
  ...each('sync.waiting sync.followers', readByWriter),
  'raw.tenants': [everyTenant, 'one_tenant r {lazi_api,lazi_reader,lazi_writer}'],
  'raw.quarantine': [everyTenant, 'one_tenant r {lazi_reader,lazi_writer}'],
  'raw.change_positions': [everyTenant, 'one_tenant r {lazi_api,lazi_reader,lazi_writer}'],
  'raw.sync_requests': [
    everyTenant,
    'one_tenant r {lazi_reader,lazi_writer}',
    'one_tenant_asks a {lazi_writer}',
  ],
  'raw.workers': ['all_workers * {lazi_migrator,lazi_sync}', 'all_workers_read r {lazi_api,lazi_reader}'],
  'api.people': ofTheApi,
  'api.sessions': ofTheApi,
  'api.sign_in_codes': ofTheApi,
  'api.keys': [
    'all_tenants * {lazi_migrator}',
    'one_tenant r {lazi_api,lazi_writer}',
    'one_tenant_used w {lazi_writer}',
  ],
  'audit.positions': [
    everyTenant,
    'eraser * {lazi_eraser}',
    'one_tenant * {lazi_writer}',
    ...deletedByRetention,
  ],
  'audit.entries': [
    'all_tenants_insert a {lazi_migrator,lazi_sync}',
    'all_tenants_read r {lazi_eraser,lazi_migrator,lazi_sync}',
    'emptied_only w {lazi_eraser}',
    'eraser_insert a {lazi_eraser}',
    'one_tenant_insert a {lazi_writer}',
    'one_tenant_read r {lazi_writer}',
    ...deletedByRetention,
  ],
  'audit.seals': ['all_tenants_export w {lazi_sync}', ...onlyAppended],
  'audit.verifications': onlyAppended,
}

test("every view applies its tables' row-level security to the reader, and is read-only", async () => {
  const { rows } = await database.pool.query(`
    SELECT c.relname AS name, reloptions AS options, relowner::regrole::text AS owner,
           array(SELECT format('%s %s', grantee, privilege_type) FROM information_schema.role_table_grants g
                  WHERE table_schema = 'raw' AND g.table_name = c.relname AND grantee <> 'lazi_migrator'
                  ORDER BY 1) AS grants
      FROM pg_class c WHERE c.relnamespace = 'raw'::regnamespace AND c.relkind IN ('v', 'm')`)
  expect(rows.map(({ name }) => name)).toContain('freshness')
  for (const view of rows) {
    expect(view).toEqual({
      name: view.name,
      options: ['security_invoker=true'],
      owner: 'lazi_migrator',
      grants: [
        ...(view.name === 'worker_state' ? ['lazi_api SELECT'] : []),
        'lazi_reader SELECT',
        'lazi_sync SELECT',
      ],
    })
  }
})

test('the sync can use every identity sequence', async () => {
  const { rows } = await database.pool.query(`
    SELECT relname AS name, has_sequence_privilege('lazi_sync', oid, 'USAGE') AS may
      FROM (SELECT * FROM pg_class WHERE relkind = 'S' OFFSET 0) AS c WHERE relnamespace = 'raw'::regnamespace`)
  expect(rows.length).toBeGreaterThan(2)
  expect(rows.filter(({ may }) => !may)).toEqual([])
})

test('no column type truncates text, loses a time zone or rounds money', async () => {
  const { rows } = await database.pool.query(`
    SELECT table_name, column_name, data_type FROM information_schema.columns
     WHERE table_schema = 'raw'
       AND data_type IN ('character varying', 'character', 'timestamp without time zone', 'real', 'money')`)
  expect(rows).toEqual([])
})
