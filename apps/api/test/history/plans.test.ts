import { cacheTableOf } from 'catalog'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formerRowStatement } from '../../src/records/history/former-row.ts'
import { historyStatement } from '../../src/records/history/history-statement.ts'
import { allResources } from '../fixtures/all-resources.ts'
import { copyTenant } from '../fixtures/copy-tenant.ts'
import { explainForNext, planModes, tenantPairs } from '../fixtures/explain-for-next.ts'

// The plans of the statements about one row's history, under the reader role and row-level security. The statistics list
// the other tenants; tenant 99 has the rows of tenant 7 since.

const resources = allResources.filter(({ name }) => ['jobs', 'invoices'].includes(name))
const names = ['jobs', 'invoices']

let database: TestDatabase
let client: pg.PoolClient
beforeAll(async () => {
  database = await createTestDatabase()
  const filling = await database.pool.connect()
  await filling.query('SET session_replication_role = replica')
  await filling.query(`
    INSERT INTO raw.change_positions (tenant_id, last_seq, updated_at) SELECT g, 5000, now()
      FROM generate_series(1, 3000) AS g WHERE g <> 99;
    INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, before, at)
    SELECT 1 + g % 40, 1 + g / 40, (ARRAY['${names.map((name) => cacheTableOf({ name })).join("', '")}'])[1 + g / 40 % 2],
           CASE WHEN g / 40 % 1000 > 3 THEN g / 40 % 500 END, CASE WHEN g / 40 % 1000 > 3 THEN 'update' ELSE 'snapshot' END,
           jsonb_build_object('summary', 'Text ' || g), '2026-01-01Z'::timestamptz + g * interval '1 minute'
      FROM generate_series(0, 199999) AS g`)
  for (const name of names) {
    await filling.query(`
      INSERT INTO raw.sync_state (tenant_id, table_name, last_full_sync)
      SELECT g, '${cacheTableOf({ name })}', now() FROM generate_series(1, 3000) AS g WHERE g <> 99;
      INSERT INTO raw.${cacheTableOf({ name })} (tenant_id, st_id, active, full_data, content_hash, synced_at)
      SELECT 1 + g % 40, g / 40, true, '{}', 'x', now() FROM generate_series(0, 19999) AS g`)
  }
  for (const name of ['jobs']) {
    await filling.query(`
      INSERT INTO lazi.${name} (tenant_id, id, st_id, source, active)
      SELECT tenant_id, lazi.projected_id(tenant_id, '${name}', st_id), st_id, 'servicetitan', true FROM raw.st_${name}`)
  }
  await filling.query('VACUUM ANALYZE')
  for (const table of [
    'raw.change_positions',
    'raw.changes',
    'raw.sync_state',
    ...names.map((name) => `raw.${cacheTableOf({ name })}`),
    'lazi.jobs',
  ]) {
    await copyTenant(filling, table, { from: 7, to: 99 })
  }
  await filling.query('RESET session_replication_role')
  filling.release()
  client = await database.pool.connect()
})
afterAll(async () => {
  client.release()
  await database.close()
})

/** The tables with rows. */
const filled = new Set([
  'change_positions',
  'changes',
  'sync_state',
  ...names.flatMap((name) => [name, cacheTableOf({ name })]),
])

const pairs = tenantPairs('7', '8', '99').flatMap((pair) => planModes.map((mode) => ({ ...pair, mode })))

const statements = [
  {
    title: 'the history',
    statementOf: (resource: (typeof resources)[number], tenantId: string, id: string) =>
      historyStatement(resource, { tenantId, id, before: '4000', limit: 51 }),
  },
  {
    title: 'a moment',
    statementOf: (resource: (typeof resources)[number], tenantId: string, id: string) =>
      formerRowStatement(resource, {
        tenantId,
        id,
        asOf: '2026-03-01T00:00:00.000000Z',
        fields: null,
        fullData: resource.isCached,
        includeDeleted: false,
      }),
  },
]

test.each(
  resources.flatMap((resource) => statements.map((each) => ({ ...each, resource, table: resource.table }))),
)(
  '$title of a row of $table reads its changes by their index, and every table by the tenant and another column',
  async ({ resource, statementOf }) => {
    const ids = resource.isCached ? ['60'] : ['st:60', '00000000-003c-8000-8000-000000000060']
    for (const { id, ...pair } of pairs.flatMap((each) => ids.map((id) => ({ ...each, id })))) {
      const nodes = await explainForNext(client, {
        ...pair,
        statementOf: (tenantId) => statementOf(resource, tenantId, id),
        plan: { byIndexOrder: true },
      })
      // A table without rows is read as a whole.
      const scans = nodes.filter((node) => filled.has(node['Relation Name'] ?? ''))
      const others = scans.filter((node) => !node['Node Type'].startsWith('Index'))
      expect({ ...pair, others }).toEqual({ ...pair, others: [] })
      const ofChanges = scans.filter((node) => node['Relation Name'] === 'changes')
      const byRecord = ofChanges.filter((node) => node['Index Name'] === 'changes_record_idx')
      const oldest = ofChanges.filter((node) => node['Index Name'] === 'changes_pkey')
      expect([byRecord.length, oldest.length]).toEqual([ofChanges.length - 1, 1])
      for (const { 'Index Cond': condition } of byRecord) {
        expect(condition).toMatch(/table_name = .* AND .*\(st_id (IS NULL|>= )/)
      }
      for (const { 'Index Cond': condition, 'Index Name': index } of scans) {
        if (index === 'change_positions_pkey') continue
        expect({ ...pair, index, condition }).toEqual({
          ...pair,
          index,
          condition: expect.stringMatching(/tenant_id = .* AND |AND .*tenant_id = /),
        })
      }
    }
  },
)
