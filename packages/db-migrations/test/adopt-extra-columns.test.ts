import { createMigrator } from 'db-migrations'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type AdoptionEvent, adopt } from '../src/adopt/adopt.ts'
import { describePlan } from '../src/adopt/describe-plan.ts'
import { planAdoption } from '../src/adopt/plan-adoption.ts'
import { fillTables, runScripts } from './fixtures/hand-run/hand-run.ts'

let database: TestDatabase
let client: pg.Client
beforeEach(async () => {
  database = await createTestDatabase({ empty: true })
  client = new pg.Client({ connectionString: database.url })
  client.on('error', () => undefined)
  await client.connect()
  await runScripts(database.pool)
})
afterEach(async () => {
  await client.end()
  await database.close()
})

const migrator = () => createMigrator({ connectionString: database.url })
const rowsOf = async (sql: string) => (await database.pool.query(sql)).rows
const keptRows = () =>
  rowsOf('SELECT tenant_id, table_name, st_id, values FROM raw.adopted_columns ORDER BY 1, 2, 3')
const planLines = async () => describePlan(await planAdoption(client))

async function adoptAndMigrate(): Promise<void> {
  await adopt(client)
  await migrator().up()
}

/** Colours and notes of technicians, and who wrote a state. */
const addColumns = `
ALTER TABLE raw.st_technicians ADD color varchar(20), ADD "Näme = $1" text, ADD notes jsonb;
ALTER TABLE raw.sync_state ADD owner text;
INSERT INTO raw.st_technicians (tenant_id, st_id, name, color, "Näme = $1", notes, updated_at) VALUES
  ('7', '1', 'Ann', 'red', 'x''y', '{"a": null, "b": [1]}', '2026-01-01Z'), ('7', '2', 'Bob', NULL, NULL, NULL, '2026-01-01Z'),
  ('8', '1', 'Cid', '', NULL, 'null', '2026-01-01Z'), ('7', '01', 'older Ann', 'blue', NULL, NULL, '2020-01-01Z'), ('x', '1', 'Dan', 'pink', NULL, NULL, NULL);
INSERT INTO raw.sync_state (tenant_id, table_name, owner) VALUES ('7', 'jobs', 'Eve'), ('7', 'locations', NULL), ('7', 'technicians', 'Fay');`

const kept = [
  {
    tenant_id: '7',
    table_name: 'st_technicians',
    st_id: '1',
    values: { color: 'red', 'Näme = $1': "x'y", notes: { a: null, b: [1] } },
  },
  {
    tenant_id: '7',
    table_name: 'sync_state',
    st_id: '0',
    values: { st_jobs: { owner: 'Eve' }, st_technicians: { owner: 'Fay' } },
  },
  { tenant_id: '8', table_name: 'st_technicians', st_id: '1', values: { color: '', notes: null } },
]

test('keeps the values of unknown columns, by row, and lists the columns', async () => {
  await database.pool.query(addColumns)
  expect(await planLines()).toEqual(
    expect.arrayContaining([
      '  kept in raw.adopted_columns: color (character varying(20)), 2 values',
      '  kept in raw.adopted_columns: Näme = $1 (text), 1 value',
      '  kept in raw.adopted_columns: owner (text), 2 values',
    ]),
  )
  await adoptAndMigrate()
  expect(await keptRows()).toEqual(kept)
  // A row that is quarantined has its columns there.
  expect(
    await rowsOf(`SELECT record_key, payload ->> 'color' AS color FROM raw.quarantine ORDER BY 1`),
  ).toEqual([
    { record_key: '01', color: 'blue' },
    { record_key: 'x/1', color: 'pink' },
  ])
  expect(await migrator().status()).toMatchObject({ pending: [] })
})

test('the way back of the migration loses none of them', async () => {
  await database.pool.query(addColumns)
  await adoptAndMigrate()
  await migrator().down({ to: 28 })
  expect(await rowsOf(`SELECT to_regclass('raw.adopted_columns') AS found`)).toEqual([{ found: null }])
  await migrator().up()
  expect(await keptRows()).toEqual(kept)
  expect(await rowsOf('SELECT count(*)::int AS n FROM raw.quarantine')).toEqual([{ n: 2 }])
})

test.each([0, 4, 5, 6])('an adoption killed after transaction %i loses none of them', async (stop) => {
  await database.pool.query(addColumns)
  let done = 0
  const kill = (event: AdoptionEvent) => {
    if (event.type === 'step.done' && done++ === stop) throw new Error('killed')
  }
  await expect(adopt(client, { onEvent: kill })).rejects.toThrow('killed')
  await adoptAndMigrate()
  expect(await keptRows()).toEqual(kept)
})

