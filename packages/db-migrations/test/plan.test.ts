import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listMigrationFiles } from '../src/migration-files.ts'
import { createdRelations, forecastLocks } from '../src/plan/lock-forecast.ts'
import { planMigrations } from '../src/plan/plan-migrations.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('the plan of all migrations needs no database, and no lock on an existing table', async () => {
  const planned = await planMigrations(await listMigrationFiles(), 'up')
  expect(planned[0]).toMatchObject({ name: '001_create_raw_schema', usesTransaction: true })
  expect(planned.flatMap(({ statements }) => statements.flatMap(({ locks }) => locks))).toEqual([])
})

test('with a database, a lock is shown with the size of its table', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'plan-'))
  try {
    await writeFile(
      join(dir, '001_add.js'),
      `export const up = (pgm) => pgm.addColumn({ schema: 'raw', name: 'st_jobs' }, { extra: 'text' })\nexport const down = false\n`,
    )
    await database.pool.query('ANALYZE raw.st_jobs')
    const client = await database.pool.connect()
    const [migration] = await planMigrations(await listMigrationFiles(dir), 'up', client)
    client.release()
    expect(migration?.statements[0]?.locks).toEqual([
      {
        relation: 'raw.st_jobs',
        mode: 'ACCESS EXCLUSIVE',
        rewrites: 'no',
        scans: false,
        size: { rows: 0, bytes: expect.any(Number) },
      },
    ])
    expect(
      (await database.pool.query(`SELECT FROM information_schema.columns WHERE column_name = 'extra'`))
        .rowCount,
    ).toBe(0)
  } finally {
    await rm(dir, { recursive: true })
  }
})

test('changing an existing view locks it, unless the same plan creates it', async () => {
  const lock = { rewrites: 'no', scans: false, relation: 'raw.seen' }
  const drop = 'DROP VIEW raw.seen;'
  const owner = 'ALTER VIEW raw.seen OWNER TO lazi_migrator;'
  expect(await forecastLocks(drop)).toEqual([{ ...lock, mode: 'ACCESS EXCLUSIVE' }])
  expect(await forecastLocks(owner)).toEqual([{ ...lock, mode: 'ACCESS EXCLUSIVE' }])
  const created = new Set(await createdRelations('CREATE VIEW raw.seen AS SELECT 1 AS one;'))
  expect(await forecastLocks(`${owner} ${drop}`, created)).toEqual([])
})

// Forecasts are compared with pg_locks: each statement runs, and its locks are read before the rollback.
describe('the forecast compared with PostgreSQL', () => {
  const setup = `
    CREATE TABLE parent (id bigint PRIMARY KEY); CREATE TABLE t (id bigint, n integer, parent_id bigint); CREATE INDEX t_n ON t (n);
    INSERT INTO t SELECT g, g, NULL FROM generate_series(1, 100) AS g; ALTER TABLE t ADD CONSTRAINT late CHECK (n > 0) NOT VALID;`

  test.each([
    ['ALTER TABLE t ADD COLUMN a text', false],
    ['ALTER TABLE t ADD COLUMN a integer DEFAULT 5', false],
    ['ALTER TABLE t ADD COLUMN a timestamptz DEFAULT now()', false],
    ['ALTER TABLE t ADD COLUMN a uuid DEFAULT gen_random_uuid()', true],
    ['ALTER TABLE t ADD COLUMN a bigint GENERATED ALWAYS AS IDENTITY', true],
    ['ALTER TABLE t ADD COLUMN a bigserial', true],
    ['ALTER TABLE t DROP COLUMN n', false],
    ['ALTER TABLE t ALTER COLUMN n SET NOT NULL', false],
    ['ALTER TABLE t ALTER COLUMN n TYPE bigint', true],
    ['ALTER TABLE t VALIDATE CONSTRAINT late', false],
    ['ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0) NOT VALID', false],
    ['ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (parent_id) REFERENCES parent NOT VALID', false],
    ['ALTER TABLE t SET (fillfactor = 90)', false],
    ['ALTER TABLE t RENAME COLUMN n TO m', false],
    ['ALTER TABLE t ENABLE ROW LEVEL SECURITY', false],
    ['CREATE INDEX again ON t (n)', false],
    ['CREATE POLICY p ON t USING (true)', false],
    ['COMMENT ON TABLE t IS $$x$$', false],
    ['COMMENT ON COLUMN t.n IS $$x$$', false],
    ['UPDATE t SET n = n + 1', false],
    ['INSERT INTO t VALUES (1)', false],
    ['TRUNCATE t', false],
    ['DROP TABLE t', false],
  ])('%s', async (sql, rewrites) => {
    await using own = await createTestDatabase({ empty: true })
    await own.pool.query(setup)
    const client = await own.pool.connect()
    try {
      const node = async () =>
        (await client.query(`SELECT relfilenode FROM pg_class WHERE oid = to_regclass('t')`)).rows[0]
          ?.relfilenode
      const before = await node()
      await client.query('BEGIN')
      await client.query(sql)
      const { rows } = await client.query(
        `SELECT replace(replace(mode, 'Lock', ''), 'Row', 'Row ') AS mode FROM pg_locks l WHERE pid = pg_backend_pid() AND granted
            AND locktype = 'relation' AND relation = $1::regclass::oid`,
        [
          before === undefined
            ? 't'
            : (await own.pool.query(`SELECT 't'::regclass::oid::text AS oid`)).rows[0].oid,
        ],
      )
      const held = rows.map(({ mode }) =>
        mode
          .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
          .replace(/\s+/g, ' ')
          .trim()
          .toUpperCase(),
      )
      const after = await node()
      await client.query('ROLLBACK')
      const forecast = (await forecastLocks(sql)).find(({ relation }) => relation === 't')
      expect(held).toContain(forecast?.mode)
      if (!/^TRUNCATE|^DROP/.test(sql)) {
        expect({ sql, rewrites: after !== before }).toEqual({ sql, rewrites })
        expect({ sql, forecast: forecast?.rewrites }).toEqual({
          sql,
          forecast: /TYPE/.test(sql) ? 'unknown' : rewrites ? 'yes' : 'no',
        })
      }
    } finally {
      client.release()
    }
  })
})
