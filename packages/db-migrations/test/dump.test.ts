import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { createMigrator } from 'db-migrations'
import { createTestDatabase, insertRows, readCatalog, type TestDatabase } from 'db-migrations/testing'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dumpDatabase } from '../src/dump/dump-database.ts'
import { restoreDatabase } from '../src/dump/restore-database.ts'
import { listNonEmpty, listSequences, listTables } from '../src/dump/tables.ts'

let database: TestDatabase
let directory: string
let file: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dump-'))
  file = join(directory, 'lazi.dump')
  database = await createTestDatabase()
})
afterEach(async () => {
  await database.close()
  await rm(directory, { recursive: true })
})

/** Text that COPY escapes, and keys whose identity has a gap. */
async function fill({ pool }: TestDatabase): Promise<void> {
  await insertRows(pool, 7)
  await pool.query(`
    INSERT INTO raw.st_jobs (tenant_id, st_id, active, summary, full_data, content_hash, synced_at)
    SELECT 7, 1000 + n, true, E'\\\\.\\n\\t\\\\N é ' || n, jsonb_build_object('n', n, 'text', repeat(md5(n::text), n % 20)), '\\x00ff',
           '2026-11-01T02:03:04.567891Z' FROM generate_series(1, 600) AS n;
    INSERT INTO raw.st_customers (tenant_id, st_id, active, name, full_data, content_hash, synced_at)
    VALUES (7, 2, true, 'Ann LEE', '{}', '', now());
    -- Tables whose names come before those that they refer to.
    INSERT INTO lazi.customers (tenant_id, id, source, active) VALUES (7, lazi.projected_id(7, 'c', 1), 'servicetitan', true);
    INSERT INTO lazi.jobs (tenant_id, id, source, active, customer_id)
    VALUES (7, lazi.projected_id(7, 'j', 1), 'servicetitan', true, lazi.projected_id(7, 'c', 1));
    INSERT INTO lazi.appointments (tenant_id, id, source, active, job_id)
    VALUES (7, lazi.projected_id(7, 'a', 1), 'servicetitan', true, lazi.projected_id(7, 'j', 1));
    INSERT INTO lazi.appointment_assignments (tenant_id, id, source, active, appointment_id)
    VALUES (7, lazi.projected_id(7, 's', 1), 'servicetitan', true, lazi.projected_id(7, 'a', 1));
    INSERT INTO api.keys (tenant_id, name, scopes, secret_hash)
    SELECT 7, 'key ' || n, '{read}', sha256(n::text::bytea) FROM generate_series(1, 5) AS n;
    DELETE FROM api.keys WHERE name = 'key 5'`)
}

/** Every row of every dumped table, generated columns included, and the sequences. */
async function readContent({ pool }: TestDatabase) {
  const client = await pool.connect()
  try {
    const content: Record<string, unknown> = {}
    for (const { name } of await listTables(client)) {
      const { rows } = await client.query(`SELECT t::text AS row FROM ${name} AS t ORDER BY 1`)
      content[name] = rows.map(({ row }) => row)
    }
    for (const name of await listSequences(client))
      content[name] = (await client.query(`SELECT last_value, is_called FROM ${name}`)).rows
    return content
  } finally {
    client.release()
  }
}

const isEmpty = async ({ pool }: TestDatabase) => {
  const client = await pool.connect()
  try {
    return (await listNonEmpty(client, await listTables(client))).length === 0
  } finally {
    client.release()
  }
}

const text = async () => gunzipSync(await readFile(file)).toString()

