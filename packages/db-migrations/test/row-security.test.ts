import { createMigrator, MigrationError } from 'db-migrations'
import { createTestDatabase, readCatalog, type TestDatabase } from 'db-migrations/testing'
import { postgresOptionsFromEnv } from 'local-postgres'
import { startTemporaryPostgres, type TemporaryPostgres } from 'local-postgres/testing'
import { MigrationBuilder } from 'node-pg-migrate'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createCacheTable } from '../src/authoring/cache-table.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(`
    INSERT INTO raw.st_locations (tenant_id, st_id, active, customer_id, name, full_data, content_hash, synced_at)
    SELECT tenant, 10 * tenant + n, true, n, format('Location %s of tenant %s', n, tenant), '{}', '', now()
      FROM generate_series(1, 2) AS tenant, generate_series(1, 3) AS n;
    INSERT INTO raw.st_jobs (tenant_id, st_id, active, location_id, full_data, content_hash, synced_at)
    SELECT tenant_id, 100 + st_id, true, st_id, '{}', '', now() FROM raw.st_locations;
    INSERT INTO raw.quarantine (tenant_id, table_name, record_key, payload, error, first_seen_at, last_seen_at)
    VALUES (1, 'st_jobs', '7', '{"hourlyRate": 31.5}', 'no', now(), now())`)
})
afterAll(() => database.close())

/** Runs `work` in a transaction as `role`, with the setting if one is given, and rolls it back. */
async function as<T>(role: string, work: (client: pg.PoolClient) => Promise<T>, tenant?: string): Promise<T> {
  const client = await database.pool.connect()
  try {
    await client.query(`BEGIN; SET LOCAL ROLE ${role}`)
    if (tenant !== undefined) await client.query(`SELECT set_config('lazi.tenant_id', $1, true)`, [tenant])
    return await work(client)
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}

async function firstColumn(client: pg.ClientBase, sql: string): Promise<unknown[]> {
  const { rows } = await client.query({ text: sql, rowMode: 'array' })
  return rows.map(([value]) => value)
}

/** SQLSTATE of each statement that is refused, or `done`. */
async function outcomes(
  client: pg.ClientBase,
  statements: readonly string[],
): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const sql of statements) {
    await client.query('SAVEPOINT before')
    found[sql] = await client.query(sql).then(
      () => 'done',
      (error: pg.DatabaseError) => error.code ?? 'no SQLSTATE',
    )
    await client.query('ROLLBACK TO SAVEPOINT before')
  }
  return found
}
const all = (statements: readonly string[], outcome: string) =>
  Object.fromEntries(statements.map((sql) => [sql, outcome]))
const insufficientPrivilege = '42501'

describe('a reader', () => {
  test('sees the rows of its tenant: by SELECT, by count and by join', async () => {
    await as(
      'lazi_reader',
      async (client) => {
        expect(await firstColumn(client, 'SELECT st_id FROM raw.st_locations ORDER BY 1')).toEqual([
          '11',
          '12',
          '13',
        ])
        expect(await firstColumn(client, 'SELECT count(*) FROM raw.st_jobs')).toEqual(['3'])
        expect(
          await firstColumn(
            client,
            'SELECT DISTINCT j.tenant_id FROM raw.st_jobs j FULL JOIN raw.st_locations l ON l.st_id = j.location_id',
          ),
        ).toEqual(['1'])
        expect(await firstColumn(client, 'SELECT st_id FROM raw.st_locations WHERE tenant_id = 2')).toEqual(
          [],
        )
        expect(await firstColumn(client, 'SELECT st_id FROM raw.st_jobs WHERE st_id = 121')).toEqual([])
      },
      '1',
    )
  })

  test('sees nothing without a setting, and meets no error', async () => {
    const counts = 'SELECT (SELECT count(*) FROM raw.st_locations) + (SELECT count(*) FROM raw.st_jobs)'
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    try {
      await client.query('SET ROLE lazi_reader')
      expect(await firstColumn(client, counts)).toEqual(['0'])
      await client.query(`BEGIN; SET LOCAL lazi.tenant_id = '2'`)
      expect(await firstColumn(client, counts)).toEqual(['6'])
      await client.query('COMMIT')
      // PostgreSQL leaves an empty text behind.
      expect(await firstColumn(client, 'SHOW lazi.tenant_id')).toEqual([''])
      expect(await firstColumn(client, counts)).toEqual(['0'])
    } finally {
      await client.end()
    }
  })

  test.each([
    '1 OR true',
    '1,2',
    '{1,2}',
    '*',
    `1'; --`,
    '1.0',
    'NaN',
    'null',
    '(SELECT 2)',
    '9223372036854775808',
  ])('learns nothing from the setting %s', async (setting) => {
    const error: pg.DatabaseError = await as(
      'lazi_reader',
      (client) => client.query('SELECT name FROM raw.st_locations'),
      setting,
    ).then(
      () => expect.fail('it was taken for a tenant'),
      (thrown) => thrown,
    )
    expect(error.code).toMatch(/^22(P02|003)$/)
    expect(JSON.stringify({ ...error, message: error.message })).not.toContain('Location')
  })

  test('cannot read another tenant through a function of its own', async () => {
    await as(
      'lazi_reader',
      async (client) => {
        const notices: unknown[] = []
        client.on('notice', ({ message }) => notices.push(message))
        // So cheap that the planner would run it first if it could.
        await client.query(`
          CREATE FUNCTION pg_temp.tell(name text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001
            AS $$ BEGIN RAISE NOTICE '%', name; RETURN true; END $$;
          CREATE FUNCTION pg_temp.everything() RETURNS SETOF bigint LANGUAGE sql SECURITY DEFINER
            AS 'SELECT tenant_id FROM raw.st_locations'`)
        await client.query('SELECT FROM raw.st_locations WHERE pg_temp.tell(name)')
        expect(notices).toHaveLength(3)
        expect(String(notices)).not.toContain('tenant 2')
        expect(await firstColumn(client, 'SELECT DISTINCT pg_temp.everything()')).toEqual(['1'])
      },
      '1',
    )
  })

  test('cannot change tenants within a statement', async () => {
    const seen = await as(
      'lazi_reader',
      (client) =>
        firstColumn(
          client,
          `SELECT tenant_id FROM raw.st_locations WHERE set_config('lazi.tenant_id', '2', true) = '2' OR tenant_id = 2`,
        ),
      '1',
    )
    expect(seen).toEqual(['1', '1', '1'])
  })

  test('cannot write, cannot lift its security, cannot see what was dropped from records', async () => {
    const refused = [
      `INSERT INTO raw.tenants (tenant_id, name) VALUES (1, 'x')`,
      'UPDATE raw.st_jobs SET total = 1',
      'DELETE FROM raw.st_jobs',
      'TRUNCATE raw.st_jobs',
      'SELECT FROM raw.st_jobs FOR UPDATE',
      'CREATE TABLE raw.mine (id bigint)',
      'ALTER TABLE raw.st_jobs DISABLE ROW LEVEL SECURITY',
      'SET LOCAL row_security = off; SELECT FROM raw.st_jobs',
      'SELECT payload FROM raw.quarantine',
      'SELECT * FROM raw.quarantine',
    ]
    await as(
      'lazi_reader',
      async (client) => {
        expect(await outcomes(client, refused)).toEqual(all(refused, insufficientPrivilege))
        expect(await firstColumn(client, 'SELECT error FROM raw.quarantine')).toEqual(['no'])
        expect(await firstColumn(client, 'SELECT count(*) FROM raw.quarantine')).toEqual(['1'])
      },
      '1',
    )
  })
})

