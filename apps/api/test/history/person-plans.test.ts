import { roles } from 'db-migrations/protocol'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { enteredTables } from 'records/writes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { personChangesStatement } from '../../src/records/history/person-changes.ts'
import { recordResources } from '../../src/records/record-resources.ts'
import { explainForNext, planModes, tenantPairs } from '../fixtures/explain-for-next.ts'

// What people changed of a record is read by the index of entries by what they are about, also for a tenant that is missing
// from the statistics.

let database: TestDatabase
let client: pg.PoolClient
beforeAll(async () => {
  database = await createTestDatabase()
  const insert = (tenant: string, from: string) =>
    database.pool.query(
      `INSERT INTO audit.entries (tenant_id, seq, at, actor_kind, action, entity, entity_id)
       SELECT ${tenant}, g, '2026-01-01Z'::timestamptz + g * interval '1 minute', 'key', 'update',
              (ARRAY['${enteredTables.map(({ name }) => `lazi.${name}`).join("', '")}'])[1 + g % ${enteredTables.length}],
              ('00000000-003c-8000-8000-' || lpad((g % 200)::text, 12, '0'))
         FROM generate_series(1, 1000) AS g${from}`,
    )
  await insert('tenant', ', generate_series(1, 40) AS tenant')
  await database.pool.query('VACUUM ANALYZE audit.entries')
  await insert('99', '')
  client = await database.pool.connect()
})
afterAll(async () => {
  client.release()
  await database.close()
})

const pairs = tenantPairs('7', '8', '99').flatMap((pair) => planModes.map((mode) => ({ ...pair, mode })))

test.each(enteredTables)('the changes of $name are read by their index', async (table) => {
  const resource = recordResources.find(({ definition }) => definition?.name === table.name)
  if (!resource) throw new Error(`There is no resource of ${table.name}`)
  const id = '00000000-003c-8000-8000-000000000060'
  for (const pair of pairs) {
    const nodes = await explainForNext(client, {
      ...pair,
      statementOf: (tenantId) =>
        personChangesStatement(resource, table, { tenantId, id, before: '900', limit: 51 }),
      role: roles.writer,
      plan: { byIndexOrder: true },
    })
    const scans = nodes.filter((node) => node['Relation Name'] === 'entries')
    const byEntity = scans.filter((node) => node['Index Name'] === 'entries_entity_idx')
    const oldest = scans.filter((node) => node['Index Name'] === 'entries_pkey')
    expect({ ...pair, counts: [byEntity.length, oldest.length, scans.length] }).toEqual({
      ...pair,
      counts: [3, 1, 4],
    })
    for (const { 'Index Cond': condition } of byEntity)
      expect(condition).toMatch(/tenant_id = .* AND \(entity = .* AND \(entity_id >= /)
  }
})
