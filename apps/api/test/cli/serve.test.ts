import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatPosition, noPosition } from 'db-migrations/protocol'
import { createTestDatabase, pgbouncerPath, startPgbouncer } from 'db-migrations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient } from '../../client/index.ts'
import { type Commands, openCommands } from '../fixtures/commands.ts'
import { writeRecordChanges } from '../fixtures/write-changes.ts'

let commands: Commands
beforeAll(async () => {
  commands = await openCommands()
})
afterAll(() => commands[Symbol.asyncDispose]())

const run: Commands['run'] = (...args) => commands.run(...args)
const startAndWait: Commands['startAndWait'] = (...args) => commands.startAndWait(...args)
const start: Commands['start'] = (...args) => commands.start(...args)

test('prints its address, responds, and on a signal ends streams and exits', async () => {
  const { key } = JSON.parse((await run(['keys', 'create', '--name', 'x', '--json'])).stdout)
  const { child, firstLine, closed, output } = start(['serve', '--port', '0', '--json'])
  try {
    const { url, port, metricsUrl } = JSON.parse(await firstLine)
    expect([url, metricsUrl]).toEqual([`http://127.0.0.1:${port}`, null])
    const client = createClient({ url, key })
    expect((await client.me()).tenant.name).toBe('One')
    await writeRecordChanges(commands.database.pool, '1', 1)
    const stop = new AbortController()
    const feed = client.changes({ after: formatPosition(noPosition), signal: stop.signal })
    expect((await feed.next()).done).toBe(false)
    const end = feed.next()
    child.kill('SIGTERM')
    expect((await end).done).toBe(true)
    expect(await closed).toEqual([0, null])
    expect(output.stderr).not.toContain(key)
  } finally {
    child.kill('SIGKILL')
  }
})

test('completes requests in flight before it stops, accepts no new ones, and says so to the readiness check', async () => {
  const { key } = JSON.parse((await run(['keys', 'create', '--name', 'x', '--json'])).stdout)
  const { child, firstLine, closed } = start(['serve', '--port', '0', '--metrics-port', '0', '--json'], {
    API_LOCK_TIMEOUT_MS: '600000',
  })
  const holder = await commands.database.pool.connect()
  try {
    const { url, metricsUrl } = JSON.parse(await firstLine)
    expect((await fetch(`${metricsUrl}/readyz`)).status).toBe(200)
    await holder.query('BEGIN; LOCK TABLE lazi.jobs IN ACCESS EXCLUSIVE MODE')
    const inFlight = fetch(`${url}/api/v2/jobs`, { headers: { authorization: `Bearer ${key}` } })
    const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
    await expect.poll(async () => (await commands.database.pool.query(waiting)).rowCount).toBe(1)
    child.kill('SIGTERM')
    await expect
      .poll(() =>
        fetch(`${url}/livez`).then(
          () => 'responds',
          () => 'gone',
        ),
      )
      .toBe('gone')
    const ready = await fetch(`${metricsUrl}/readyz`)
    expect([ready.status, await ready.text()]).toEqual([503, 'The server is about to stop.\n'])
    await holder.query('ROLLBACK')
    expect((await inFlight).status).toBe(200)
    expect(await closed).toEqual([0, null])
  } finally {
    holder.release()
    child.kill('SIGKILL')
  }
})

test('exits in time when a request does not end', async () => {
  const { key } = JSON.parse((await run(['keys', 'create', '--name', 'x', '--json'])).stdout)
  const { child, firstLine, closed } = start(['serve', '--port', '0', '--json'], {
    API_STATEMENT_TIMEOUT_MS: '600000',
    API_LOCK_TIMEOUT_MS: '600000',
  })
  const holder = await commands.database.pool.connect()
  try {
    const { url } = JSON.parse(await firstLine)
    await holder.query('BEGIN; LOCK TABLE lazi.jobs IN ACCESS EXCLUSIVE MODE')
    const stuck = fetch(`${url}/api/v2/jobs`, { headers: { authorization: `Bearer ${key}` } }).catch(
      () => 'cut off',
    )
    const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
    await expect.poll(async () => (await commands.database.pool.query(waiting)).rowCount).toBe(1)
    child.kill('SIGTERM')
    expect(await closed).toEqual([0, null])
    expect(await stuck).toBe('cut off')
  } finally {
    await holder.query('ROLLBACK')
    holder.release()
    child.kill('SIGKILL')
  }
})