describe('the sync', () => {
  const upsert = `
    INSERT INTO raw.st_locations (tenant_id, st_id, active, name, full_data, content_hash, synced_at)
    VALUES (1, 11, true, 'New name', '{}', '', now()), (3, 31, true, 'New row', '{}', '', now())
    ON CONFLICT (tenant_id, st_id) DO UPDATE SET name = excluded.name RETURNING name`

  test.each(['lazi_sync', 'lazi_migrator'])('as %s reads and writes every tenant', async (role) => {
    await as(role, async (client) => {
      expect(await firstColumn(client, upsert)).toEqual(['New name', 'New row'])
      expect(await firstColumn(client, 'SELECT count(DISTINCT tenant_id) FROM raw.st_locations')).toEqual([
        '3',
      ])
      await client.query('UPDATE raw.st_jobs SET total = 1; DELETE FROM raw.st_jobs')
      const runs = `INSERT INTO raw.sync_runs (tenant_id, table_name, kind, started_at)
                    VALUES (1, 'st_jobs', 'full', now()) RETURNING run_id IS NOT NULL`
      expect(await firstColumn(client, runs)).toEqual([true])
      expect(await firstColumn(client, 'SELECT payload FROM raw.quarantine')).toHaveLength(1)
    })
  })

  test('cannot change the schema', async () => {
    const refused = [
      'CREATE TABLE raw.mine (id bigint)',
      'ALTER TABLE raw.st_jobs ADD COLUMN mine bigint',
      'ALTER TABLE raw.st_jobs NO FORCE ROW LEVEL SECURITY',
      'DROP POLICY one_tenant ON raw.st_jobs',
      'DROP TABLE raw.st_jobs',
      'DROP INDEX raw.st_jobs_number_idx',
      'TRUNCATE raw.st_jobs',
      'CREATE FUNCTION raw.mine() RETURNS bigint LANGUAGE sql AS $$SELECT 1$$',
      'DROP SCHEMA raw CASCADE',
    ]
    await as('lazi_sync', async (client) => {
      expect(await outcomes(client, refused)).toEqual(all(refused, insufficientPrivilege))
    })
  })
})

