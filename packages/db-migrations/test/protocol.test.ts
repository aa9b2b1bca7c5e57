import {
  channels,
  ledger,
  requestKinds,
  requestStatuses,
  roles,
  runKinds,
  schemaNames,
  schemas,
  tenantSetting,
} from 'db-migrations/protocol'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const firstColumn = async (sql: string, values: unknown[] = []) =>
  (await database.pool.query({ text: sql, values, rowMode: 'array' })).rows.flat()

/** The values that a CHECK such as `kind IN ('full', 'hot')` allows. */
async function allowedBy(constraint: string): Promise<string[]> {
  const [definition = ''] = await firstColumn(
    'SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = $1',
    [constraint],
  )
  return [...String(definition).matchAll(/'([^']+)'::text/g)].map((match) => match[1] ?? '')
}

test('every schema that migrations create is listed, with its comment as its purpose', async () => {
  const { rows } = await database.pool.query(
    `SELECT nspname AS name, obj_description(oid, 'pg_namespace') AS purpose, nspowner::regrole::text AS owner
       FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'public')
      ORDER BY nspname COLLATE "C"`,
  )
  expect(rows).toEqual(
    schemaNames.toSorted().map((name) => ({ name, purpose: schemas[name], owner: roles.migrator })),
  )
})

test('the roles are those that migrations create and grant schemas to', async () => {
  const granted = await firstColumn(
    `SELECT DISTINCT a.grantee::regrole::text FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) AS a
      WHERE n.nspname = ANY ($1) ORDER BY 1`,
    [schemaNames],
  )
  expect(granted).toEqual(Object.values(roles).toSorted())
})

test('the kinds and statuses are those that the tables accept', async () => {
  expect(await allowedBy('sync_runs_kind_check')).toEqual([...runKinds])
  expect(await allowedBy('sync_requests_kind_check')).toEqual([...requestKinds])
  expect(await allowedBy('sync_requests_status_check')).toEqual([...requestStatuses])
})

test('every policy for one tenant compares with the setting', async () => {
  const conditions = await firstColumn(
    `SELECT coalesce(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
       FROM pg_policy WHERE polname LIKE 'one\\_tenant%'`,
  )
  expect(conditions.length).toBeGreaterThan(0)
  for (const condition of conditions)
    expect(condition).toContain(`current_setting('${tenantSetting}'::text, true)`)
})

test('the ledger records the migrations, and channels are identifiers that need no quotes', async () => {
  expect(await firstColumn(`SELECT count(*)::int FROM ${ledger.schema}.${ledger.table}`)).not.toEqual([0])
  for (const channel of Object.values(channels)) {
    expect(await firstColumn('SELECT quote_ident($1)', [channel])).toEqual([channel])
  }
})