test('columns of odd types are kept as they are, also where the schema has a column of that name', async () => {
  await database.pool.query(`
    CREATE TYPE public.mood AS ENUM ('fine'); CREATE TYPE public.pair AS (a integer, b text);
    ALTER TABLE raw.st_jobs ALTER completed_on TYPE time USING NULL, ALTER updated_at DROP DEFAULT, ALTER updated_at TYPE text USING NULL,
      ADD number serial, ADD mood public.mood, ADD pair public.pair, ADD picture bytea, ADD doc xml, ADD data json, ADD codes text[],
      ADD double numeric GENERATED ALWAYS AS (total * 2) STORED, ADD size numeric DEFAULT 'NaN' NOT NULL, ADD since timestamptz;
    DROP TRIGGER update_st_jobs_updated_at ON raw.st_jobs;
    COMMENT ON COLUMN raw.st_jobs.mood IS 'how it went';
    ALTER TABLE raw.sync_state ALTER records_synced DROP DEFAULT, ALTER records_synced TYPE text;
    INSERT INTO raw.st_jobs (tenant_id, st_id, total, completed_on, updated_at, mood, pair, picture, doc, data, codes, since, full_data) VALUES
      ('7', '1', 1.5, '08:00', 'today', 'fine', (NULL, NULL), '\\x00ff', '<a/>', '{"a": "\\u0000", "a": 1e999999}', '{a,NULL}', 'infinity',
       '{"id": 1, "completedOn": "2026-01-01T00:00:00Z"}');
    INSERT INTO raw.sync_state (tenant_id, table_name, records_synced) VALUES ('7', 'jobs', 'many')`)
  const lines = await planLines()
  expect(lines).toEqual(
    expect.arrayContaining([
      '  kept in raw.adopted_columns: completed_on (time without time zone), 1 value as text: not a type convertible to timestamptz, so the new column is read from the record only',
      '  kept in raw.adopted_columns: updated_at (text), 1 value: not timestamp or timestamptz, so the new column is read from the record only',
      '  kept in raw.adopted_columns: data (json), 1 value as text',
      '  kept in raw.adopted_columns: codes (text[]), 1 value',
    ]),
  )
  const removed = lines.find((line) => line.startsWith('  removed: ') && line.includes('mood'))
  for (const part of [
    'NOT NULL of size',
    `default of size: 'NaN'::numeric`,
    `default of number: nextval('raw.st_jobs_number_seq'::regclass)`,
    'double generated as (total * (2)::numeric)',
    'comment of mood: how it went',
  ])
    expect(removed).toContain(part)

  await adoptAndMigrate()
  expect(await keptRows()).toEqual([
    {
      tenant_id: '7',
      table_name: 'st_jobs',
      st_id: '1',
      values: {
        completed_on: '08:00:00',
        updated_at: 'today',
        number: 1,
        mood: 'fine',
        pair: '(,)',
        picture: '\\x00ff',
        doc: '<a/>',
        data: '{"a": "\\u0000", "a": 1e999999}',
        codes: ['a', null],
        double: 3,
        size: 'NaN',
        since: 'infinity',
      },
    },
    { tenant_id: '7', table_name: 'sync_state', st_id: '0', values: { st_jobs: { records_synced: 'many' } } },
  ])
  expect(await rowsOf('SELECT completed_on, total FROM raw.st_jobs')).toEqual([
    { completed_on: new Date('2026-01-01T00:00:00Z'), total: '1.50' },
  ])
})

test('columns of sensitive fields are not stored anywhere, and said to be lost', async () => {
  await database.pool.query(`
    ALTER TABLE raw.st_technicians ADD hourly_rate numeric, ADD home_address text, ADD homeroom text;
    INSERT INTO raw.st_technicians (tenant_id, st_id, name, hourly_rate, home_address, homeroom) VALUES
      ('7', '1', 'Ann', 12345.5, '1 Secret Street', 'A'), ('x', '1', 'Dan', 12345.5, '1 Secret Street', NULL)`)
  expect(await planLines()).toContain('  not stored, as in the sync, and lost: hourly_rate, home_address')
  await adoptAndMigrate()
  expect((await keptRows()).map(({ values }) => values)).toEqual([{ homeroom: 'A' }])
  const all = JSON.stringify(
    await rowsOf(
      'SELECT payload::text FROM raw.quarantine UNION ALL SELECT full_data::text FROM raw.st_technicians',
    ),
  )
  expect(all).toContain('Dan')
  expect(all).not.toMatch(/12345|Secret/)
})

test('tables without unknown columns keep nothing', async () => {
  await fillTables(database.pool, ['rows'])
  await adoptAndMigrate()
  expect(await keptRows()).toEqual([])
})

test('a refusal lists every difference at once, and what would be kept or lost besides', async () => {
  await database.pool.query(`
    ALTER TABLE raw.st_technicians ADD color text DEFAULT 'red', ADD hourly_rate numeric;
    CREATE VIEW busy AS SELECT st_id FROM raw.st_jobs;
    CREATE TABLE raw.other (id int);
    CREATE SCHEMA app; CREATE TABLE app.pgmigrations (name text);
    ALTER TABLE raw.st_locations DROP st_id`)
  const plan = await planAdoption(client)
  expect(plan).toEqual({
    kind: 'refused',
    differences: [
      'a ledger (pgmigrations) in schema app, and none in public',
      'raw.st_locations.st_id: missing',
      'raw.st_locations: UNIQUE (tenant_id, st_id) is missing',
      'depends on raw.st_jobs: view busy',
      'unknown in schema raw: table raw.other',
    ],
    besides: expect.arrayContaining([
      'raw.st_technicians.color (text): kept in raw.adopted_columns',
      'raw.st_technicians.hourly_rate: not stored, as in the sync',
      `raw.st_technicians: default of color: 'red'::text: lost`,
    ]),
  })
  expect(describePlan(plan)).toContain('Once they are resolved:')
})
