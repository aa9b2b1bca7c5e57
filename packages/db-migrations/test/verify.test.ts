import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMigrator } from 'db-migrations'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { verifyDatabase } from '../src/verify/verify.ts'

let database: TestDatabase
let client: pg.Client
beforeEach(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
})
afterEach(async () => {
  await client.end()
  await database.close()
})

test('a migrated database has no drift', async () => {
  expect(await verifyDatabase(client)).toEqual({
    ok: true,
    checksums: [],
    unrecorded: [],
    pending: [],
    stale: [],
    access: [],
    drift: [],
  })
})

describe('drift: each difference, with SQL that fixes it', () => {
  test.each([
    ['DROP INDEX raw.st_jobs_number_idx', 'missing', 'index'],
    ['ALTER TABLE raw.st_jobs DROP COLUMN summary', 'missing', 'column'],
    ['ALTER TABLE raw.sync_state DROP CONSTRAINT sync_state_status_check', 'missing', 'constraint'],
    [`COMMENT ON COLUMN raw.st_jobs.summary IS NULL`, 'missing', 'comment'],
    ['DROP TABLE raw.api_drift', 'missing', 'table'],
    ['ALTER TABLE raw.st_jobs ALTER COLUMN summary SET NOT NULL', 'different', 'column'],
    ['ALTER TABLE raw.st_jobs ALTER COLUMN appointment_count TYPE bigint', 'different', 'column'],
    ['ALTER TABLE raw.st_jobs ALTER COLUMN created_at DROP DEFAULT', 'different', 'column'],
    [
      'DROP INDEX raw.st_jobs_number_idx; CREATE INDEX st_jobs_number_idx ON raw.st_jobs (tenant_id)',
      'different',
      'index',
    ],
    [`COMMENT ON TABLE raw.st_jobs IS 'other'`, 'different', 'comment'],
    [
      'CREATE TABLE raw.extra (id int PRIMARY KEY); CREATE INDEX extra_i ON raw.extra (id)',
      'unexpected',
      'table',
    ],
    ['ALTER TABLE raw.st_jobs ADD COLUMN extra text', 'unexpected', 'column'],
    ['CREATE INDEX extra ON raw.st_jobs (summary)', 'unexpected', 'index'],
    ['ALTER TABLE raw.rate_limits SET LOGGED', 'different', 'table'],
    ['ALTER TABLE raw.sync_state SET UNLOGGED', 'different', 'table'],
    ['DROP VIEW raw.freshness', 'missing', 'view'],
    ['ALTER VIEW raw.freshness SET (security_invoker = false)', 'different', 'view'],
    ['ALTER VIEW raw.freshness RENAME COLUMN lag TO behind', 'different', 'view'],
    ['COMMENT ON COLUMN raw.freshness.lag IS NULL', 'missing', 'comment'],
    ['GRANT INSERT ON raw.freshness TO lazi_reader', 'unexpected', 'grant'],
    [
      `DROP VIEW raw.freshness; CREATE VIEW raw.freshness AS SELECT tenant_id, name AS extra FROM raw.tenants;
       COMMENT ON COLUMN raw.freshness.extra IS 'x'; GRANT INSERT ON raw.freshness TO lazi_sync`,
      'different',
      'view',
    ],
    [
      `CREATE VIEW raw.extra AS SELECT 1 AS one; COMMENT ON COLUMN raw.extra.one IS 'x'`,
      'unexpected',
      'view',
    ],
  ])('%s', async (sql, problem, kind) => {
    await client.query(sql)
    const { ok, drift } = await verifyDatabase(client)
    expect(ok).toBe(false)
    expect(drift?.[0]).toMatchObject({ problem, kind })
    for (const { mend } of drift ?? []) await client.query(mend)
    expect((await verifyDatabase(client)).drift).toEqual([])
  })
})

