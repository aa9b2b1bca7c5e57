import { type ChildProcess, spawn } from 'node:child_process'
import { chown, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  isAlive,
  postmasterPid,
  query,
  runFixture,
  temporaryDataDir,
  temporaryDirectory,
  until,
} from '../../test/support.ts'
import type { PostgresEvent } from '../options.ts'
import { resolvePostgres } from '../resolve-postgres.ts'
import { stopEmbeddedServer } from './control.ts'

const ignore = (): void => {}

async function resolveWithEvents(dataDir: string): Promise<{ url: string; types: PostgresEvent['type'][] }> {
  const types: PostgresEvent['type'][] = []
  const { url } = await resolvePostgres({ dataDir, onEvent: ({ type }) => types.push(type) })
  return { url, types }
}

/** A stopped server with one row. */
async function stoppedServer(): Promise<{ dataDir: string; url: string; pid: number }> {
  const dataDir = await temporaryDataDir()
  const { url } = await resolvePostgres({ dataDir })
  await query(url, 'CREATE TABLE kept AS SELECT 1 AS one')
  const pid = await postmasterPid(dataDir)
  await stopEmbeddedServer(dataDir, ignore)
  return { dataDir, url, pid }
}

/** Starts a process of the data's owner that is not PostgreSQL. That user may not be able to enter this checkout. */
async function startBystander(dataDir: string): Promise<ChildProcess> {
  const { uid, gid } = await stat(join(dataDir, 'cluster'))
  const child = spawn('/bin/sleep', ['3600'], {
    stdio: 'ignore',
    cwd: '/',
    ...(process.getuid?.() === 0 && { uid, gid }),
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject))
  return child
}

async function writePidFile(dataDir: string, pid: number): Promise<void> {
  const { uid, gid } = await stat(join(dataDir, 'cluster'))
  const path = join(dataDir, 'cluster', 'postmaster.pid')
  const lines = [
    pid,
    join(dataDir, 'cluster'),
    1_700_000_000,
    5432,
    '',
    '127.0.0.1',
    '  1234567    123456',
    'ready   ',
  ]
  await writeFile(path, `${lines.join('\n')}\n`, { mode: 0o600 })
  await chown(path, uid, gid)
}

test('resolvePostgres restarts a killed server with its data', async () => {
  const dataDir = await temporaryDataDir()
  const { url } = await resolvePostgres({ dataDir })
  await query(url, 'CREATE TABLE kept AS SELECT 1 AS one')
  const pid = await postmasterPid(dataDir)
  process.kill(pid, 'SIGKILL')

  const again = await resolveWithEvents(dataDir)
  expect(again.types).toContain('recovering')
  expect(again.url).toBe(url)
  expect(await postmasterPid(dataDir)).not.toBe(pid)
  expect(await query(url, 'SELECT one FROM kept')).toEqual([{ one: 1 }])
})