test('serves the console: its page for every path, immutable hashed files, nothing outside its folder', async () => {
  const dist = join(commands.directory, 'console')
  await mkdir(join(dist, 'assets'), { recursive: true })
  await writeFile(join(dist, 'index.html'), '<!doctype html><title>Console</title>')
  await writeFile(join(dist, 'assets', 'main-abc.js'), `console.log('${'x'.repeat(5_000)}')`)
  await writeFile(join(dist, 'assets', 'main-abc.js.map'), '{}')
  const { child, firstLine, closed } = start(['serve', '--port', '0', '--json', '--console', dist])
  try {
    const { url } = JSON.parse(await firstLine)
    const get = (path: string, init?: RequestInit) => fetch(`${url}${path}`, init)
    for (const path of ['/', '/jobs/100', '/schedule?date=2026-03-10', '/apis']) {
      const page = await get(path)
      expect([page.status, page.headers.get('cache-control'), await page.text()]).toEqual([
        200,
        'no-cache',
        '<!doctype html><title>Console</title>',
      ])
      expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")
    }
    const script = await get('/assets/main-abc.js')
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(script.headers.get('content-encoding')).toBe('gzip')
    expect(await script.text()).toHaveLength(5_015)
    const etag = String(script.headers.get('etag'))
    expect((await get('/assets/main-abc.js', { headers: { 'if-none-match': etag } })).status).toBe(304)
    for (const path of ['/assets/main-abc.js.map', '/assets/none.js', '/api/none', '/api']) {
      expect([path, (await get(path)).status]).toEqual([path, 404])
    }
    expect(await (await get('/..%2f..%2f..%2fetc%2fpasswd')).text()).toContain('<title>Console')
    expect((await get('/', { method: 'POST' })).status).toBe(404)
    expect((await get('/', { method: 'HEAD' })).status).toBe(200)
    child.kill('SIGTERM')
    expect(await closed).toEqual([0, null])
  } finally {
    child.kill('SIGKILL')
  }
})

test('refuses to start when the folder of the console has no console', async () => {
  const { code, stderr } = await startAndWait([
    'serve',
    '--port',
    '0',
    '--console',
    join(commands.directory, 'nowhere'),
  ])
  expect([code, stderr]).toEqual([1, expect.stringContaining('build it first')])
})

test('refuses to start on a database with pending migrations, or without its roles', async () => {
  await using empty = await createTestDatabase({ empty: true })
  const { code, stdout } = await startAndWait(['serve', '--port', '0', '--json'], { DATABASE_URL: empty.url })
  expect([code, JSON.parse(stdout).error.code]).toEqual([1, 'PENDING'])

  const login = new URL(commands.database.url)
  Object.assign(login, { username: 'lazi_test_api_login', password: 'secret' })
  await commands.database.pool.query(`DROP ROLE IF EXISTS lazi_test_api_login`)
  await commands.database.pool.query(
    `CREATE ROLE lazi_test_api_login LOGIN PASSWORD 'secret' IN ROLE lazi_reader`,
  )
  try {
    const refused = await startAndWait(['serve', '--port', '0', '--json'], { DATABASE_URL: login.href })
    expect(refused.code).toBe(1)
    expect(JSON.parse(refused.stdout).error).toEqual({
      code: 'ROLE',
      message:
        'lazi_test_api_login is not a member of lazi_api and lazi_writer. Let an administrator run once: GRANT lazi_api, lazi_writer TO lazi_test_api_login;',
    })
    await commands.database.pool.query('GRANT lazi_api, lazi_writer TO lazi_test_api_login')
    const { child, firstLine, closed } = start(['serve', '--port', '0', '--json'], {
      DATABASE_URL: login.href,
    })
    expect(JSON.parse(await firstLine).ok).toBe(true)
    child.kill('SIGTERM')
    await closed
    const keys = await run(['keys', 'create', '--name', 'x'], { DATABASE_URL: login.href })
    expect([keys.code, keys.stderr]).toEqual([1, expect.stringContaining('may not manage keys')])
  } finally {
    await commands.database.pool.query('DROP ROLE lazi_test_api_login')
  }
})

test('reports all problems of its configuration together', async () => {
  const { code, stderr } = await startAndWait(['serve'], {
    API_PORT: 'x',
    API_POOL_SIZE: '4',
    API_CONNECTIONS_PER_TENANT: '5',
    API_METRICS_PORT: '70000',
    API_TRUSTED_PROXIES: 'all',
    LOG_LEVEL: 'loud',
    API_CORS_ORIGINS: '*',
  })
  expect(code).toBe(2)
  const wrong = ['API_PORT', 'API_CONNECTIONS_PER_TENANT', 'API_METRICS_PORT', 'API_TRUSTED_PROXIES']
  for (const name of [...wrong, 'LOG_LEVEL', 'API_CORS_ORIGINS']) expect(stderr).toContain(name)
})

test('a pooler in transaction mode is refused without a direct URL', async (context) => {
  if (!existsSync(pgbouncerPath)) context.skip('pgbouncer is not installed')
  await using pooler = await startPgbouncer(commands.database.url, {
    pool_mode: 'transaction',
    default_pool_size: 3,
  })
  const env = { DATABASE_URL: pooler.url }
  for (const args of [
    ['serve', '--port', '0'],
    ['keys', 'list'],
  ]) {
    expect(await startAndWait(args, env)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Set DATABASE_DIRECT_URL'),
    })
  }
  const both = { ...env, DATABASE_DIRECT_URL: commands.database.url }
  expect(await run(['keys', 'list'], both)).toMatchObject({ code: 0 })
  const { child, firstLine, closed } = start(['serve', '--port', '0', '--json'], both)
  expect(JSON.parse(await firstLine)).toMatchObject({ ok: true })
  child.kill('SIGTERM')
  await closed
})