test.each(['lazi_sync', 'lazi_reader'])(
  'an app that connects as %s can check the schema at start',
  async (role) => {
    const url = new URL(database.url)
    url.searchParams.set('options', `-c role=${role}`)
    await createMigrator({ connectionString: url.href }).assertUpToDate()
  },
)

describe('a table of a later migration', () => {
  const privileges = `
    SELECT array(SELECT format('%s %s', grantee, string_agg(privilege_type, ' ' ORDER BY privilege_type))
                   FROM information_schema.role_table_grants
                  WHERE table_schema = 'raw' AND table_name = 'st_later' AND grantee IN ('lazi_sync', 'lazi_reader')
                  GROUP BY grantee ORDER BY grantee)`
  const expected = ['lazi_reader SELECT', 'lazi_sync DELETE INSERT SELECT UPDATE']

  test.each([
    ['lazi_migrator', 'lazi_migrator'],
    ['the login that migrated', 'NONE'],
  ])('made by %s gets the same privileges', async (_, role) => {
    await as(role, async (client) => {
      await client.query('CREATE TABLE raw.st_later (tenant_id bigint NOT NULL)')
      expect(await firstColumn(client, privileges)).toEqual([expected])
    })
  })

  test('is secured when it asks for it', async () => {
    const builder = new MigrationBuilder({} as never, undefined, false, console)
    createCacheTable(builder, {
      name: 'st_later',
      comment: 'Later.',
      columns: {},
      indexes: [],
      secured: true,
    })
    await as('NONE', async (client) => {
      for (const sql of builder.getSqlSteps()) await client.query(sql)
      expect(await firstColumn(client, privileges)).toEqual([expected])
      const security = (table: string) =>
        firstColumn(
          client,
          `SELECT ARRAY[format('%s %s %s', relowner::regrole, relrowsecurity, relforcerowsecurity)]
                  || array(SELECT format('%s %s %s %s', polname, polcmd, pg_get_expr(polqual, polrelid), polroles)
                             FROM pg_policy WHERE polrelid = c.oid ORDER BY polname)
             FROM pg_class c WHERE c.oid = 'raw.${table}'::regclass`,
        )
      expect(await security('st_later')).toEqual(await security('st_teams'))
    })
  })
})