describe('checksums', () => {
  let dir: string
  const helper = (type: string) => `export const type = '${type}'\n`
  const migration = (comment = '') =>
    `${comment}import { type } from './helper/type.mjs'\nexport const up = (pgm) => { pgm.sql('CREATE TABLE made (a ' + type + ')') }\nexport const down = (pgm) => { pgm.sql('DROP TABLE made') }\n`

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'verify-'))
  })
  afterEach(() => rm(dir, { recursive: true }))

  test('a file with a changed comment, one that is deleted, and a migration without a checksum', async () => {
    await using own = await createTestDatabase({ empty: true })
    const connection = new pg.Client({ connectionString: own.url })
    await connection.connect()
    try {
      const write = (name: string, type: string, comment = '') =>
        writeFile(
          join(dir, `${name}.js`),
          `${comment}export const up = (pgm) => { pgm.sql('CREATE TABLE ${name.slice(4)} (a ${type})') }\nexport const down = (pgm) => { pgm.sql('DROP TABLE ${name.slice(4)}') }\n`,
        )
      const migrator = () => createMigrator({ connectionString: own.url, dir })
      await write('001_one', 'text')
      await write('002_two', 'text')
      await write('003_three', 'text')
      await migrator().up()
      expect(await verifyDatabase(connection, dir)).toMatchObject({ checksums: [], unrecorded: [] })

      await write('001_one', 'text', '// only a comment\n')
      await rm(join(dir, '002_two.js'))
      expect(await verifyDatabase(connection, dir)).toMatchObject({
        ok: false,
        checksums: [
          { migration: '001_one', problem: 'file' },
          { migration: '002_two', problem: 'deleted' },
        ],
      })
      await write('002_two', 'text')
      await migrator().down({ count: 1 })
      await migrator().up()
      await connection.query(`INSERT INTO pgmigrations (name, run_on) VALUES ('004_four', now())`)
      await write('004_four', 'text')
      expect(await verifyDatabase(connection, dir)).toMatchObject({ unrecorded: ['004_four'] })
    } finally {
      await connection.end()
    }
  })

  test('migrate refuses a migration that was changed after it was applied', async () => {
    await using own = await createTestDatabase({ empty: true })
    const make = async (folder: string, type: string, ...names: string[]) => {
      for (const name of names) {
        const up = `export const up = (pgm) => { pgm.sql('CREATE TABLE ${name} (a ${type})') }`
        await writeFile(
          join(folder, `00${names.indexOf(name) + 1}_${name}.js`),
          `${up}\nexport const down = false\n`,
        )
      }
    }
    await make(dir, 'text', 'one')
    await createMigrator({ connectionString: own.url, dir }).up()
    // Another folder: imported modules are cached.
    const changed = await mkdtemp(join(tmpdir(), 'verify-'))
    try {
      await make(changed, 'bigint', 'one', 'two')
      const error = await createMigrator({ connectionString: own.url, dir: changed })
        .up()
        .catch((thrown) => thrown)
      expect(error).toMatchObject({ code: 'CHECKSUM', message: expect.stringContaining('001_one') })
      const { rows } = await own.pool.query(`SELECT to_regclass('one') AS one, to_regclass('two') AS two`)
      expect(rows).toEqual([{ one: 'one', two: null }])
    } finally {
      await rm(changed, { recursive: true })
    }
  })

  test('also with nothing pending; status names it, and a revert repairs it', async () => {
    await using own = await createTestDatabase({ empty: true })
    const file = (type: string, comment = '') =>
      `${comment}export const up = (pgm) => { pgm.sql('CREATE TABLE one (a ${type})') }\nexport const down = (pgm) => { pgm.sql('DROP TABLE one') }\n`
    const changed = await mkdtemp(join(tmpdir(), 'verify-'))
    const reworded = await mkdtemp(join(tmpdir(), 'verify-'))
    try {
      await writeFile(join(dir, '001_one.js'), file('text'))
      await writeFile(join(reworded, '001_one.js'), file('text', '// other words\n'))
      await writeFile(join(changed, '001_one.js'), file('bigint'))
      const migrator = (folder: string) => createMigrator({ connectionString: own.url, dir: folder })
      await migrator(dir).up()
      expect(await migrator(reworded).up()).toEqual([])
      expect(await migrator(reworded).status()).toMatchObject({ changed: [] })

      await expect(migrator(changed).up()).rejects.toMatchObject({
        code: 'CHECKSUM',
        message: expect.stringMatching(/001_one\. .*rollback --to 0\.$/),
      })
      expect(await migrator(changed).status()).toMatchObject({ changed: ['001_one'], pending: [] })
      await migrator(changed).down({ to: 0 })
      expect(await migrator(changed).up()).toEqual(['001_one'])
      expect(await migrator(changed).status()).toMatchObject({ changed: [] })
    } finally {
      await rm(changed, { recursive: true })
      await rm(reworded, { recursive: true })
    }
  })

  test('migrate records the checksums that a ledger lacks, and needs no privilege to do so', async () => {
    await using own = await createTestDatabase({ empty: true })
    const migrator = (url: string) => createMigrator({ connectionString: url, dir })
    await writeFile(
      join(dir, '001_one.js'),
      `export const up = (pgm) => { pgm.sql('CREATE TABLE one (a text)') }\nexport const down = false\n`,
    )
    await migrator(own.url).up()
    await own.pool.query('DROP TABLE pgmigrations_checksums')
    const guest = `guest_${new URL(own.url).pathname.slice(-12)}`
    await own.pool.query(
      `CREATE ROLE ${guest} LOGIN PASSWORD 'guest'; GRANT SELECT ON pgmigrations TO ${guest}`,
    )
    const connection = new pg.Client({ connectionString: own.url })
    await connection.connect()
    try {
      const url = new URL(own.url)
      url.username = guest
      url.password = 'guest'
      expect(await migrator(url.href).up()).toEqual([])
      expect(await verifyDatabase(connection, dir)).toMatchObject({ unrecorded: ['001_one'] })
      expect(await migrator(own.url).up()).toEqual([])
      expect(await verifyDatabase(connection, dir)).toMatchObject({ unrecorded: [], checksums: [] })
    } finally {
      await connection.end()
      await own.pool.query(`DROP OWNED BY ${guest}; DROP ROLE ${guest}`)
    }
  })

  test('a change of an imported file is detected', async () => {
    // Two directories: imported modules are cached.
    await using own = await createTestDatabase({ empty: true })
    const connection = new pg.Client({ connectionString: own.url })
    await connection.connect()
    const helpers = await mkdtemp(join(tmpdir(), 'verify-helpers-'))
    try {
      const put = async (version: string, type: string) => {
        await writeFile(join(helpers, `${version}.mjs`), helper(type))
        await writeFile(
          join(dir, '001_made.js'),
          migration().replace('./helper/type.mjs', join(helpers, `${version}.mjs`)),
        )
      }
      await put('one', 'text')
      await createMigrator({ connectionString: own.url, dir }).up()
      const other = await mkdtemp(join(tmpdir(), 'verify-'))
      try {
        await put('two', 'bigint')
        await writeFile(
          join(other, '001_made.js'),
          migration().replace('./helper/type.mjs', join(helpers, 'two.mjs')),
        )
        expect(await verifyDatabase(connection, other)).toMatchObject({
          ok: false,
          checksums: [{ migration: '001_made', problem: 'sql' }],
        })
      } finally {
        await rm(other, { recursive: true })
      }
    } finally {
      await rm(helpers, { recursive: true })
      await connection.end()
    }
  })
})

test('while migrations are pending the schema is not compared', async () => {
  await createMigrator({ connectionString: database.url }).down({ count: 1 })
  const { drift, pending, ok } = await verifyDatabase(client)
  expect({ drift, ok, pending: pending.length }).toEqual({ drift: null, ok: true, pending: 1 })
})