describe('a dump', () => {
  beforeEach(() => fill(database))

  test.each([{ empty: true }, { empty: false }])('is restored into a database with %j', async ({ empty }) => {
    const { tables, leftOut } = await dumpDatabase({ connectionString: database.url, file })
    expect(leftOut).toEqual([])
    expect(tables.find(({ table }) => table === 'raw.st_jobs')?.rows).toBe(601)
    await using copy = await createTestDatabase({ empty })
    const restored = await restoreDatabase({ connectionString: copy.url, file })
    expect(restored).toEqual({ tables, applied: [] })
    expect(await readContent(copy)).toEqual(await readContent(database))
    const clients = await Promise.all([database.pool.connect(), copy.pool.connect()])
    const [before, after] = await Promise.all(clients.map((client) => readCatalog(client)))
    for (const client of clients) client.release()
    expect(after).toEqual(before)
    // A new key does not get the number of the deleted one.
    const { rows } = await copy.pool.query(
      `INSERT INTO api.keys (tenant_id, name, scopes, secret_hash) VALUES (7, 'new', '{read}', sha256('')) RETURNING key_id::int AS id`,
    )
    expect(rows).toEqual([{ id: 6 }])
  })

  test('is a private file, of one moment, which is complete or not there', async () => {
    let inserted = false
    await dumpDatabase({
      connectionString: database.url,
      file,
      onTable: () => {
        if (inserted) return
        inserted = true
        void database.pool.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (8, 'later')`)
      },
    })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readdir(directory)).toEqual(['lazi.dump'])
    expect((await text()).includes('later')).toBe(false)
    await expect(dumpDatabase({ connectionString: database.url, file })).rejects.toThrow(/exists/)

    const stop = new AbortController()
    const other = join(directory, 'stopped.dump')
    await expect(
      dumpDatabase({
        connectionString: database.url,
        file: other,
        signal: stop.signal,
        onTable: () => stop.abort(new Error('stopped')),
      }),
    ).rejects.toThrow('stopped')
    expect(await readdir(directory)).toEqual(['lazi.dump'])
  })

  test('of an older version is migrated to the newest one', async () => {
    await using old = await createTestDatabase()
    await createMigrator({ connectionString: old.url }).down({ to: 22 })
    await old.pool.query(
      `INSERT INTO raw.sync_requests (tenant_id, table_name, kind, requested_by) VALUES (7, 'st_jobs', 'full', 'x')`,
    )
    await dumpDatabase({ connectionString: old.url, file })
    await using copy = await createTestDatabase()
    const { applied } = await restoreDatabase({ connectionString: copy.url, file })
    expect(applied[0]).toBe('023_add_subject_of_requests')
    const { rows } = await copy.pool.query('SELECT subject, requested_by FROM raw.sync_requests')
    expect(rows).toEqual([{ subject: 'run', requested_by: 'x' }])
  })

  test('is not restored over rows', async () => {
    await dumpDatabase({ connectionString: database.url, file })
    await using other = await createTestDatabase()
    await other.pool.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (8, 'mine')`)
    await expect(restoreDatabase({ connectionString: other.url, file })).rejects.toMatchObject({
      code: 'NOT_EMPTY',
      message: expect.stringMatching(/raw\.tenants.*CREATE DATABASE/),
    })
    expect((await other.pool.query('SELECT name FROM raw.tenants')).rows).toEqual([{ name: 'mine' }])
  })

  test('that is not whole is refused, and nothing of it is kept', async () => {
    await dumpDatabase({ connectionString: database.url, file })
    const whole = await text()
    await using copy = await createTestDatabase()
    const changes: [string, string, string][] = [
      ['without its end', whole.slice(0, whole.lastIndexOf('{"end"')), 'DUMP_DAMAGED'],
      ['cut within rows', whole.slice(0, whole.length / 2), 'DUMP_DAMAGED'],
      ['with a changed row', whole.replace('Ann LEE', 'Ann LEA'), 'DUMP_DAMAGED'],
      ['without a row', whole.replace(/^.*Ann LEE.*\n/m, ''), 'DUMP_DAMAGED'],
      ['of another format', whole.replace('"version":1', '"version":2'), 'DUMP_DAMAGED'],
      ['with an unknown migration', whole.replace('"024_', '"924_'), 'AHEAD_OF_CODE'],
      ['that is something else', 'SELECT 1;\n', 'DUMP_DAMAGED'],
    ]
    for (const [what, changed, code] of changes) {
      await writeFile(file, gzipSync(changed))
      const error = await restoreDatabase({ connectionString: copy.url, file }).catch((thrown) => thrown)
      expect([what, error.code]).toEqual([what, code])
      expect(await isEmpty(copy)).toBe(true)
    }
  })

  test('that is not a whole gzip file is refused', async () => {
    await dumpDatabase({ connectionString: database.url, file })
    const bytes = await readFile(file)
    await writeFile(file, bytes.subarray(0, bytes.length - 100))
    await using copy = await createTestDatabase()
    const restore = () => restoreDatabase({ connectionString: copy.url, file })
    await expect(restore()).rejects.toMatchObject({ code: 'DUMP_DAMAGED' })
    await writeFile(file, 'text')
    await expect(restore()).rejects.toMatchObject({ code: 'DUMP_DAMAGED' })
    await rm(file)
    await expect(restore()).rejects.toMatchObject({ code: 'USAGE' })
    expect(await isEmpty(copy)).toBe(true)
  })

  test('lists what it does not have', async () => {
    await database.pool.query('CREATE TABLE public.mine (a int); CREATE VIEW public.view AS SELECT 1 AS one')
    const { leftOut } = await dumpDatabase({ connectionString: database.url, file })
    expect(leftOut).toEqual(['public.mine', 'public.view'])
  })

  test('waits for writers, and keeps others out while it is locked', async () => {
    const writer = await database.pool.connect()
    await writer.query(`BEGIN; INSERT INTO raw.tenants (tenant_id, name) VALUES (8, 'before')`)
    let refused: unknown
    const dumping = dumpDatabase({
      connectionString: database.url,
      file,
      whileLocked: async () => {
        refused = await database.pool
          .query(`BEGIN; SET LOCAL lock_timeout = '10ms'; UPDATE raw.tenants SET name = 'late'`)
          .catch((error) => error.code)
      },
    })
    await expect
      .poll(
        async () =>
          (await database.pool.query(`SELECT FROM pg_locks WHERE NOT granted AND mode = 'ShareLock'`))
            .rowCount,
      )
      .toBeGreaterThan(0)
    await writer.query('COMMIT')
    writer.release()
    await dumping
    expect(refused).toBe('55P03')
    expect((await text()).includes('before')).toBe(true)
  })
})

describe('a login that is not a superuser', () => {
  const login = `dump_${process.pid}`
  const as = (url: string) => Object.assign(new URL(url), { username: login, password: 'secret' }).href
  beforeEach(() => database.pool.query(`CREATE ROLE ${login} LOGIN PASSWORD 'secret'`))
  afterEach(async () => {
    await database.pool.query(`DROP OWNED BY ${login}; DROP ROLE ${login}`)
  })

  test('dumps and restores every row as a member of lazi_migrator', async () => {
    await fill(database)
    await database.pool.query(`GRANT lazi_migrator TO ${login}`)
    const { tables } = await dumpDatabase({ connectionString: as(database.url), file })
    await using copy = await createTestDatabase()
    const restored = await restoreDatabase({ connectionString: as(copy.url), file })
    expect(restored.tables).toEqual(tables)
    expect(await readContent(copy)).toEqual(await readContent(database))
    const { rows } = await copy.pool.query(
      `SELECT count(*) FILTER (WHERE NOT relforcerowsecurity)::int AS open FROM pg_class WHERE relnamespace = 'raw'::regnamespace AND relkind = 'r'`,
    )
    expect(rows).toEqual([{ open: 0 }])
  })

  test('is refused where policies hide rows', async () => {
    await database.pool.query(`GRANT lazi_reader TO ${login}`)
    const dump = () => dumpDatabase({ connectionString: as(database.url), file })
    await expect(dump()).rejects.toThrow(`GRANT lazi_migrator TO ${login};`)
    await database.pool.query(`GRANT lazi_migrator TO ${login}`)
    await database.pool.query(`CREATE POLICY narrow ON raw.st_jobs AS RESTRICTIVE USING (tenant_id = 1)`)
    await expect(dump()).rejects.toThrow(/Policies may hide rows of raw\.st_jobs/)
    expect(await readdir(directory)).toEqual([])
  })
})

test('a database without a schema has nothing to dump', async () => {
  await using empty = await createTestDatabase({ empty: true })
  await expect(dumpDatabase({ connectionString: empty.url, file })).rejects.toMatchObject({ code: 'PENDING' })
  const client = new pg.Client({ connectionString: empty.url })
  await client.connect()
  expect(await listTables(client)).toEqual([])
  await client.end()
})