// On other systems the test would have to wait for the end of the query (orphans.ts).
test.runIf(process.platform === 'linux')(
  'resolvePostgres restarts a server that was killed during a query',
  async () => {
    const dataDir = await temporaryDataDir()
    const { url } = await resolvePostgres({ dataDir })
    const marker = 'SELECT count(*) FROM generate_series(1, 100000000000)'
    const busy = query(url, marker).catch((error: unknown) => error)
    await until('the query runs', async () => {
      const rows = await query(url, `SELECT 1 FROM pg_stat_activity WHERE query = '${marker}'`)
      return rows.length === 1
    })
    process.kill(await postmasterPid(dataDir), 'SIGKILL')
    const again = await resolveWithEvents(dataDir)
    expect(await query(again.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    expect(await busy).toBeInstanceOf(Error)
  },
)

test('resolvePostgres starts despite a postmaster.pid of an ended process', async () => {
  const { dataDir, url, pid } = await stoppedServer()
  await until('the process has ended', () => !isAlive(pid))
  await writePidFile(dataDir, pid)
  const again = await resolveWithEvents(dataDir)
  expect(again.types).toContain('recovering')
  expect(await query(url, 'SELECT one FROM kept')).toEqual([{ one: 1 }])
})

test('resolvePostgres starts despite a postmaster.pid with the process id of another program', async () => {
  const { dataDir, url } = await stoppedServer()
  const bystander = await startBystander(dataDir)
  await writePidFile(dataDir, bystander.pid ?? 0)
  const again = await resolveWithEvents(dataDir)
  expect(again.types).toContain('recovering')
  expect(await postmasterPid(dataDir)).not.toBe(bystander.pid)
  expect(await query(url, 'SELECT one FROM kept')).toEqual([{ one: 1 }])
  expect(isAlive(bystander.pid ?? 0)).toBe(true)
})

test('resolvePostgres replaces an unfinished cluster', async () => {
  const dataDir = await temporaryDataDir()
  await mkdir(join(dataDir, 'cluster.new-abc', 'data', 'base'), { recursive: true, mode: 0o711 })
  await writeFile(join(dataDir, 'cluster.new-abc', 'data', 'PG_VERSION'), '18\n')
  await writeFile(join(dataDir, 'lock'), '')
  const { url } = await resolvePostgres({ dataDir })
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  expect((await readdir(dataDir)).filter((name) => name.startsWith('cluster'))).toEqual(['cluster'])
})

// `initialising` is emitted before initdb, `starting` between initdb and the start of the server.
test.each(['initialising', 'starting', 'started'])(
  'a process that is killed at "%s" while it holds the lock does not block others',
  async (event) => {
    const dataDir = await temporaryDataDir()
    const killed = runFixture('resolve-fixture.ts', [dataDir, event])
    const others = [1, 2, 3].map(() => runFixture('resolve-fixture.ts', [dataDir]))
    const [end] = await Promise.all([killed, ...others].map(({ ended }) => ended))
    // If another process took the lock first, the event did not occur.
    expect(['SIGKILL', 0]).toContain(end)
    expect(new Set(others.map(({ output }) => output())).size).toBe(1)
  },
)

test('resolvePostgres works after a process was killed during initdb', async () => {
  const dataDir = await temporaryDataDir()
  const killed = runFixture('resolve-fixture.ts', [dataDir])
  await until('initdb has begun', async () => {
    const names = await readdir(dataDir).catch((): string[] => [])
    const scratch = names.find((name) => name.startsWith('cluster.new-'))
    if (scratch === undefined) return false
    return (await readdir(join(dataDir, scratch, 'data')).catch((): string[] => [])).length > 3
  })
  killed.child.kill('SIGKILL')
  expect(await killed.ended).toBe('SIGKILL')
  expect(await readdir(dataDir)).not.toContain('cluster')

  const { url, types } = await resolveWithEvents(dataDir)
  expect(types[0]).toBe('initialising')
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('resolvePostgres uses another port when the stored one is taken', async () => {
  const { dataDir, url } = await stoppedServer()
  const port = Number(new URL(url).port)
  const other = createServer()
  onTestFinished(() => void other.close())
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))

  const again = await resolveWithEvents(dataDir)
  expect(again.types).toContain('port_changed')
  expect(new URL(again.url).port).not.toBe(String(port))
  expect(await query(again.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }])
  expect(Number(await readFile(join(dataDir, 'port'), 'utf8'))).toBe(Number(new URL(again.url).port))
})

test('resolvePostgres refuses and keeps data of another major version', async () => {
  const { dataDir } = await stoppedServer()
  const file = join(dataDir, 'cluster', 'PG_VERSION')
  await writeFile(file, '14\n')
  await expect(resolvePostgres({ dataDir })).rejects.toMatchObject({
    code: 'version_mismatch',
    message: expect.stringMatching(
      /PostgreSQL 14, this is PostgreSQL 18: move it with pnpm postgres upgrade, or set LOCAL_POSTGRES_DIR/,
    ),
  })
  expect(await readFile(file, 'utf8')).toBe('14\n')
})

test('resolvePostgres refuses and keeps a directory with other files', async () => {
  const directory = await temporaryDirectory()
  await writeFile(join(directory, 'password'), 'mine')
  await expect(resolvePostgres({ dataDir: directory })).rejects.toMatchObject({
    code: 'not_a_data_directory',
  })
  expect(await readdir(directory)).toEqual(['password'])
})

test('resolvePostgres refuses a file as the directory', async () => {
  const file = join(await temporaryDirectory(), 'file')
  await writeFile(file, 'mine')
  for (const dataDir of [file, join(file, 'home')]) {
    await expect(resolvePostgres({ dataDir })).rejects.toMatchObject({ code: 'not_a_data_directory' })
  }
})

test('resolvePostgres refuses and keeps a cluster directory without a cluster', async () => {
  const directory = await temporaryDirectory()
  await mkdir(join(directory, 'cluster'))
  await writeFile(join(directory, 'cluster', 'notes.txt'), 'mine')
  await expect(resolvePostgres({ dataDir: directory })).rejects.toMatchObject({
    code: 'not_a_data_directory',
  })
  expect(await readdir(join(directory, 'cluster'))).toEqual(['notes.txt'])
})

test('resolvePostgres reports a missing password file in one line', async () => {
  const { dataDir } = await stoppedServer()
  await rm(join(dataDir, 'password'))
  await expect(resolvePostgres({ dataDir })).rejects.toMatchObject({ code: 'password_missing' })
})

test("resolvePostgres reports PostgreSQL's reason when the server cannot start", async () => {
  const { dataDir } = await stoppedServer()
  await writeFile(join(dataDir, 'cluster', 'postgresql.auto.conf'), "shared_buffers = 'lots'\n")
  await expect(resolvePostgres({ dataDir })).rejects.toMatchObject({
    code: 'start_failed',
    message: expect.stringMatching(
      /^The embedded PostgreSQL did not start: [^\n]*shared_buffers[^\n]*server\.log\)\.$/,
    ),
  })
})

test('resolvePostgres truncates a large log at the next start', async () => {
  const { dataDir } = await stoppedServer()
  const log = join(dataDir, 'server.log')
  await truncate(log, 11 * 1024 * 1024)
  await resolvePostgres({ dataDir })
  expect((await stat(log)).size).toBeLessThan(1024 * 1024)
})
