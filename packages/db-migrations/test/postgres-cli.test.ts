import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { createMigrator } from 'db-migrations'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'

// `pnpm postgres` as a process, with an embedded server of its own.

const main = fileURLToPath(new URL('../src/postgres/main.ts', import.meta.url))
let directory: string
let url: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'postgres-cli-'))
  await chmod(directory, 0o711)
  const started = await run(['start'])
  expect(started).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^postgres:\/\/\S+\n$/),
    stderr: expect.stringContaining('Initialising PostgreSQL'),
  })
  url = started.stdout.trim()
})
afterAll(async () => {
  await run(['reset', '--yes'])
  await rm(directory, { recursive: true })
})

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, [main, ...args], {
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      ENV_FILE: '',
      LOCAL_POSTGRES_DIR: join(directory, 'home'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function run(args: readonly string[], env?: Readonly<Record<string, string>>) {
  const child = start(args, env)
  const [stdout, stderr, [code]] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
    once(child, 'close'),
  ])
  return { code: code as number, stdout, stderr }
}

async function query<T extends pg.QueryResultRow>(sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

test('url writes only the URL to standard output', async () => {
  expect(await run(['url'])).toEqual({ code: 0, stdout: `${url}\n`, stderr: '' })
})

test('psql queries the server, whatever variables of libpq are set, and no process list has the password', async () => {
  const sql = `SELECT current_database(), current_user, current_setting('TimeZone')`
  const variables = {
    PGSERVICE: 'other',
    PGHOSTADDR: '192.0.2.1',
    PGOPTIONS: '-c role=nobody',
    PGTZ: 'Asia/Kathmandu',
  }
  expect(await run(['psql', '-X', '-At', '-c', sql], variables)).toEqual({
    code: 0,
    stdout: 'lazi|postgres|UTC\n',
    stderr: '',
  })
  // psql's own exit code for an error in a script.
  expect((await run(['psql', '-X', '-v', 'ON_ERROR_STOP=1', '-c', 'SELECT wrong'])).code).toBe(1)

  const child = start(['psql', '-X', '-c', 'SELECT pg_sleep(3600)'])
  const ended = once(child, 'close')
  const busy = `SELECT pid FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(3600)'`
  await expect.poll(async () => (await query(busy)).length).toBe(1)
  const password = new URL(url).password
  const lists = await processArguments()
  expect(lists.some((list) => list.includes('pg_sleep(3600)'))).toBe(true)
  expect(lists.filter((list) => list.includes(password))).toEqual([])
  await query(`SELECT pg_cancel_backend(pid) FROM (${busy}) AS busy`)
  expect(await ended).toEqual([1, null])
})

test('upgrade without older data has nothing to do, and there is no old data to delete', async () => {
  expect(await run(['upgrade'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Nothing to do: the data is of PostgreSQL \d+\.\n$/),
  })
  expect(await run(['upgrade', '--delete-old'])).toMatchObject({ code: 0, stdout: 'There is no old data.\n' })
  expect(await run(['upgrade', '--help'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/Examples:\n.*postgres upgrade/),
  })
})

test('psql without a client names what to install', async () => {
  const { code, stderr } = await run(['psql'], { PATH: directory })
  expect(code).toBe(1)
  expect(stderr).toMatch(/psql is not installed: .*apt-get install postgresql-client/)
})

test('dump and restore move the data of the server to another database', async () => {
  await createMigrator({ connectionString: url }).up()
  await query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (1, 'One')`)
  const file = join(directory, 'lazi.dump')
  const dumped = await run(['dump', file, '--json'])
  expect(dumped).toMatchObject({ code: 0, stderr: expect.stringContaining('raw.tenants: 1 rows') })
  expect(dumped.stderr).not.toContain(new URL(url).password)
  expect(JSON.parse(dumped.stdout)).toMatchObject({ ok: true, file, leftOut: [] })

  expect(await run(['restore', file])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/rows in raw\.tenants.*CREATE DATABASE/),
  })
  await query('CREATE DATABASE other')
  const other = new URL(url)
  other.pathname = '/other'
  expect(await run(['restore', file], { DATABASE_URL: other.href })).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Restored 1 rows of \d+ tables\.\n$/),
  })
  url = other.href
  expect(await query('SELECT name FROM raw.tenants')).toEqual([{ name: 'One' }])
})

/** The arguments of all processes of this machine. */
async function processArguments(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  // A process that has ended meanwhile has none.
  return await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
}
