import { cacheTableOf, resources } from 'catalog'
import { createTestDatabase, readCatalog } from 'db-migrations/testing'
import { expect, test } from 'vitest'
import { createCacheTable } from '../src/authoring/v2/cache-table.ts'
import { tableOf } from '../src/new-resource/cache-table-of.ts'
import { planMigration } from '../src/plan/migration-plan.ts'

// Migrations are frozen text and never read the catalog. Both are compared by creating every cache table from the
// catalog alone: types, comments, expressions, indexes, predicates, policies and grants.
test('the catalog defines the cache tables that the migrations create, and no others', async () => {
  await using database = await createTestDatabase()
  const client = await database.pool.connect()
  try {
    // Views of LAZI's records read the cache tables: not compared here.
    const views = await client.query<{ name: string }>(`
      SELECT relname AS name FROM pg_class WHERE relnamespace = 'lazi'::regnamespace AND relkind = 'v'`)
    await client.query(`DROP VIEW ${views.rows.map(({ name }) => `lazi.${name}`).join(', ')}`)
    const migrated = await readCatalog(client)
    const { rows } = await client.query<{ name: string }>(`
      SELECT relname AS name FROM pg_class
       WHERE relnamespace = 'raw'::regnamespace AND relkind = 'r' AND relname LIKE 'st\\_%'`)
    const names = rows.map(({ name }) => name).toSorted()
    expect(resources.map(cacheTableOf).toSorted()).toEqual(names)

    await client.query(`DROP TABLE ${names.map((name) => `raw.${name}`).join(', ')}`)
    for (const resource of resources) {
      const { statements } = await planMigration(
        {
          number: 1,
          name: cacheTableOf(resource),
          path: '',
          allow: [],
          up: (pgm) => createCacheTable(pgm, tableOf(resource)),
          down: false,
        },
        'up',
      )
      for (const sql of statements) await client.query(sql)
    }
    expect(await readCatalog(client)).toEqual(migrated)
  } finally {
    client.release()
  }
})

test('the columns of the catalog are in table order', async () => {
  await using database = await createTestDatabase()
  const { rows } = await database.pool.query<{ name: string; columns: string[] }>(`
    SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'raw'::regnamespace AND c.relkind = 'r' AND c.relname LIKE 'st\\_%' GROUP BY 1`)
  const columnsOf = new Map(rows.map(({ name, columns }) => [name, columns]))
  for (const resource of resources) {
    const own = Object.keys(resource.columns)
    const columns = columnsOf.get(cacheTableOf(resource)) ?? []
    expect(columns.filter((name) => own.includes(name))).toEqual(own)
  }
})
