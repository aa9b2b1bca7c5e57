import { auditActions, roles } from 'db-migrations/protocol'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditFilter } from '../../src/audit/audit-schemas.ts'
import { auditStatement } from '../../src/audit/read-audit.ts'
import { explainForNext, planModes, tenantPairs } from '../fixtures/explain-for-next.ts'

// Each list of the audit log is read by its index, also for a tenant that is missing from the statistics.

let database: TestDatabase
let client: pg.PoolClient
beforeAll(async () => {
  database = await createTestDatabase()
  const insert = (tenant: string, count: number) =>
    database.pool.query(
      `INSERT INTO audit.entries (tenant_id, seq, at, actor_kind, actor_id, action, entity, entity_id, request_id)
       SELECT ${tenant}, g, '2026-01-01Z'::timestamptz + g * interval '1 minute', (ARRAY['key', 'cli'])[1 + g % 2],
              (g % 5)::text, (ARRAY['request', 'login', 'view'])[1 + g % 3],
              (ARRAY['raw.sync_requests', 'api.sessions', 'api.keys'])[1 + g % 3], (g % 100)::text,
              CASE WHEN g % 2 = 0 THEN md5(g::text)::uuid END
         FROM generate_series(1, ${count}) AS g${tenant === 'tenant' ? ', generate_series(1, 40) AS tenant' : ''}`,
    )
  await insert('tenant', 1_000)
  await database.pool.query('VACUUM ANALYZE audit.entries')
  await insert('99', 1_000)
  client = await database.pool.connect()
})
afterAll(async () => {
  client.release()
  await database.close()
})

const pairs = tenantPairs('7', '8', '99').flatMap((pair) => planModes.map((mode) => ({ ...pair, mode })))
const period = { from: '2026-01-01T02:00:00Z', before: '2026-01-01T09:00:00Z' }
const [action] = auditActions
const requestId = '11111111-1111-4111-8111-111111111111'

const lists: readonly (readonly [index: string, filter: AuditFilter])[] = [
  ['entries_at_idx', {}],
  ['entries_at_idx', period],
  ['entries_at_idx', { action }],
  ['entries_entity_idx', { entity: 'api.keys' }],
  ['entries_entity_idx', { entity: 'api.keys', entityId: '7' }],
  ['entries_entity_idx', { entity: 'api.keys', entityId: '7', action, ...period }],
  ['entries_actor_idx', { actor: { kind: 'key', id: undefined } }],
  ['entries_actor_idx', { actor: { kind: 'key', id: '3' } }],
  ['entries_actor_idx', { actor: { kind: 'key', id: '3' }, action, ...period }],
  ['entries_request_idx', { requestId }],
]
const cursors = [null, ['500', '2026-01-01T08:20:00.000000Z']]

test.each(lists.flatMap(([index, filter]) => cursors.map((after) => ({ index, filter, after }))))(
  'entries of $filter after $after are read by $index',
  async ({ index, filter, after }) => {
    for (const pair of pairs) {
      const statementOf = (tenantId: string) => auditStatement(tenantId, { filter, after, count: 51 })
      const nodes = await explainForNext(client, {
        ...pair,
        statementOf,
        role: roles.writer,
        plan: { byIndexOrder: true },
      })
      const scans = nodes.filter((node) => node['Index Name'] !== undefined)
      const found = { ...pair, scans: scans.map((node) => node['Index Name']) }
      expect(found).toEqual({ ...pair, scans: [index] })
      expect(scans[0]?.['Index Cond']).toMatch(/tenant_id = /)
      expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort')
    }
  },
)
