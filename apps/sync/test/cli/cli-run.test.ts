import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, openAccount, tenantId, until } from '../support/account.ts'
import { runHere, startCommand } from '../support/command.ts'

let account: Account
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

const runs = async () =>
  (
    await account.database.pool.query(
      `SELECT kind, status FROM raw.sync_runs WHERE table_name = 'st_jobs' ORDER BY run_id`,
    )
  ).rows.map(({ kind, status }) => `${kind} ${status}`)

test('--full, --hot and verify are kinds of runs; without them a run is incremental', async () => {
  for (const args of [['run'], ['run'], ['run', '--hot'], ['run', '--full'], ['verify']]) {
    expect(await runHere([...args, 'jobs'], account.env)).toMatchObject({ code: 0 })
  }
  expect(await runs()).toEqual([
    'full succeeded',
    'incremental succeeded',
    'hot succeeded',
    'full succeeded',
    'verify succeeded',
  ])
  // All runs use the rate limit that processes share.
  expect((await account.database.pool.query('SELECT tenant_id FROM raw.rate_limits')).rows).toEqual([
    { tenant_id: tenantId },
  ])
  const verified = await runHere(['verify', 'jobs', '--json'], account.env)
  expect(JSON.parse(verified.stdout).runs).toMatchObject([{ ok: true, kind: 'verify', mended: 0, tenantId }])
})

test.each([
  [['--full', '--hot'], /Use either --full or --hot/],
  [['--allow-deletes'], /needs --full/],
  [['--full', '--watch'], /omit --full/],
])('run %j is refused', async (args, message) => {
  const result = await runHere(['run', ...args], account.env)
  expect(result).toMatchObject({ code: 2, stderr: expect.stringMatching(message) })
  expect(await runs()).toEqual([])
})

test('a full sync stops with a list of too many deletes until they are allowed', async () => {
  await runHere(['run', 'jobs'], account.env)
  const { rows } = await account.database.pool.query<{ id: string }>(
    'SELECT st_id AS id FROM raw.st_jobs ORDER BY st_id LIMIT 40',
  )
  for (const { id } of rows) account.sandbox.remove(Number(tenantId), 'jobs', Number(id))
  const refused = await runHere(['run', 'jobs', '--full', '--json'], account.env)
  expect(refused.code).toBe(1)
  expect(JSON.parse(refused.stdout).runs).toMatchObject([{ ok: false, code: 'TOO_MANY_DELETES' }])
  expect(refused.stderr).toContain('sync run jobs --full --allow-deletes')
  expect((await runHere(['status'], account.env)).stdout).toContain('40 rows look deleted')
  const allowed = await runHere(['run', 'jobs', '--full', '--allow-deletes'], account.env)
  expect(allowed).toMatchObject({ code: 0, stderr: expect.stringContaining('40 deleted') })
})

test('--watch repeats until it is stopped, and exits with 0', async () => {
  const { child, result } = startCommand(['run', 'zones', '--watch'], account.env)
  let stderr = ''
  child.stderr?.on('data', (text) => {
    stderr += text
  })
  await until(() => stderr.includes('✓ zones'))
  child.kill('SIGTERM')
  expect(await result).toMatchObject({ code: 0, signal: null })
})

test('--watch continues when the database was away', async () => {
  account.sandbox.addFault({ path: '/*/zones', hang: true })
  const name = new URL(account.database.url).pathname.slice(1)
  const admin = new pg.Client({
    connectionString: Object.assign(new URL(account.database.url), { pathname: 'postgres' }).href,
  })
  await admin.connect()
  const { child, result } = startCommand(['run', 'zones', 'jobs', '--watch'], account.env)
  let stderr = ''
  child.stderr?.on('data', (text) => {
    stderr += text
  })
  try {
    await until(() => account.sandbox.requestCount('/*/zones') >= 1)
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
    await admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = $2',
      [name, 'lazi-sync'],
    )
    account.sandbox.clearFaults()
    await until(() => stderr.includes('trying again'))
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`)
    await until(() => stderr.includes('✓ jobs'))
  } finally {
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`)
    await admin.end()
    child.kill('SIGTERM')
  }
  expect(await result).toMatchObject({ code: 0 })
})

test('a run that is stopped reports it and exits with 1', async () => {
  account.sandbox.addFault({ path: '/*/export/jobs', after: 1, hang: true })
  const { child, result } = startCommand(['run', 'jobs'], account.env)
  await until(() => account.sandbox.requestCount('/*/export/jobs') >= 2)
  child.kill('SIGTERM')
  expect(await result).toMatchObject({ code: 1, stderr: expect.stringContaining('Stopped by SIGTERM') })
  expect(await runs()).toEqual(['full interrupted'])
})
