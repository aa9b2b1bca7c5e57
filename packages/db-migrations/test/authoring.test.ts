import { createMigrator } from 'db-migrations'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type { MigrationBuilder } from 'node-pg-migrate'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { backfill } from '../src/authoring/v1/backfill.ts'
import { addIndexConcurrently } from '../src/authoring/v1/concurrent-index.ts'
import { addConstraint, setNotNull } from '../src/authoring/v1/online-constraint.ts'
import { createItems, type MigrationsDir, writeMigrations } from './fixtures/migrations-dir.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase({ empty: true })
  await database.pool.query(createItems)
})
afterEach(() => database.close())

const migrator = (dir: MigrationsDir) =>
  createMigrator({ connectionString: database.url, dir: dir.path, lockTimeoutMs: 500 })
let inserted = 100_000
const query = async (sql: string) => (await database.pool.query({ text: sql, rowMode: 'array' })).rows.flat()

/**
 * Reads and writes rows while `work` runs, as apps do.
 * @returns the number of rounds
 * @throws the error of any statement
 */
async function underTraffic(work: Promise<unknown>): Promise<number> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  let ended = false
  const settled = work.finally(() => {
    ended = true
  })
  try {
    let times = 0
    do {
      const id = 1 + (times++ % 2000)
      await client.query('SELECT count(label) FROM items WHERE id < 50')
      await client.query(`UPDATE items SET label = 'touched', cents = coalesce(cents, 0) WHERE id = $1`, [id])
      await client.query('INSERT INTO items (id, price, cents, label) VALUES ($1, 1, 1, 0)', [inserted++])
    } while (!ended)
    await settled
    return times
  } finally {
    await settled.catch(() => undefined)
    await client.end()
  }
}

test('an index is built and dropped while rows are read and written', async () => {
  await using dir = await writeMigrations({
    '001_index': [
      `addIndexConcurrently(pgm, items, { name: 'items_label_idx', columns: ['label'], where: 'label IS NOT NULL', query: "a label, and it's items" })`,
      `dropIndexConcurrently(pgm, items, 'items_label_idx')`,
    ],
  })
  expect(await underTraffic(migrator(dir).up())).toBeGreaterThan(0)
  expect(
    await query(`SELECT pg_get_indexdef(indexrelid), indisvalid, obj_description(indexrelid)
                 FROM pg_index WHERE indexrelid = 'items_label_idx'::regclass`),
  ).toEqual([
    'CREATE INDEX items_label_idx ON public.items USING btree (label) WHERE (label IS NOT NULL)',
    true,
    "Query: a label, and it's items",
  ])
  await underTraffic(migrator(dir).down({ count: 1 }))
  expect(await query(`SELECT to_regclass('items_label_idx')`)).toEqual([null])
})

test('a backfill writes every row that needs it while rows are read and written', async () => {
  await using dir = await writeMigrations({
    '001_fill': `backfill(pgm, { table: items, set: "cents = price * 100", where: 'cents IS NULL', key: ['id'], batch: 100, pauseMs: 1 })`,
  })
  await underTraffic(migrator(dir).up())
  expect(await query('SELECT count(*)::int FROM items WHERE cents IS NULL')).toEqual([0])
})

test('a backfill by a composite key skips nothing, and stops when no row is left', async () => {
  await database.pool.query(`
    CREATE TABLE parts (tenant_id bigint, "Item" text, done boolean, PRIMARY KEY (tenant_id, "Item"));
    INSERT INTO parts SELECT n % 3, 'part ' || n, CASE WHEN n % 5 = 0 THEN true END FROM generate_series(1, 1000) AS n`)
  await using dir = await writeMigrations({
    '001_fill': `backfill(pgm, { table: { schema: 'public', name: 'parts' }, set: 'done = true', where: 'done IS NULL', key: ['tenant_id', 'Item'], batch: 7, pauseMs: 0 })`,
    '002_again': `backfill(pgm, { table: { schema: 'public', name: 'parts' }, set: 'done = true', where: 'done IS NULL', key: ['tenant_id', 'Item'] })`,
  })
  await migrator(dir).up()
  expect(await query('SELECT count(*)::int FROM parts WHERE done')).toEqual([1000])
  // A batch is a transaction, and its rows share its xmin: 800 rows in batches of at most 7.
  expect(await query('SELECT count(DISTINCT xmin::text) > 800 / 7 FROM parts')).toEqual([true])
})

