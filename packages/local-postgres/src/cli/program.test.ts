import { Client } from 'pg'
import { expect, test } from 'vitest'
import { query, temporaryDataDir } from '../../test/support.ts'
import { runCli } from './program.ts'

type Ran = { code: number; out: string; notes: string }

async function run(dataDir: string, args: string[], answer?: string): Promise<Ran> {
  const out: string[] = []
  const notes: string[] = []
  const code = await runCli(args, {
    env: { LOCAL_POSTGRES_DIR: dataDir },
    out: (line) => out.push(line),
    note: (line) => notes.push(line),
    ask: answer === undefined ? undefined : async () => answer,
    now: Date.now,
  })
  return { code, out: out.join('\n'), notes: notes.join('\n') }
}

test('start, url, status, stop and reset report a consistent state', async () => {
  const dataDir = await temporaryDataDir()
  expect(await run(dataDir, ['status'])).toMatchObject({
    code: 3,
    out: expect.stringContaining('not initialised'),
  })
  expect(await run(dataDir, ['url'])).toEqual({
    code: 1,
    out: '',
    notes: 'error: The embedded PostgreSQL is not running: start it with pnpm postgres start.',
  })
  expect(await run(dataDir, ['stop'])).toMatchObject({ code: 0, out: 'The server was not running.' })

  const started = await run(dataDir, ['start'])
  expect(started).toMatchObject({ code: 0, out: expect.stringMatching(/^postgres:\/\/\S+\/lazi\?\S+$/) })
  expect(await run(dataDir, ['start'])).toEqual({ code: 0, out: started.out, notes: '' })
  expect(await run(dataDir, ['url'])).toEqual({ code: 0, out: started.out, notes: '' })
  expect(await query(started.out, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  // One query, whose values libpq reads: it takes no + for a space.
  const libpq = (await run(dataDir, ['psql-url'])).out
  expect(libpq).toMatch(/^[^?+]*\?[^?+]*$/)
  expect(Object.fromEntries(new URL(libpq).searchParams)).toEqual({
    sslmode: 'disable',
    gssencmode: 'disable',
    options: '-cclient_encoding=UTF8',
  })

  const status = await run(dataDir, ['status'])
  expect(status.code).toBe(0)
  for (const name of ['state', 'version', 'pid', 'port', 'uptime', 'data', 'size', 'log']) {
    expect(status.out).toMatch(new RegExp(`^${name} +\\S`, 'm'))
  }
  expect(status.out).not.toContain(new URL(started.out).password)

  expect(await run(dataDir, ['stop'])).toMatchObject({ code: 0, out: 'Stopped.' })
  expect(await run(dataDir, ['status'])).toMatchObject({ code: 3, out: expect.stringContaining('stopped') })
  expect(await run(dataDir, ['reset', '--yes'])).toMatchObject({
    code: 0,
    out: `Deleted the data in ${dataDir}.`,
  })
  expect(await run(dataDir, ['reset', '--yes'])).toMatchObject({
    code: 0,
    out: 'There was nothing to delete.',
  })
})

test('--json prints one object', async () => {
  const dataDir = await temporaryDataDir()
  const json = async (...args: string[]): Promise<unknown> =>
    JSON.parse((await run(dataDir, [...args, '--json'])).out)
  expect(await json('url')).toMatchObject({ error: { code: 'not_running' } })
  const { url } = (await json('start')) as { url: string }
  expect(await json('url')).toEqual({ ok: true, url })
  expect(await json('status')).toMatchObject({
    ok: true,
    running: true,
    state: 'running',
    dataDir,
    host: '127.0.0.1',
    port: Number(new URL(url).port),
    pid: expect.any(Number),
    version: expect.stringMatching(/^\d+\.\d+$/),
    sizeBytes: expect.any(Number),
    uptimeMs: expect.any(Number),
  })
  expect(await json('stop')).toEqual({ ok: true, wasRunning: true, connectionsCut: 0 })
  expect(await json('status')).toMatchObject({ ok: false, running: false, state: 'stopped' })
  expect(await json('reset', '--yes')).toEqual({ ok: true, deleted: true, dataDir })
})

test('stop reports the connections that it closed', async () => {
  const dataDir = await temporaryDataDir()
  const { out: url } = await run(dataDir, ['start'])
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  expect(await run(dataDir, ['stop'])).toMatchObject({
    code: 0,
    out: 'Stopped. 1 other connection was closed.',
  })
  await client.end().catch(() => {})
})

test('reset prompts on a terminal and is refused without one', async () => {
  const dataDir = await temporaryDataDir()
  const { out: url } = await run(dataDir, ['start'])
  expect(await run(dataDir, ['reset'])).toMatchObject({
    code: 2,
    notes: expect.stringContaining('add --yes'),
  })
  expect(await run(dataDir, ['reset'], 'n')).toMatchObject({ code: 1, notes: 'Nothing was deleted.' })
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  expect(await run(dataDir, ['reset'], 'y')).toMatchObject({ code: 0 })
  await expect(query(url, 'SELECT 1')).rejects.toThrow()
})

test('a usage error exits with 2 and --help with 0', async () => {
  const dataDir = await temporaryDataDir()
  expect(await run(dataDir, ['sart'])).toMatchObject({
    code: 2,
    notes: expect.stringContaining('error: unknown command'),
  })
  expect(await run(dataDir, ['start', '--port'])).toMatchObject({ code: 2 })
  expect(await run(dataDir, [])).toMatchObject({ code: 2 })
  expect(await run(dataDir, ['--help'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('Exit codes:'),
  })
  for (const command of ['start', 'stop', 'status', 'url', 'psql-url', 'psql', 'reset']) {
    expect(await run(dataDir, [command, '--help'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(new RegExp(`Examples:\\n.*postgres ${command}`)),
    })
  }
})

test('--verbose adds the stack trace', async () => {
  const dataDir = await temporaryDataDir()
  expect((await run(dataDir, ['url', '--verbose'])).notes).toMatch(
    /^error: .*\nPostgresUnavailableError: .*\n +at /,
  )
})
