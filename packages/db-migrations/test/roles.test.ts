import { createMigrator, MigrationError } from 'db-migrations'
import { readCatalog } from 'db-migrations/testing'
import { postgresOptionsFromEnv } from 'local-postgres'
import { startTemporaryPostgres, type TemporaryPostgres } from 'local-postgres/testing'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { firstColumn } from './fixtures/roles.ts'

// Roles are shared by all databases of a server, so these tests have their own.

let server: TemporaryPostgres
let admin: pg.Client
let count = 0

beforeAll(async () => {
  const { kind, image } = postgresOptionsFromEnv(process.env)
  server = await startTemporaryPostgres({ inMemory: true, ...(kind && { kind }), ...(image && { image }) })
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
const everyRole = [
  'lazi_api',
  'lazi_eraser',
  'lazi_migrator',
  'lazi_reader',
  'lazi_retention',
  'lazi_sync',
  'lazi_writer',
]
/** The roles of later migrations, in the order in which they are missed. */
const laterRoles = [
  ['015_create_api', 'lazi_api'],
  ['038_create_writer', 'lazi_writer'],
  ['039_create_audit_log', 'lazi_eraser'],
  ['040_create_audit_seals', 'lazi_retention'],
] as const

/** Creates an empty database, owned by a login with these attributes if given, and its migrator. */
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

test('two databases create the roles concurrently, and the last rollback drops them', async () => {
  const [one, two] = [await createDatabase(), await createDatabase()]
  await Promise.all([one.migrator.up(), two.migrator.up()])
  expect(await roles()).toEqual(everyRole)
  const before = await inDatabase(one.url, readCatalog)
  expect(await inDatabase(two.url, readCatalog)).toEqual(before)

  await two.migrator.down({ to: 9 })
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
  // Concurrent rollbacks may each keep a role that the other still uses; a last rollback drops it.
  await one.migrator.up()
  await one.migrator.down({ to: 0 })
  expect(await roles()).toEqual([])
})

test('a role granted to a login is kept', async () => {
  const { migrator } = await createDatabase()
  await migrator.up()
  await admin.query('CREATE ROLE console LOGIN IN ROLE lazi_reader')
  await migrator.down({ to: 0 })
  expect(await roles()).toEqual(['lazi_reader'])
  await migrator.up()
  await admin.query('DROP ROLE console')
  await migrator.down({ to: 0 })
})

test('a login without CREATEROLE gets the statements that an administrator must run once', async () => {
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
  expect((await migrator.status()).pending[0]).toBe(error.migration)
  expect(await roles()).toEqual([])

  await admin.query(String(statements).replace(/GRANT.*/, ''))
  await expect(migrator.up()).rejects.toThrow(`GRANT lazi_migrator TO ${owner};`)
  await admin.query(String(statements).replace(/.*(?=GRANT)/, ''))
  for (const [migration, role] of laterRoles) {
    const statement = `run once: CREATE ROLE ${role} NOLOGIN; Then migrate again`
    await expect(migrator.up()).rejects.toThrow(new RegExp(`^${migration} failed.* ${statement}`, 's'))
    await admin.query(`CREATE ROLE ${role} NOLOGIN`)
  }
  // It is to give functions away.
  await expect(migrator.up()).rejects.toThrow(
    `GRANT lazi_retention TO ${owner}; Then migrate again. Afterwards: REVOKE lazi_retention FROM ${owner};`,
  )
  await admin.query(`GRANT lazi_retention TO ${owner}`)
  await migrator.up()
  await admin.query(`REVOKE lazi_retention FROM ${owner}`)
  await worksAsOwner(url)

  // Roles created by an administrator are not dropped.
  await migrator.down({ to: 0 })
  expect(await roles()).toEqual(everyRole)
  await admin.query(`DROP ROLE ${everyRole.join(', ')}`)
})

test('a login with CREATEROLE needs no administrator', async () => {
  const { migrator, url, owner } = await createDatabase({ attributes: 'CREATEROLE' })
  await migrator.up()
  await worksAsOwner(url)
  expect(await firstColumn(admin, `SELECT pg_has_role('${owner}', 'lazi_retention', 'USAGE')`)).toEqual([
    false,
  ])
  const owners = `SELECT proowner::regrole::text FROM pg_proc WHERE pronamespace = 'audit'::regnamespace`
  expect(await inDatabase(url, (client) => firstColumn(client, owners))).toEqual([
    'lazi_retention',
    'lazi_retention',
  ])
  await migrator.down({ to: 9 })
  expect(await roles()).toEqual([])
  await migrator.up()
  await migrator.down({ to: 0 })
})

test.each(['lazi_reader', 'lazi_api', 'lazi_writer', 'lazi_eraser', 'lazi_retention'])(
  '%s is refused if it bypasses row-level security',
  async (role) => {
    const { migrator } = await createDatabase()
    await admin.query(`CREATE ROLE ${role} BYPASSRLS`)
    await expect(migrator.up()).rejects.toThrow(`ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS`)
    await migrator.down({ to: 0 })
    await admin.query(`DROP ROLE IF EXISTS ${role}`)
  },
)

/** With a single login, the sync connects as the login that migrated. */
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