test('a backfill that would write a row twice fails in its first batch', async () => {
  await using dir = await writeMigrations({
    '001_fill': `backfill(pgm, { table: items, set: 'price = price + 1', where: 'price IS NOT NULL', key: ['id'] })`,
  })
  await expect(migrator(dir).up()).rejects.toThrow(
    /public\.items: WHERE still matches rows that were written/,
  )
  expect(await query('SELECT price::int FROM items WHERE id = 2')).toEqual([3])
})

test('NOT NULL and a CHECK are added while rows are read and written', async () => {
  await database.pool.query('UPDATE items SET cents = 0')
  await using dir = await writeMigrations({
    '001_rules': `setNotNull(pgm, items, 'cents'); addConstraint(pgm, items, 'items_cents_check', 'CHECK (cents >= 0)')`,
  })
  await underTraffic(migrator(dir).up())
  expect(
    await query(
      `SELECT attnotnull FROM pg_attribute WHERE attrelid = 'items'::regclass AND attname = 'cents'`,
    ),
  ).toEqual([true])
  expect(
    await query(
      `SELECT conname, convalidated FROM pg_constraint WHERE conrelid = 'items'::regclass AND contype = 'c'`,
    ),
  ).toEqual(['items_cents_check', true])
})

test('rows that violate a constraint fail the migration; once fixed, it resumes', async () => {
  await using dir = await writeMigrations({ '001_rules': `setNotNull(pgm, items, 'cents')` })
  await expect(migrator(dir).up()).rejects.toThrow(/^001_rules failed in statement 2 of 4: .*SQLSTATE 23514/)
  // New rows are checked already.
  await expect(database.pool.query('INSERT INTO items (id) VALUES (0)')).rejects.toThrow('not_null')
  await database.pool.query('UPDATE items SET cents = 0')
  expect(await migrator(dir).up()).toEqual(['001_rules'])
})

test('validating a constraint holds no lock that blocks readers or writers', async () => {
  await database.pool.query('UPDATE items SET cents = 0')
  await using dir = await writeMigrations({ '001_rules': `setNotNull(pgm, items, 'cents')` })
  const locks: string[] = []
  await createMigrator(
    { connectionString: database.url, dir: dir.path },
    {
      // Between a statement and its COMMIT its locks are still held.
      failpoint: async ({ point, statement }) => {
        if (point !== 'ran') return
        locks.push(
          `${statement} ${await query(`SELECT mode FROM pg_locks WHERE relation = 'items'::regclass AND mode IN
            ('ShareUpdateExclusiveLock', 'AccessExclusiveLock')`)}`,
        )
      },
    },
  ).up()
  expect(locks).toEqual([
    '0 AccessExclusiveLock',
    '1 ShareUpdateExclusiveLock',
    '2 AccessExclusiveLock',
    '3 AccessExclusiveLock',
  ])
})

test('invalid options fail immediately', () => {
  const table = { schema: 'public', name: 'items' }
  const pgm = undefined as unknown as MigrationBuilder
  const fill = { table, set: 'a = 1', where: 'a IS NULL', key: ['id'] }
  expect(() => backfill(pgm, { ...fill, key: [] })).toThrow('Expected `key` to name at least one column')
  expect(() => backfill(pgm, { ...fill, batch: 0 })).toThrow('Expected `batch` to be 1 or more, got 0')
  expect(() => backfill(pgm, { ...fill, pauseMs: -1 })).toThrow('Expected `pauseMs` to be 0 or more, got -1')
  expect(() => addConstraint(pgm, table, 'u', 'UNIQUE (id)')).toThrow('Expected `sql` to begin with CHECK')
  expect(() => setNotNull(pgm, table, 'c'.repeat(60))).toThrow('Expected a name of at most 63 bytes')
  const index = { name: 'i'.repeat(64), columns: ['id'], query: 'none' }
  const silent = { noTransaction: () => undefined } as unknown as MigrationBuilder
  expect(() => addIndexConcurrently(silent, table, index)).toThrow('Expected a name of at most 63 bytes')
})
