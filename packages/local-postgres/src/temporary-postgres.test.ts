import { stat, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { expect, onTestFinished, test, vi } from 'vitest'
import { query, runFixture, until } from '../test/support.ts'
import { startTemporaryPostgres } from './temporary-postgres.ts'

async function directoryOf(url: string): Promise<string> {
  const [row] = await query<{ data_directory: string }>(url, 'SHOW data_directory')
  return row?.data_directory ?? ''
}

async function pathExists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  )
}

test('startTemporaryPostgres starts a server without disk flushes, which close() deletes', async () => {
  const server = await startTemporaryPostgres({
    settings: { max_connections: '17', log_line_prefix: "it's " },
  })
  const [settings] = await query(
    server.url,
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
            current_setting('full_page_writes') AS pages, current_setting('max_connections') AS connections,
            current_setting('log_line_prefix') AS prefix`,
  )
  expect(settings).toEqual({ fsync: 'off', commit: 'off', pages: 'off', connections: '17', prefix: "it's " })
  const directory = await directoryOf(server.url)
  expect(await pathExists(directory)).toBe(true)

  await Promise.all([server.close(), server.close()])
  expect(await pathExists(directory)).toBe(false)
  await expect(query(server.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('with inMemory the files are in shared memory, or in the temporary directory where that is small', async () => {
  const room = await statfs('/dev/shm').then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  )
  const server = await startTemporaryPostgres({ inMemory: true })
  const directory = await directoryOf(server.url)
  expect(directory).toMatch(`${room >= 4 * 1024 ** 3 ? '/dev/shm' : tmpdir()}/lazi-postgres-`)
  await server.close()
  expect(await pathExists(directory)).toBe(false)
})

test('variables of another server do not change connections to a server of our own', async () => {
  onTestFinished(() => void vi.unstubAllEnvs())
  const others = {
    PGSSLMODE: 'require',
    PGOPTIONS: '-cdefault_transaction_read_only=on',
    PGHOST: '192.0.2.1',
  }
  for (const [name, value] of Object.entries({ ...others, PGUSER: 'other', PGPORT: '1' }))
    vi.stubEnv(name, value)
  await using server = await startTemporaryPostgres()
  const [settings] = await query(
    server.url,
    `SELECT current_user AS user, current_setting('transaction_read_only') AS "readOnly"`,
  )
  expect(settings).toEqual({ user: 'postgres', readOnly: 'off' })
})

test('close() stops the server while clients are connected', async () => {
  const server = await startTemporaryPostgres()
  const busy = query(server.url, 'SELECT pg_sleep(600)').catch((error: unknown) => error)
  await until('the query runs', async () => {
    const rows = await query(
      server.url,
      "SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'",
    )
    return rows.length === 1
  })
  await server.close()
  expect(await busy).toBeInstanceOf(Error)
})

test('startTemporaryPostgres with a URL uses that server, which keeps running', async () => {
  await using server = await startTemporaryPostgres()
  const given = await startTemporaryPostgres({ url: server.url })
  expect(given.url).toBe(server.url)
  await given.close()
  expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test("startTemporaryPostgres reports PostgreSQL's reason for an unknown setting", async () => {
  await expect(startTemporaryPostgres({ settings: { no_such_setting: '1' } })).rejects.toMatchObject({
    code: 'start_failed',
    message: expect.stringMatching(
      /unrecognized configuration parameter|configuration file .* contains errors/,
    ),
  })
})

test.skipIf(process.platform === 'win32')(
  'a temporary server ends and is deleted when its process is killed',
  async () => {
    const fixture = runFixture('temporary-fixture.ts', [])
    await until('the server is running', () => fixture.output() !== '')
    const directory = await directoryOf(fixture.output())
    fixture.child.kill('SIGKILL')
    await fixture.ended
    await until('the directory is deleted', async () => !(await pathExists(directory)))
    await expect(query(fixture.output(), 'SELECT 1')).rejects.toThrow()
  },
)
