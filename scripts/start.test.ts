import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const script = fileURLToPath(new URL('start.ts', import.meta.url))
const apiMain = fileURLToPath(new URL('../apps/api/src/main.ts', import.meta.url))
const run = (...command: string[]) =>
  spawn(process.execPath, command, {
    env: { ...process.env, ENV_FILE: '', DATABASE_URL: database.url, API_REQUESTS_PER_MINUTE: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
const start = (...args: string[]) => {
  const child = run(script, ...args)
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { child, ended, stderr: text(child.stderr) }
}
const isUp = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  )
/** Connections of the started processes, without this test's own. */
const connections = async () =>
  (
    await database.pool.query(
      `SELECT application_name AS name FROM pg_stat_activity
        WHERE datname = current_database() AND application_name IN ('lazi-sync', 'lazi-api')`,
    )
  ).rows

/** The first published change of this resource. */
const changeOf = async (url: string, key: string, resource: string) => {
  const response = await fetch(`${url}/api/v2/changes?resource=${resource}`, {
    headers: { authorization: `Bearer ${key}` },
  })
  if (!response.body) throw new Error(`Expected a stream, got ${response.status}`)
  let seen = ''
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    seen += chunk
    const data =
      /^event: change\r?\ndata: (.*)$/m.exec(seen)?.[1] ?? /^data: (\{.*"seq".*\})$/m.exec(seen)?.[1]
    if (data) return JSON.parse(data)
  }
  throw new Error(`Expected a change, got ${seen}`)
}

/** Signs a browser in by a link. @param cookie that of its other sessions @returns the session, and the browser's cookie */
const signIn = async (link: string, cookie = '') => {
  const { origin, hash } = new URL(link)
  const response = await fetch(`${origin}/api/v2/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ code: hash.replace('#code=', '') }),
  })
  const [own = ''] = response.headers.getSetCookie()[0]?.split(';') ?? []
  return { session: await response.json(), cookie: `${cookie}; ${own}` }
}

interface AccountAccess {
  readonly consoleUrl: string
  readonly sandboxUrl: string
  readonly key: string
  readonly people: readonly PersonAccess[]
}

interface PersonAccess {
  readonly name: string
  readonly role: string
  readonly key: string
  readonly linkCommand: string
}

/** The command that the demo prints for another window of another person. */
const linkOf = async ({ linkCommand }: PersonAccess) => {
  const args = linkCommand.replace('npx -y pnpm@12 api ', '').split(' ')
  return (await text(run(apiMain, ...args).stdout)).trim()
}

const createCustomer = async (url: string, { key }: PersonAccess) => {
  const response = await fetch(`${url}/api/v2/customers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Willa Stone' }),
  })
  return { status: response.status, body: await response.json() }
}

/** Changes a customer through the API. @returns once the sandbox's page shows the change */
const arrivesInServiceTitan = async (url: string, { key, sandboxUrl }: AccountAccess) => {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const { data } = (await (await fetch(`${url}/api/v2/customers?limit=1`, { headers })).json()) as {
    data: readonly { id: string; version: number; serviceTitanId: string }[]
  }
  const [customer] = data
  if (!customer) throw new Error('Expected a customer')
  const changed = await fetch(`${url}/api/v2/customers/${customer.id}`, {
    method: 'PATCH',
    headers: { ...headers, 'if-match': `"${customer.version}"` },
    body: JSON.stringify({ name: 'Willa of both' }),
  })
  if (!changed.ok) throw new Error(await changed.text())
  for (;;) {
    const page = await fetch(`${sandboxUrl}/office/1001003/customers/${customer.serviceTitanId}`)
    if ((await page.text()).includes('Willa of both')) return true
  }
}

/** What the database says of the account in LAZI. */
const stateInLazi = async () =>
  (
    await database.pool.query(
      `SELECT (SELECT json_object_agg(domain, mode) FROM sync.domains WHERE tenant_id = 1001002) AS domains,
              (SELECT count(*)::integer FROM sync.waiting WHERE tenant_id = 1001002 AND reason = 'new') AS new,
              (SELECT count(*)::integer FROM lazi.customers WHERE tenant_id = 1001002 AND source = 'lazi') AS created`,
    )
  ).rows[0]
const domains = {
  customers: 'lazi',
  jobs: 'lazi',
  people: 'servicetitan',
  reference: 'servicetitan',
  accounting: 'servicetitan',
}

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: { readonly example?: unknown }
}

