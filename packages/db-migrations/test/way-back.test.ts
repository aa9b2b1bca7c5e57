import { createTestDatabase, readCatalog, type TestDatabase } from 'db-migrations/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findLosses } from '../src/check/losses.ts'
import { tryWayBack } from '../src/check/way-back.ts'
import { writeMigrations } from './fixtures/migrations-dir.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase({ empty: true })
})
afterEach(() => database.close())

const sql = (text: string) => `pgm.sql(${JSON.stringify(text)})`
const createRaw = [sql('CREATE SCHEMA raw'), sql('DROP SCHEMA raw')] as const
const createA = [sql('CREATE TABLE raw.a (x int)'), sql('DROP TABLE raw.a')] as const

async function findingsOf(files: Parameters<typeof writeMigrations>[0]) {
  await using dir = await writeMigrations(files)
  return await tryWayBack(database.url, dir.path)
}

test('has no findings for migrations that can be reverted, and for those that say that they cannot', async () => {
  const files = {
    '001_schema': createRaw,
    '002_a': createA,
    '003_gone': sql('DROP TABLE raw.a'),
    '004_index': [
      `pgm.noTransaction(); ${sql('CREATE TABLE raw.b (x int)')}`,
      `pgm.noTransaction(); ${sql('DROP TABLE raw.b')}`,
    ] as const,
  }
  expect(await findingsOf(files)).toEqual([])
  const client = await database.pool.connect()
  try {
    expect((await readCatalog(client)).map((line) => line.split(' | ')[0])).toEqual([
      'schema raw',
      'table raw.b',
      'column raw.b.x',
    ])
  } finally {
    client.release()
  }
})

describe('reports', () => {
  test.each([
    [
      'what down leaves behind, and goes on',
      [sql('CREATE TABLE IF NOT EXISTS raw.b (x int); CREATE TABLE raw.c (x int)'), sql('DROP TABLE raw.c')],
      ['down does not restore the schema: unexpected table raw.b.'],
    ],
    [
      'what down does not bring back',
      [sql('ALTER TABLE raw.a DROP COLUMN x'), sql('ALTER TABLE raw.a ADD COLUMN x text')],
      ['down does not restore the schema: different column raw.a.x.'],
    ],
    [
      'a second up that makes another schema',
      [
        sql(
          `DO $$ BEGIN IF to_regclass('public.tried') IS NULL THEN CREATE TABLE raw.b (x int); ELSE CREATE TABLE raw.b (y int); END IF; END $$`,
        ),
        sql('DROP TABLE raw.b; CREATE TABLE IF NOT EXISTS public.tried ()'),
      ],
      ['up after down makes another schema than up: missing column raw.b.x, unexpected column raw.b.y.'],
    ],
    [
      'an empty down, after which up fails',
      [sql('CREATE TABLE raw.b (x int)'), ''],
      [
        'down does not restore the schema: unexpected table raw.b.',
        expect.stringMatching(
          /^up after down failed: .*"b" already exists.* Later migrations were not tried\.$/,
        ),
      ],
    ],
    [
      'a down that fails',
      [sql('CREATE TABLE raw.b (x int)'), sql('DROP TABLE raw.none')],
      [expect.stringMatching(/^down failed: .*"none" does not exist/)],
    ],
    [
      'an up that fails',
      [sql('DROP TABLE raw.none'), ''],
      [expect.stringMatching(/^up failed: .*"none" does not exist/)],
    ],
  ] as const)('%s', async (_, bodies, messages) => {
    const files = { '001_schema': createRaw, '002_a': createA, '003_x': bodies }
    const findings = await findingsOf({ ...files, '004_last': [sql('SELECT 1'), sql('SELECT 1')] })
    expect(findings.map(({ rule, migration }) => [rule, migration])).toEqual(
      messages.map(() => ['way-back', '003_x']),
    )
    expect(findings.map(({ message }) => message)).toEqual(messages)
  })
})

test('lists what each way back deletes', async () => {
  await using dir = await writeMigrations({
    '001_schema': createRaw,
    '002_a': [sql('CREATE TABLE raw.a (x int)'), sql('DROP TABLE IF EXISTS raw.a, b')],
    '003_columns': [
      sql('SELECT 1'),
      sql('ALTER TABLE raw.a DROP COLUMN x, ALTER y DROP NOT NULL, DROP COLUMN z; DELETE FROM raw.a'),
    ],
    '004_rows': [sql('SELECT 1'), sql('TRUNCATE raw.a, c; DROP INDEX raw.i; DROP VIEW v')],
    '005_gone': sql('DROP TABLE raw.a'),
    '006_harmless': [sql('SELECT 1'), sql('DROP FUNCTION f(int); COMMENT ON TABLE raw.a IS NULL')],
  })
  expect(await findLosses(dir.path)).toEqual([
    { migration: '001_schema', objects: ['schema raw'] },
    { migration: '002_a', objects: ['table raw.a', 'table b'] },
    { migration: '003_columns', objects: ['column raw.a.x', 'column raw.a.z', 'rows of raw.a'] },
    { migration: '004_rows', objects: ['rows of raw.a', 'rows of c'] },
  ])
})
