import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isAlive, postmasterPid, query, runFixture, temporaryDataDir, until } from '../test/support.ts'
import { stopEmbeddedServer } from './embedded/control.ts'
import type { PostgresEvent } from './options.ts'
import { resolvePostgres } from './resolve-postgres.ts'
import { startTemporaryPostgres } from './temporary-postgres.ts'

const ignore = (): void => {}

test('resolvePostgres starts the embedded server once and reuses it until it is stopped', async () => {
  const dataDir = await temporaryDataDir()
  const first = await resolvePostgres({ dataDir })
  expect(first).toMatchObject({ kind: 'embedded', serverVersion: expect.stringMatching(/^\d+\.\d+$/) })
  expect(new URL(first.url)).toMatchObject({ hostname: '127.0.0.1', pathname: '/lazi' })
  expect(first.description).not.toContain(new URL(first.url).password)
  const pid = await postmasterPid(dataDir)
  await first.close()

  const second = await resolvePostgres({ dataDir })
  expect(second.url).toBe(first.url)
  expect(await postmasterPid(dataDir)).toBe(pid)

  expect(await stopEmbeddedServer(dataDir, ignore)).toMatchObject({ wasRunning: true, connectionsCut: 0 })
  await until('the process has ended', () => !isAlive(pid))
  expect(await stopEmbeddedServer(dataDir, ignore)).toMatchObject({ wasRunning: false })

  const third = await resolvePostgres({ dataDir })
  expect(third.url, 'the port and the password are kept').toBe(first.url)
})

test('the embedded server has fixed settings and refuses logins without the password', async () => {
  const dataDir = await temporaryDataDir()
  const { url } = await resolvePostgres({ dataDir })
  const [settings] = await query(
    url,
    `SELECT current_setting('timezone') AS timezone, current_setting('server_encoding') AS encoding,
            current_setting('listen_addresses') AS listens, current_setting('unix_socket_directories') AS sockets,
            current_setting('fsync') AS fsync, current_setting('wal_buffers') AS wal,
            (SELECT bool_and(auth_method = 'scram-sha-256') FROM pg_hba_file_rules) AS passwords,
            (SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = current_database()) AS locale`,
  )
  expect(settings).toEqual({
    timezone: 'UTC',
    encoding: 'UTF8',
    listens: '127.0.0.1',
    sockets: '',
    fsync: 'on',
    wal: '32MB',
    passwords: true,
    locale: 'b C.UTF-8',
  })
  expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600)
})

test('resolvePostgres creates a missing database of any name', async () => {
  const dataDir = await temporaryDataDir()
  const events: PostgresEvent[] = []
  const database = 'Räume "mit" 100% allem'
  const { url } = await resolvePostgres({ dataDir, database, onEvent: (event) => events.push(event) })
  expect(await query(url, 'SELECT current_database() AS name')).toEqual([{ name: database }])
  expect(events.map(({ type }) => type)).toEqual(['initialising', 'starting', 'started', 'database_created'])
})

test('resolvePostgres refuses a database name that a URL cannot contain', async () => {
  await expect(resolvePostgres({ database: 'a?b' })).rejects.toThrow(
    'Expected `database` to be a name without',
  )
})

test('five concurrent processes share one server', async () => {
  const dataDir = await temporaryDataDir()
  const processes = Array.from({ length: 5 }, () => runFixture('resolve-fixture.ts', [dataDir]))
  await Promise.all(processes.map(({ ended }) => ended))
  const urls = new Set(processes.map(({ output }) => output()))
  expect(urls.size).toBe(1)
  const [url] = urls
  expect(await query(url ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('five concurrent calls in one process share one server', async () => {
  const dataDir = await temporaryDataDir()
  const servers = await Promise.all(Array.from({ length: 5 }, () => resolvePostgres({ dataDir })))
  expect(new Set(servers.map(({ url }) => url)).size).toBe(1)
})

test('an aborted start throws the reason and does not affect the next start', async () => {
  const dataDir = await temporaryDataDir()
  const abort = new AbortController()
  const reason = new Error('the user changed their mind')
  const onEvent = ({ type }: PostgresEvent): void => {
    if (type === 'initialising') abort.abort(reason)
  }
  await expect(resolvePostgres({ dataDir, signal: abort.signal, onEvent })).rejects.toBe(reason)
  await resolvePostgres({ dataDir })
})

test('resolvePostgres returns a given URL unchanged, including its parameters', async () => {
  await using server = await startTemporaryPostgres()
  const url = `${server.url}&application_name=mine`
  const found = await resolvePostgres({ url, kind: 'container', dataDir: '/not/used', database: 'unused' })
  expect(found).toMatchObject({ url, kind: 'url' })
  await found.close()
  expect(await query(url, 'SHOW application_name')).toEqual([{ application_name: 'mine' }])
})