describe('on a server of its own', () => {
  let server: TemporaryPostgres
  let admin: pg.Client
  let count = 0

  beforeAll(async () => {
    const { kind, image } = postgresOptionsFromEnv(process.env)
    server = await startTemporaryPostgres({ ...(kind && { kind }), ...(image && { image }) })
    admin = new pg.Client({ connectionString: server.url })
    await admin.connect()
  })
  afterAll(async () => {
    await admin.end()
    await server.close()
  })
  beforeEach(async () => {
    expect(await roles()).toEqual([])
  })

  const roles = () =>
    firstColumn(admin, `SELECT rolname FROM pg_roles WHERE rolname LIKE 'lazi\\_%' ORDER BY 1`)
  const everyRole = ['lazi_migrator', 'lazi_reader', 'lazi_sync']

  /** An empty database, and a migrator of it that connects as `login`, its owner. */
  async function createDatabase(login?: { attributes: string }) {
    const name = `database_${++count}`
    const url = new URL(server.url)
    url.pathname = name
    await admin.query(`CREATE DATABASE ${name}`)
    if (login) {
      await admin.query(`CREATE ROLE owner_${count} LOGIN PASSWORD 'secret' ${login.attributes}`)
      await admin.query(`ALTER DATABASE ${name} OWNER TO owner_${count}`)
      Object.assign(url, { username: `owner_${count}`, password: 'secret' })
    }
    return {
      migrator: createMigrator({ connectionString: url.href }),
      url: url.href,
      owner: `owner_${count}`,
    }
  }

  async function inDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }

  test('two databases make the roles at the same time, and the last to go takes them with it', async () => {
    const [one, two] = [await createDatabase(), await createDatabase()]
    await Promise.all([one.migrator.up(), two.migrator.up()])
    expect(await roles()).toEqual(everyRole)
    const before = await inDatabase(one.url, readCatalog)
    expect(await inDatabase(two.url, readCatalog)).toEqual(before)

    await two.migrator.down({ count: 1 })
    expect(await roles()).toEqual(everyRole)
    expect(await inDatabase(one.url, readCatalog)).toEqual(before)
    expect(
      await inDatabase(two.url, (client) =>
        firstColumn(
          client,
          `SELECT dependent.classid::regclass FROM pg_shdepend dependent JOIN pg_roles r ON r.oid = dependent.refobjid
            WHERE r.rolname LIKE 'lazi\\_%' AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        ),
      ),
    ).toEqual([])
    await two.migrator.up()
    expect(await inDatabase(two.url, readCatalog)).toEqual(before)

    await Promise.all([one.migrator.down({ to: 0 }), two.migrator.down({ to: 0 })])
    // The two may have kept a role for each other's sake; whoever rolls back last finds nobody else.
    await one.migrator.up()
    await one.migrator.down({ to: 0 })
    expect(await roles()).toEqual([])
  })

  test('a role that was given to a login stays', async () => {
    const { migrator } = await createDatabase()
    await migrator.up()
    await admin.query('CREATE ROLE console LOGIN IN ROLE lazi_reader')
    await migrator.down({ to: 0 })
    expect(await roles()).toEqual(['lazi_reader'])
    await migrator.up()
    await admin.query('DROP ROLE console')
    await migrator.down({ to: 0 })
  })

  test('a login that may not create roles is told what an administrator has to run, once', async () => {
    const { migrator, url, owner } = await createDatabase({ attributes: '' })
    const error = await migrator.up().catch((thrown) => thrown)
    expect(error).toBeInstanceOf(MigrationError)
    expect(error).toMatchObject({
      code: 'MIGRATION_FAILED',
      migration: '010_create_roles_and_row_level_security',
    })
    const statements = /run once: (?<sql>.*;) Then migrate again/.exec(error.message)?.groups?.sql
    expect(statements).toBe(
      `CREATE ROLE lazi_migrator NOLOGIN; CREATE ROLE lazi_reader NOLOGIN; CREATE ROLE lazi_sync NOLOGIN; GRANT lazi_migrator TO ${owner};`,
    )
    expect((await migrator.status()).pending).toEqual([error.migration])
    expect(await roles()).toEqual([])

    await admin.query(String(statements).replace(/GRANT.*/, ''))
    await expect(migrator.up()).rejects.toThrow(`GRANT lazi_migrator TO ${owner};`)
    await admin.query(String(statements).replace(/.*(?=GRANT)/, ''))
    expect(await migrator.up()).toEqual([error.migration])
    await worksAsOwner(url)

    // Roles that an administrator made are the administrator's to drop.
    await migrator.down({ to: 0 })
    expect(await roles()).toEqual(everyRole)
    await admin.query(`DROP ROLE ${everyRole.join(', ')}`)
  })

  test('a login with CREATEROLE needs no administrator', async () => {
    const { migrator, url } = await createDatabase({ attributes: 'CREATEROLE' })
    await migrator.up()
    await worksAsOwner(url)
    await migrator.down({ count: 1 })
    expect(await roles()).toEqual([])
    await migrator.up()
    await migrator.down({ to: 0 })
  })

  test('a reader that would pass over row-level security is refused', async () => {
    const { migrator } = await createDatabase()
    await admin.query('CREATE ROLE lazi_reader BYPASSRLS')
    await expect(migrator.up()).rejects.toThrow(/ALTER ROLE lazi_reader NOSUPERUSER NOBYPASSRLS/)
    await admin.query('DROP ROLE lazi_reader')
  })

  /** In a set-up with one login, the sync connects as the one that migrated. */
  async function worksAsOwner(url: string): Promise<void> {
    await inDatabase(url, async (client) => {
      await client.query(`
        INSERT INTO raw.tenants (tenant_id, name) VALUES (1, 'One'), (2, 'Two')
        ON CONFLICT (tenant_id) DO UPDATE SET name = excluded.name`)
      expect(await firstColumn(client, 'SELECT count(*) FROM raw.tenants')).toEqual(['2'])
      await client.query(
        'ALTER TABLE raw.tenants ADD COLUMN later bigint; ALTER TABLE raw.tenants DROP COLUMN later',
      )
      const superuser = 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user'
      expect(await firstColumn(client, superuser)).toEqual([false])
    })
  }
})