interface OpenApiDocument {
  readonly servers: readonly [{ readonly url: string }]
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly parameters?: readonly Parameter[] }>>>
  >
}

// Entries of quarantine and requests for syncs appear only when something happens; the feeds never end.
const withoutExample = /^\/(sync\/quarantine\/|sync\/requests\/|(servicetitan\/)?changes$)/

/** A parameter that a route needs although others could take its place, and those others. */
const alsoRequired: Readonly<Record<string, string>> = { '/schedule': 'date' }
const instead = /^\/schedule\?(from|to)$/

/** The documented answer to a filter that no index serves alone. */
const needsAnother = 'can only be used together with another filter'

/** A URL for each operation that reads, and for each of its optional parameters, from the examples of the document. */
function exampleUrls({ servers: [{ url: base }], paths }: OpenApiDocument): string[] {
  return Object.entries(paths).flatMap(([path, operations]) => {
    const { get } = operations
    if (!get || withoutExample.test(path)) return []
    const parameters = get.parameters ?? []
    const text = ({ schema }: Parameter) => encodeURIComponent(String(schema.example))
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name) =>
      parameters
        .filter((parameter) => parameter.in === 'path' && parameter.name === name)
        .map(text)
        .join(),
    )
    const query = (of: readonly Parameter[]) => of.map((each) => `${each.name}=${text(each)}`).join('&')
    const inQuery = parameters.filter((each) => each.in === 'query')
    const isRequired = ({ name, required }: Parameter) => required || name === alsoRequired[path]
    const required = inQuery.filter(isRequired)
    const optional = inQuery.filter(
      (each) =>
        !isRequired(each) && each.schema.example !== undefined && !instead.test(`${path}?${each.name}`),
    )
    return [required, ...optional.map((each) => [...required, each])].map(
      (of) => `${base}${filled}?${query(of)}`,
    )
  })
}

/** The statements of README.md. */
const readmeStatements = async () =>
  [...(await readFile(new URL('../README.md', import.meta.url), 'utf8')).matchAll(/^```sql\n(.*?)^```/gms)]
    .flatMap(([, text = '']) => text.split(';'))
    .filter((text) => text.trim() !== '')

// Only catches a hang: the duration of the first sync depends on the machine.
const timeout = 600_000

