// Writes every SQL statement that this app's commands send to `packages/db-migrations/contract/sync.json`. Run it when a
// release is cut: from then on a migration that would break the running release fails a test of db-migrations, which
// names the statement.

import { writeFile } from 'node:fs/promises'
import { createMigrator } from 'db-migrations'
import { startTemporaryPostgres } from 'local-postgres/testing'
import pg from 'pg'
import { pino } from 'pino'
import { createSandbox, SANDBOX_TENANT_ID } from 'servicetitan-sandbox'
import { tables } from '../src/cache/tables.ts'
import { commandLine } from '../src/cli/program.ts'
import { readCredentials } from '../src/tenants/credentials.ts'
import { runWorker } from '../src/worker/worker.ts'
import { sandboxEnv } from '../test/support/sandbox-env.ts'

const out = new URL('../../../packages/db-migrations/contract/sync.json', import.meta.url)
const tenant = String(SANDBOX_TENANT_ID)

await using server = await startTemporaryPostgres()
await createMigrator({ connectionString: server.url }).up()
await using sandbox = createSandbox({
  tenants: [{ tenantId: SANDBOX_TENANT_ID, sizes: { locations: 20, jobs: 30, technicians: 5 } }],
})
const { url } = await sandbox.listen()
const env = sandboxEnv({ databaseUrl: server.url, sandboxUrl: url, tenantId: tenant })
// For what this script itself asks, which is not noted.
const admin = new pg.Client({ connectionString: server.url })
await admin.connect()
const ask = admin.query.bind(admin)
const statements = noteStatements()
// Each command listens for signals.
process.setMaxListeners(0)

await sync('tenants', 'add', tenant, '--name', 'Demo')
// Before there are rows from which values of theirs follow, as documented and otherwise; then all.
await sync('run', 'locations', 'jobs')
spoil({ unheardOf: true })
await sync('run', 'customers', 'appointments')
await sync('run')
changeSomething()
await sync('run')
changeSomething()
await sync('run', '--hot')
await sync('verify')
await sync('reset', 'zones', '--tenant', tenant, '--yes')
await work()
removeSomething()
// Records that PostgreSQL refuses.
spoil({ name: '\u0000', createdOn: '2026-02-30T00:00:00Z' })
await sync('run', '--full', '--allow-deletes')
for (const command of ['status', 'doctor', 'changes', 'drift list', 'tenants list', 'quarantine list']) {
  await sync(...command.split(' '))
}
const { rows } = await ask(
  'SELECT quarantine_id AS id FROM raw.quarantine WHERE resolved_at IS NULL ORDER BY 1',
)
const [first, second] = rows.map(({ id }) => String(id))
if (!first || !second)
  throw new Error('Too little is in quarantine: what is done with it would not be recorded.')
await sync('quarantine', 'show', first)
await sync('quarantine', 'drop', second)
await sync('quarantine', 'replay', first, '--strip-nulls')
await sync('quarantine', 'replay')
await sync('tenants', 'pause', tenant)
await sync('tenants', 'resume', tenant)
await sync('tenants', 'remove', tenant, '--yes')
await admin.end()

// Only what names a table depends on the schema, and only such statements can be prepared.
const dependent = [...statements]
  .filter((sql) => /\braw\./.test(sql) && /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(sql))
  .sort()
await writeFile(out, `${JSON.stringify(dependent, null, 1)}\n`)
process.stdout.write(`${dependent.length} statements written.\n`)

/** The texts of all statements that any connection of this process sends from now on. */
function noteStatements(): ReadonlySet<string> {
  const texts = new Set<string>()
  const send = pg.Client.prototype.query as (...args: unknown[]) => unknown
  Object.assign(pg.Client.prototype, {
    query(this: pg.Client, ...args: unknown[]) {
      const [query] = args
      // A text, or an object that has one: a prepared statement, a query of our own.
      const text = typeof query === 'string' ? query : (query as { text?: string } | undefined)?.text
      if (text !== undefined) texts.add(text)
      return send.apply(this, args)
    },
  })
  return texts
}

async function sync(...args: string[]): Promise<void> {
  process.stdout.write(`> sync ${args.join(' ')}\n`)
  await commandLine.createProgram({ env, finish: () => undefined }).parseAsync(args, { from: 'user' })
}

/** A worker, until nothing is due: with requests of each kind, and a reader of its metrics. */
async function work(): Promise<void> {
  process.stdout.write('> sync worker --once\n')
  for (const kind of ['incremental', 'full', 'verify']) {
    await ask(`INSERT INTO raw.sync_requests (tenant_id, table_name, kind) VALUES ($1, 'st_jobs', $2)`, [
      tenant,
      kind,
    ])
  }
  // Of a tenant without credentials, whose table has no row yet.
  await ask(
    `INSERT INTO raw.sync_requests (tenant_id, table_name, kind, quarantine_id) VALUES (1, 'st_jobs', 'drop', 1)`,
  )
  let scraped: Promise<unknown> = Promise.resolve()
  await runWorker({
    url: server.url,
    requestsPerSecond: 1_000,
    concurrency: 4,
    once: true,
    logger: pino({ level: 'silent' }),
    readCredentials: () => readCredentials(env),
    signal: new AbortController().signal,
    http: { port: 0, host: '127.0.0.1' },
    onListening: (port) => {
      scraped = fetch(`http://127.0.0.1:${port}/metrics`).then((response) => response.text())
    },
  })
  await scraped
}

/** Of every resource, the first record. */
function firsts() {
  return tables.flatMap(({ resource }) => {
    const [record] = sandbox.records(SANDBOX_TENANT_ID, resource)
    return record ? [{ resource, id: record.id }] : []
  })
}

function changeSomething(): void {
  for (const { resource, id } of firsts()) sandbox.update(SANDBOX_TENANT_ID, resource, id, {})
}

function removeSomething(): void {
  for (const { resource, id } of firsts()) sandbox.remove(SANDBOX_TENANT_ID, resource, id)
}

/** Has every other record of the feeds be otherwise. */
function spoil(fields: Record<string, unknown>): void {
  sandbox.addFault({
    path: '/*/export/*',
    mutate: (record) => (Number(record.id) % 2 === 0 ? { ...record, ...fields } : record),
  })
}
