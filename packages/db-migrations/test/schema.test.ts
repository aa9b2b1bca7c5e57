import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('every schema, table, column and index says what it is', async () => {
  const { rows } = await database.pool.query(`
    SELECT c.relname AS object FROM pg_class c
     WHERE c.relnamespace = 'raw'::regnamespace AND c.relkind IN ('r', 'i') AND obj_description(c.oid, 'pg_class') IS NULL
    UNION ALL
    SELECT format('%s.%s', c.relname, a.attname) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'raw'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
       AND col_description(c.oid, a.attnum) IS NULL
    UNION ALL
    SELECT 'schema raw' WHERE obj_description('raw'::regnamespace, 'pg_namespace') IS NULL`)
  expect(rows).toEqual([])
})

test('tenant_id leads every primary key, unique constraint and b-tree index', async () => {
  const { rows } = await database.pool.query(`
    SELECT i.indexrelid::regclass::text AS index FROM pg_index i
      JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
      LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
     WHERE c.relnamespace = 'raw'::regnamespace AND m.amname = 'btree' AND a.attname IS DISTINCT FROM 'tenant_id'`)
  expect(rows).toEqual([])
})

test('every cache table has the shared columns, and nothing else that is NOT NULL', async () => {
  const { rows } = await database.pool.query(`
    SELECT c.relname AS "table", array_agg(a.attname::text ORDER BY a.attname) AS required
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnotnull AND a.attnum > 0
     WHERE c.relnamespace = 'raw'::regnamespace AND c.relkind = 'r' AND c.relname LIKE 'st\\_%'
     GROUP BY 1 ORDER BY 1`)
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
  expect(rows).toEqual(
    ['st_appointment_assignments', 'st_appointments', 'st_jobs', 'st_locations', 'st_technicians'].map(
      (table) => ({
        table,
        required,
      }),
    ),
  )
})

test('no column can cut a text short, lose a time zone or round money', async () => {
  const { rows } = await database.pool.query(`
    SELECT table_name, column_name, data_type FROM information_schema.columns
     WHERE table_schema = 'raw'
       AND data_type IN ('character varying', 'character', 'timestamp without time zone', 'real', 'money')`)
  expect(rows).toEqual([])
})