test('the demo starts once, publishes the business day, answers every example, and ends on SIGTERM', {
  timeout,
}, async () => {
  const { child, ended, stderr } = start('--json')
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(async () => Promise.reject(new Error(await stderr))),
  ])
  const { ok, url, consoleUrl, linkCommand, key, sandboxUrl, accounts } = JSON.parse(line)
  expect({ ok, consoleUrl }).toEqual({
    ok: true,
    consoleUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#code=1001001_\d+_[\w-]{43}$/),
  })
  const browser = await signIn(consoleUrl)
  expect(browser.session).toMatchObject({ tenant: { id: '1001001' }, key: { name: 'Demo' } })
  expect(linkCommand).toMatch(/^npx -y pnpm@12 api keys link \d+ --tenant 1001001 --url http:/)
  expect(accounts).toMatchObject([
    {
      tenantId: '1001001',
      name: 'Bluestem Home Services',
      mode: 'servicetitan',
      consoleUrl,
      linkCommand,
      key,
    },
    { tenantId: '1001002', name: 'Juniper Ridge Plumbing', mode: 'lazi' },
    { tenantId: '1001003', name: 'Cedar Bend Heating and Air', mode: 'hybrid' },
  ])

  const page = await (await fetch(consoleUrl)).text()
  const [, asset] = /<script[^>]* src="([^"]+)"/.exec(page) ?? []
  expect((await fetch(new URL(asset ?? 'none', url))).headers.get('content-type')).toContain('javascript')
  const me = await fetch(`${url}/api/v2/me`, { headers: { authorization: `Bearer ${key}` } })
  expect(await me.json()).toMatchObject({
    tenant: { id: '1001001', timeZone: 'America/Chicago' },
    key: { scopes: ['admin'] },
  })
  expect(await changeOf(url, key, 'appointment-assignments')).toMatchObject({
    resource: 'appointment-assignments',
    table: 'appointment_assignments',
    op: expect.stringMatching(/^(insert|update)$/),
  })

  const [, inLazi, inBoth] = accounts as readonly [AccountAccess, AccountAccess, AccountAccess]
  expect(await (await fetch(inBoth.sandboxUrl)).text()).toContain('<h1>')
  const both = await signIn(inLazi.consoleUrl, browser.cookie)
  expect(both.session).toMatchObject({
    tenant: { id: '1001002', timeZone: 'America/Denver' },
    person: { name: 'Nora Whitfield', role: 'admin' },
  })
  const signedIn = await fetch(`${url}/api/v2/sessions`, { headers: { cookie: both.cookie } })
  const { sessions } = (await signedIn.json()) as { sessions: { tenant: { id: string } }[] }
  expect(sessions.map(({ tenant }) => tenant.id).toSorted()).toEqual(['1001001', '1001002'])
  const [, office, dispatcher] = inLazi.people
  if (!office || !dispatcher) throw new Error('Expected three persons')
  expect((await signIn(await linkOf(dispatcher))).session).toMatchObject({
    person: { name: 'Dana Reyes', role: 'dispatcher' },
  })
  const created = await createCustomer(url, office)
  expect(created).toMatchObject({ status: 201, body: { sync: { state: 'own' } } })
  expect(await createCustomer(url, dispatcher)).toMatchObject({ status: 403 })

  const headers = { authorization: `Bearer ${key}` }
  const document = (await (await fetch(`${url}/api/openapi.json`, { headers })).json()) as OpenApiDocument
  const urls = exampleUrls(document)
  const failed: string[] = []
  let residual = 0
  for (const path of urls) {
    const response = await fetch(`${url}${path}`, { headers })
    const body = await response.text()
    if (response.status === 200) continue
    if (response.status === 400 && body.includes(needsAnother)) residual += 1
    else failed.push(`${path}: ${response.status} ${body}`)
  }
  expect(urls.length - residual).toBeGreaterThan(100)
  expect(failed).toEqual([])
  for (const statement of await readmeStatements()) {
    const { rows } = await database.pool.query(statement)
    expect(rows, statement).not.toEqual([])
  }

  const second = start('--exit')
  expect([await second.ended, await second.stderr]).toEqual([
    1,
    expect.stringContaining('error: Another demo is running'),
  ])
  expect(await isUp(`${url}/livez`)).toBe(true)

  expect(await stateInLazi()).toEqual({ domains, new: 0, created: 1 })
  expect(await arrivesInServiceTitan(url, inBoth)).toBe(true)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(await Promise.all([url, sandboxUrl, inLazi.sandboxUrl, inBoth.sandboxUrl].map(isUp))).toEqual([
    false,
    false,
    false,
    false,
  ])
  await expect.poll(connections).toEqual([])
})

test('--exit runs the same demo anew, prints a report, leaves no process, and no key of earlier demos is valid', {
  timeout,
}, async () => {
  const { child, ended, stderr } = start('--exit')
  const stdout = await text(child.stdout)
  expect([await ended, (await stderr).split('\n').filter((line) => line.startsWith('error'))]).toEqual([
    0,
    [],
  ])
  expect(stdout).toMatch(/^1001001 +appointments +[\d,]+ +idle/m)
  const [, url] = /The console was at (http:\S+)$/m.exec(stdout) ?? []
  expect(stdout).not.toMatch(/#(?:key|code)=/)
  expect(await isUp(url ?? '')).toBe(false)
  await expect.poll(connections).toEqual([])
  const { rows } = await database.pool.query(
    'SELECT name, count(*) FILTER (WHERE revoked_at IS NULL)::integer AS valid FROM api.keys GROUP BY name ORDER BY name',
  )
  expect(rows).toEqual(
    [
      'Ada Park',
      'Cedar Bend, keeps fresh',
      'Dana Reyes',
      'Demo',
      'Demo, keeps fresh',
      'Luis Ortega',
      'Nora Whitfield',
      'Priya Nair',
    ].map((name) => ({ name, valid: 1 })),
  )
  expect(await stateInLazi()).toEqual({ domains, new: 0, created: 0 })
})

test('the command refuses an unknown option, and --help prints the usage', async () => {
  const wrong = start('--exlt')
  expect([await wrong.ended, await wrong.stderr]).toEqual([2, expect.stringContaining('--exlt')])
  const { child, ended } = start('--help')
  expect(await text(child.stdout)).toContain('Usage: pnpm start [--exit] [--json]')
  expect(await ended).toBe(0)
})
