import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, openAccount, tenantId, until } from '../support/account.ts'
import { runCommand, startCommand } from '../support/command.ts'

const planted = {
  clientId: 'planted-client-id-81c7',
  clientSecret: 'planted-client-secret-5f3a',
  appKey: 'planted-app-key-c09d',
}
const password = 'planted-password-77e1'
const login = 'lazi_test_planted'
const secrets = [...Object.values(planted), password]

let account: Account
let worker: ReturnType<typeof startCommand> | undefined
let env: Record<string, string>
beforeAll(async () => {
  account = await openAccount({ credentials: planted })
  const { pool } = account.database
  await pool.query(`DROP ROLE IF EXISTS ${login}`)
  await pool.query(`CREATE ROLE ${login} LOGIN PASSWORD '${password}'`)
  await pool.query(`GRANT lazi_sync TO ${login}`)
  const url = new URL(account.database.url)
  url.username = login
  url.password = password
  env = {
    ...account.env,
    DATABASE_URL: url.href,
    LOG_LEVEL: 'trace',
    SERVICETITAN_CLIENT_ID: planted.clientId,
    SERVICETITAN_CLIENT_SECRET: planted.clientSecret,
    SERVICETITAN_APP_KEY: planted.appKey,
  }
})
afterAll(async () => {
  worker?.child.kill('SIGKILL')
  await worker?.result
  await account.database.pool.query(`DROP OWNED BY ${login}; DROP ROLE ${login}`)
  await account.close()
})

const outputs: string[] = []
const run = async (args: string[], changes: Record<string, string> = {}) => {
  const { code, stdout, stderr } = await runCommand(args, { ...env, ...changes })
  outputs.push(stdout, stderr)
  return { code, stdout, stderr }
}

/** All rows of all our tables, as text. */
async function everythingStored(): Promise<string> {
  const { pool } = account.database
  const { rows } = await pool.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c
      WHERE c.relkind = 'r' AND c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`,
  )
  const texts: string[] = []
  for (const { name } of rows) {
    const { rows: contents } = await pool.query(
      `SELECT coalesce(string_agg(t::text, ' '), '') AS text FROM ${name} AS t`,
    )
    texts.push(contents[0].text)
  }
  return texts.join('\n')
}

test('no output, log, metric, error or row contains a secret, for any failure', async () => {
  expect((await run(['run', 'zones', '--json'])).code).toBe(0)
  // Servers that echo the request in every part of the response.
  const sent = Object.values(planted)
  const echo = JSON.stringify({ title: sent.join(' '), errors: { x: sent }, traceId: sent[0] })
  const faults = [
    { path: '/*/export/jobs', status: 400, body: echo },
    { path: '/*/export/locations', status: 404, html: `<html>${sent.join(' ')}</html>` },
    { path: '/*/campaigns', status: 403, body: echo },
  ]
  // A run retries for a while, the doctor once.
  const noJson = { path: '/*/teams', body: `{"hasMore": ${echo}` }
  for (const fault of faults) account.sandbox.addFault(fault)
  expect((await run(['run', 'jobs', 'locations', 'campaigns', '--json', '--verbose'])).code).toBe(1)
  account.sandbox.addFault(noJson)
  expect((await run(['doctor'])).code).toBe(1)
  account.sandbox.clearFaults()
  for (const name of ['CLIENT_SECRET', 'CLIENT_ID', 'APP_KEY']) {
    await run(['run', 'zones', '--verbose'], { [`SERVICETITAN_${name}`]: `${secrets[0]}-wrong` })
  }
  await run(['run', 'zones', '--verbose'], { DATABASE_URL: `postgres://${login}:${password}@127.0.0.1:1/x` })
  await run(['run', 'zones', '--verbose'], { DATABASE_URL: `postgres://${login}:wrong-${password}@@/x y` })
  await run(['doctor', '--json'], {
    SERVICETITAN_API_URL: `${secrets[0]}`,
    SERVICETITAN_ENVIRONMENT: `${secrets[1]}`,
  })
  await run(['run', 'zones'], { SERVICETITAN_TENANT_ID: `${secrets[2]}` })

  for (const fault of faults) account.sandbox.addFault(fault)
  const failed = async () =>
    (await account.database.pool.query(`SELECT FROM raw.sync_runs WHERE status = 'failed'`)).rows.length
  const failedBefore = await failed()
  worker = startCommand(['worker', '--port', '0'], env)
  let stderr = ''
  worker.child.stderr?.on('data', (text) => {
    stderr += text
  })
  await until(async () => (await failed()) - failedBefore >= faults.length)
  const base = /Health and metrics: (\S+)\//.exec(stderr)?.[1]
  for (const path of ['/metrics', '/readyz']) outputs.push(await (await fetch(base + path)).text())
  worker.child.kill('SIGTERM')
  const ended = await worker.result
  outputs.push(ended.stdout, ended.stderr)
  for (const args of [
    ['status'],
    ['status', '--json'],
    ['tenants', 'list', '--json'],
    ['quarantine', 'list'],
  ]) {
    await run(args)
  }

  const everything = [...outputs, await everythingStored()].join('\n')
  // Each of these appears in the outputs, so they were really searched.
  for (const word of [
    '/export/jobs',
    'invalid_client',
    '127.0.0.1:1',
    'lazi_servicetitan_requests_total',
    tenantId,
  ]) {
    expect(everything).toContain(word)
  }
  expect(everything.split('\n').flatMap(leaks)).toEqual([])
})

/** The text around each secret in a line, so that a failure does not print a whole database. */
function leaks(line: string): string[] {
  const found = [...secrets.map((secret) => line.indexOf(secret)), line.search(/bearer (?!\[redacted\])/i)]
  return found.filter((at) => at >= 0).map((at) => line.slice(Math.max(0, at - 200), at + 60))
}
