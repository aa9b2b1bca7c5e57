import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createMigrator } from 'db-migrations'
import { createTestDatabase } from 'db-migrations/testing'
import { startTemporaryPostgres, type TemporaryPostgres } from 'local-postgres/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { moveData } from '../src/postgres/upgrade-command.ts'
import { distributionBin } from './fixtures/distribution.ts'
import { firstColumn } from './fixtures/roles.ts'
import { startCli } from './run-cli.ts'

// pg_dump on one server and pg_restore on another one, which has none of the roles. Both are the distribution's servers,
// since its pg_dump refuses a newer one.

const bin = distributionBin()
const login = 'lazi_owner'
let directory: string
let [one, two]: TemporaryPostgres[] = []
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'restored-'))
  one = await startTemporaryPostgres({ bin, inMemory: true })
  two = await startTemporaryPostgres({ bin, inMemory: true })
})
afterAll(async () => {
  await one?.close()
  await two?.close()
  await rm(directory, { recursive: true })
})

async function inDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A database that belongs to a login which is no superuser. @returns the URL of that login */
async function createOwned(server: TemporaryPostgres | undefined, attributes: string): Promise<string> {
  const url = new URL(server?.url ?? '')
  await inDatabase(url.href, async (client) => {
    await client.query(`CREATE ROLE ${login} LOGIN PASSWORD 'secret' ${attributes}`)
    await client.query(`CREATE DATABASE lazi OWNER ${login}`)
  })
  return Object.assign(url, { username: login, password: 'secret', pathname: '/lazi' }).href
}

/** Runs a client of the distribution; the password is in its environment. */
async function client(program: string, url: string, args: readonly string[]) {
  const { hostname, port, username, password, pathname } = new URL(url)
  const child = spawn(join(bin, program), args, {
    env: {
      PATH: process.env.PATH,
      PGHOST: hostname,
      PGPORT: port,
      PGUSER: username,
      PGPASSWORD: password,
      PGDATABASE: pathname.slice(1),
      PGSSLMODE: 'disable',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { code: code as number, stdout, stderr }
}

test('a database that pg_restore copied to another server names at each step what mends it', async () => {
  const source = await createOwned(one, 'CREATEROLE')
  await createMigrator({ connectionString: source }).up()
  await inDatabase(source, (owner) =>
    owner.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (1, 'One'), (2, 'Two');
                 INSERT INTO api.keys (tenant_id, name, scopes, secret_hash) VALUES (1, 'board', '{read}', sha256(''))`),
  )
  const file = join(directory, 'lazi.pgdump')
  // As docs/operating.md says: the owner may not pass over row-level security, so pg_dump refuses without the option.
  expect(await client('pg_dump', source, ['-Fc', '-f', file])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('row-level security'),
  })
  const inRole = await client('pg_dump', source, [
    '--role=lazi_migrator',
    '--enable-row-security',
    '-Fc',
    '-f',
    file,
  ])
  expect(inRole).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(await client('pg_dump', source, ['--enable-row-security', '-Fc', '-f', file])).toMatchObject({
    code: 0,
  })
  // A reader's dump is partial, and pg_dump does not say so.
  await inDatabase(one?.url ?? '', (admin) =>
    admin.query(`CREATE ROLE reader LOGIN PASSWORD 'secret' IN ROLE lazi_reader`),
  )
  const partial = await client('pg_dump', Object.assign(new URL(source), { username: 'reader' }).href, [
    '--enable-row-security',
    '--data-only',
    '-t',
    'raw.tenants',
  ])
  expect(partial.code).toBe(0)
  expect(partial.stdout).toMatch(/COPY raw\.tenants .*\n\\\./)

  const target = await createOwned(two, '')
  expect((await client('pg_restore', target, ['--no-owner', '-d', 'lazi', file])).code).toBe(1)
  const migrator = createMigrator({ connectionString: target })
  await expect(migrator.assertUpToDate()).rejects.toMatchObject({
    code: 'ACCESS',
    message: expect.stringMatching(
      /does not have the role\(s\) lazi_migrator, .*: pnpm --filter db-migrations migrate$/,
    ),
  })
  const run = (...args: readonly string[]) => startCli(args, { DATABASE_URL: target })
  expect(await run('migrate')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /Let an administrator run once: CREATE ROLE lazi_migrator NOLOGIN; .*GRANT lazi_migrator TO lazi_owner; Then migrate again/,
    ),
  })
  await inDatabase(two?.url ?? '', (admin) => admin.query(`ALTER ROLE ${login} CREATEROLE`))
  const migrated = await run('migrate')
  expect(migrated).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Created lazi_migrator, .*verify --sql$/m),
  })
  await expect(migrator.assertUpToDate()).rejects.toThrow(
    /Role lazi_\w+ may not use schema raw, .*: pnpm --filter db-migrations verify --sql$/,
  )
  const mends = await run('verify', '--sql')
  expect(mends.code).toBe(3)
  await inDatabase(target, (owner) => owner.query(mends.stdout))
  expect(await run('verify')).toMatchObject({ code: 0, stderr: '' })
  await migrator.assertUpToDate()

  // Memberships of logins belong to the server, as docs/operating.md says.
  await inDatabase(two?.url ?? '', (admin) => admin.query(`GRANT lazi_sync, lazi_reader TO ${login}`))
  await inDatabase(target, async (owner) => {
    await owner.query('SET ROLE lazi_sync')
    await owner.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (3, 'Three')`)
    expect(await firstColumn(owner, 'SELECT name FROM raw.tenants ORDER BY 1')).toEqual([
      'One',
      'Three',
      'Two',
    ])
    expect(await firstColumn(owner, 'SELECT api.revoke_tenant_keys(1)')).toEqual(['1'])
    await owner.query(`RESET ROLE; SET ROLE lazi_reader; SET lazi.tenant_id = '2'`)
    expect(await firstColumn(owner, 'SELECT name FROM raw.tenants')).toEqual(['Two'])
    await expect(owner.query('SELECT api.revoke_tenant_keys(1)')).rejects.toMatchObject({ code: '42501' })
  })
})

test('an upgrade moves the data of an older server, which accepts no writes meanwhile', async () => {
  const from = Object.assign(new URL(one?.url ?? ''), { pathname: '/lazi' }).href
  await using created = await createTestDatabase({ empty: true })
  let refused: unknown
  const signal = new AbortController().signal
  const leftOut = await moveData(
    {
      from,
      to: created.url,
      file: join(directory, 'upgrade.dump'),
      stopOld: async () => {
        const late = `SET lock_timeout = '10ms'; UPDATE raw.tenants SET name = 'late'`
        refused = await inDatabase(from, (client) => client.query(late)).catch(({ code }) => code)
      },
    },
    signal,
  )
  expect(leftOut).toEqual([])
  expect(refused).toBe('55P03')
  const { rows } = await created.pool.query('SELECT name FROM raw.tenants ORDER BY name')
  expect(rows).toEqual([{ name: 'One' }, { name: 'Two' }])
  expect((await created.pool.query('SELECT name FROM api.keys')).rows).toEqual([{ name: 'board' }])
  expect(await readdir(directory)).not.toContain('upgrade.dump')
})
