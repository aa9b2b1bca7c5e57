import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordSql, type SqlRecording } from 'db-migrations/testing/shards'
import pg from 'pg'
import { pino } from 'pino'
import { changeCustomer, createCustomer, createLocation, mergeCustomers } from 'records/writes'
import { createSandbox, SANDBOX_TENANT_ID, type Sandbox } from 'servicetitan-sandbox'
import { retainEntries } from '../../src/audit/retain.ts'
import { tables } from '../../src/cache/tables.ts'
import { commandLine } from '../../src/cli/program.ts'
import { readNotesFile } from '../../src/config.ts'
import { openPool } from '../../src/database.ts'
import { readCredentials } from '../../src/tenants/credentials.ts'
import { runWorker } from '../../src/worker/worker.ts'
import { copyRow } from './copy-row.ts'
import { decideAsPeople } from './decide-as-people.ts'
import { exchangeCustomers } from './exchange-customers.ts'
import { exchangeJobs } from './exchange-jobs.ts'
import { writeAsPerson } from './person-writes.ts'
import { sandboxEnv } from './sandbox-env.ts'
import { auditSettings } from './sealing.ts'

const tenant = String(SANDBOX_TENANT_ID)

/**
 * Runs every command of this app on a migrated, empty database, and records the SQL that they send.
 * @param onCommand called before each command
 */
export async function recordCommands(
  databaseUrl: string,
  onCommand: (command: string) => void = () => undefined,
): Promise<SqlRecording> {
  await using sandbox = createSandbox({
    tenants: [{ tenantId: SANDBOX_TENANT_ID, sizes: { locations: 8, jobs: 10, technicians: 3 } }],
  })
  const { url } = await sandbox.listen()
  const folder = await mkdtemp(join(tmpdir(), 'commands-'))
  const env = {
    ...sandboxEnv({ databaseUrl, sandboxUrl: url, tenantId: tenant }),
    SYNC_PUSH_NOTES_FILE: join(folder, 'notes'),
  }
  const admin = new pg.Client({ connectionString: databaseUrl })
  await admin.connect()
  // Each command listens for signals.
  process.setMaxListeners(0)
  const recording = recordSql((applicationName) => applicationName === 'lazi-sync')

  const sync = async (...args: string[]): Promise<void> => {
    onCommand(`sync ${args.join(' ')}`)
    await commandLine.createProgram({ env, finish: () => undefined }).parseAsync(args, { from: 'user' })
  }
  /** Of every resource, the first record. */
  const firsts = () =>
    tables.flatMap(({ resource }) => {
      const [record] = sandbox.records(SANDBOX_TENANT_ID, resource)
      return record ? [{ resource, id: record.id }] : []
    })
  const changeSomething = () => {
    for (const { resource, id } of firsts()) sandbox.update(SANDBOX_TENANT_ID, resource, id, {})
  }
  const removeSomething = () => {
    for (const { resource, id } of firsts()) sandbox.remove(SANDBOX_TENANT_ID, resource, id)
  }
  /** Changes every other record of the feeds. */
  const spoil = (fields: Record<string, unknown>) =>
    sandbox.addFault({
      path: '/*/export/*',
      mutate: (record) => (Number(record.id) % 2 === 0 ? { ...record, ...fields } : record),
    })

  try {
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
    const [customer] = sandbox.records(SANDBOX_TENANT_ID, 'customers')
    await sync('erase', 'customer', String(customer?.id), '--tenant', tenant, '--reason', 'asked', '--yes')
    changeSomething()
    await sync('run', 'customers', '--full')
    await sync('verify', 'customers')
    onCommand('sync worker --once')
    await sync('changes')
    await sync('project', '--rebuild')
    await sync('project', '--check')
    await exchangeCommands(admin, { databaseUrl, env, sync, sandbox })
    await sync('analytics', 'refresh')
    await sync('analytics', 'rebuild')
    await sync('analytics', 'verify')
    await sync('analytics', 'status')
    await exportFacts(admin, sync)
    await failStep(admin, sync)
    await work(admin, { databaseUrl, env })
    removeSomething()
    // More suspects than may be deleted; then records that PostgreSQL refuses.
    for (const { id } of sandbox.records(SANDBOX_TENANT_ID, 'tag-types')) {
      sandbox.remove(SANDBOX_TENANT_ID, 'tag-types', id)
    }
    await sync('run', 'tag-types', '--full')
    spoil({ name: '\u0000', createdOn: '2026-02-30T00:00:00Z' })
    await sync('run', '--full', '--allow-deletes')
    for (const command of [
      'status',
      'doctor',
      `changes --tenant ${tenant}`,
      'drift list',
      'tenants list',
      'quarantine list',
    ]) {
      await sync(...command.split(' '))
    }
    const { rows } = await admin.query<{ id: string }>(
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
    await auditCommands(admin, { databaseUrl, sync })
    await domainCommands(admin, { databaseUrl, sync })
    await sync('tenants', 'remove', tenant, '--yes')
  } finally {
    recording.stop()
    await admin.end()
    await rm(folder, { recursive: true })
  }
  return recording
}

/** Both sides change customers: one is sent with a tag, one has a conflict that is decided, and one is sent again. */
async function exchangeCommands(
  admin: pg.Client,
  {
    databaseUrl,
    env,
    sync,
    sandbox,
  }: {
    databaseUrl: string
    env: Readonly<Record<string, string>>
    sync: (...args: string[]) => Promise<void>
    sandbox: Sandbox
  },
): Promise<void> {
  const of = ['--tenant', tenant] as const
  await sync('domains', 'set', 'customers,jobs', 'hybrid', ...of, '--yes')
  const { rows } = await admin.query<{ id: string; version: string }>(
    'SELECT id, version FROM lazi.customers WHERE active AND deleted_at IS NULL ORDER BY id LIMIT 2',
  )
  const [first, second] = rows
  const { rows: tags } = await admin.query<{ id: string }>('SELECT id FROM lazi.tag_types LIMIT 1')
  if (!first || !second || !tags[0]) throw new Error('Expected two customers and a tag')
  const people = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  const change = (customer: { id: string; version: string }, values: object) =>
    writeAsPerson(
      people,
      (write) =>
        changeCustomer(write, { reference: customer.id, version: customer.version, values: { ...values } }),
      { domains: ['customers'] },
    )
  await change(first, { name: 'Mine', tagTypeIds: [tags[0].id] })
  await sync('outbox', 'list')
  await workOnce({ databaseUrl, env })
  await change(second, { name: 'Mine' })
  // ServiceTitan has another name since both agreed.
  await admin.query(`UPDATE sync.outbox SET base = '{"name": "Before"}' WHERE record_id = $1`, [second.id])
  await workOnce({ databaseUrl, env })
  await sync('outbox', 'retry', 'customers', second.id, ...of)
  await sync('conflicts', 'list')
  const { rows: found } = await admin.query<{ id: string }>(
    'SELECT conflict_id AS id FROM sync.conflicts WHERE decision IS NULL',
  )
  await sync('conflicts', 'decide', String(found[0]?.id), '--take', 'servicetitan', ...of)
  const push = () => workOnce({ databaseUrl, env })
  await exchangeJobs(databaseUrl, push)
  await exchangeCustomers({ databaseUrl, sandbox, sync }, push)
  await admin.query('DELETE FROM sync.outbox; DELETE FROM sync.conflicts')
  await decideAsPeople(admin, { customers: rows, notesFile: String(readNotesFile(env)), change, push, sync })
  await people.end()
}

/** Which side owns which records: switched, a new record of ServiceTitan taken over, and a customer of LAZI's erased. */
async function domainCommands(
  admin: pg.Client,
  { databaseUrl, sync }: { databaseUrl: string; sync: (...args: string[]) => Promise<void> },
): Promise<void> {
  const of = ['--tenant', tenant] as const
  await sync('domains', 'list')
  await sync('domains', 'plan', 'customers,jobs', 'lazi', ...of)
  await sync('domains', 'set', 'customers,jobs', 'lazi', ...of, '--yes')
  const { rows } = await admin.query<{ id: string }>(
    'SELECT st_id AS id FROM raw.st_jobs WHERE deleted_at IS NULL AND customer_id IN (SELECT st_id FROM lazi.customers) LIMIT 1',
  )
  const id = '99000001'
  const unit = '99000002'
  await copyRow(admin, { table: 'st_jobs', from: String(rows[0]?.id), to: id }, { business_unit_id: unit })
  await sync('project')
  await sync('domains', 'new', ...of)
  await sync('domains', 'adopt', 'jobs', id, ...of)
  // What the job refers to arrives later.
  const { rows: units } = await admin.query<{ id: string }>(
    'SELECT min(st_id) AS id FROM raw.st_business_units',
  )
  await copyRow(admin, { table: 'st_business_units', from: String(units[0]?.id), to: unit })
  await sync('project')
  const { rows: customers } = await admin.query<{ id: string }>(
    'SELECT id FROM lazi.customers WHERE deleted_at IS NULL ORDER BY id LIMIT 1',
  )
  await sync('erase', 'customer', String(customers[0]?.id), ...of, '--reason', 'asked', '--yes')
  await sync('project', '--check')
  // What people changed, and what moved with a merge.
  const people = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  const customer = (name: string) =>
    writeAsPerson(people, (write) => createCustomer(write, { values: { name }, contacts: [] }))
  const [from, into] = [await customer('Ada'), await customer('Ben')]
  await writeAsPerson(people, (write) =>
    createLocation(write, { values: { customerId: from.id, name: 'Home' }, contacts: [] }),
  )
  await writeAsPerson(people, (write) =>
    mergeCustomers(write, { from: from.id, version: '1', into: into.id }),
  )
  await people.end()
  await sync('audit', 'verify', '--state', ...of)
}

/** All of the audit log: sealed, verified, redacted, exported, and kept no longer than it must. */
async function auditCommands(
  admin: pg.Client,
  { databaseUrl, sync }: { databaseUrl: string; sync: (...args: string[]) => Promise<void> },
): Promise<void> {
  const log = ['--tenant', tenant] as const
  const folder = await mkdtemp(join(tmpdir(), 'audit-'))
  const publicKey = join(folder, 'audit.pub')
  await writeFile(publicKey, generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }))
  // As if nothing were sealed yet.
  await admin.query('DELETE FROM audit.seals')
  await sync('audit', 'verify', ...log, '--public-key', publicKey)
  await sync('audit', 'checkpoint')
  await sync('audit', 'list')
  await sync('audit', 'show', '1', ...log)
  await sync('audit', 'redact', '1', ...log, '--reason', 'recorded', '--yes')
  const file = join(folder, 'checkpoints')
  const { rows } = await admin.query('SELECT note FROM audit.seals')
  // Of a log that was there before, too.
  const notes = rows.map(({ note }) => note).join('\n')
  await writeFile(file, `${notes}\n${notes.replaceAll(/[0-9a-f]{12}\n/g, 'aaaaaaaaaaaa\n')}`)
  await sync('audit', 'verify', '--state', '--checkpoint', file)
  // Of a log that lost its position, an entry is left.
  await admin.query(
    `INSERT INTO audit.entries (tenant_id, seq, at, actor_kind, action, entity, entity_id)
     VALUES (999, 1, now(), 'cli', 'update', 'raw.tenants', '999')`,
  )
  await sync('audit', 'verify', '--tenant', '999')
  await admin.query('DELETE FROM audit.entries WHERE tenant_id = 999')
  await sync('audit', 'export', ...log, '--to', join(folder, 'audit.jsonl.gz'))
  await sync('audit', 'checkpoint')
  const pool = openPool(databaseUrl, { max: 1, onError: () => undefined })
  const { signal } = new AbortController()
  await retainEntries(pool, { days: 0, now: new Date(), signal }).catch((error: Error) => {
    // Every entry of this database is new.
    if (!error.message.includes('younger than 30 days')) throw error
  })
  await pool.end()
  await rm(folder, { recursive: true })
}

/** An export, and another into the folder in which it is held. */
async function exportFacts(admin: pg.Client, sync: (...args: string[]) => Promise<void>): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), 'export-'))
  const folder = join(parent, 'facts')
  await sync('analytics', 'export', '--parquet', folder)
  const key = `hashtextextended('lazi.export:' || $1, 0)`
  await admin.query(`SELECT pg_advisory_lock(${key})`, [await realpath(folder)])
  await sync('analytics', 'export', '--parquet', folder).catch((error: Error) => {
    if (error.name !== 'ExportBusyError') throw error
  })
  await admin.query(`SELECT pg_advisory_unlock(${key})`, [await realpath(folder)])
  await rm(parent, { recursive: true })
}

/** A step of the projection that fails, because the tenant has lost its position in the feed. */
async function failStep(admin: pg.Client, sync: (...args: string[]) => Promise<void>): Promise<void> {
  const { rows } = await admin.query('DELETE FROM raw.change_positions WHERE tenant_id = $1 RETURNING *', [
    tenant,
  ])
  await sync('project').catch(() => undefined)
  await admin.query(
    'INSERT INTO raw.change_positions SELECT * FROM json_populate_record(NULL::raw.change_positions, $1)',
    [JSON.stringify(rows[0])],
  )
  await admin.query('UPDATE sync.followers SET due_at = NULL')
}

/** A worker, until nothing is due: with requests of each kind, and a reader of its metrics. */
async function work(
  admin: pg.Client,
  { databaseUrl, env }: { readonly databaseUrl: string; readonly env: Readonly<Record<string, string>> },
): Promise<void> {
  for (const kind of ['incremental', 'full', 'verify']) {
    await admin.query(
      `INSERT INTO raw.sync_requests (tenant_id, table_name, kind) VALUES ($1, 'st_jobs', $2)`,
      [tenant, kind],
    )
  }
  // Of a tenant without credentials, whose table has no row yet.
  await admin.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (1, 'Another')`)
  await admin.query(
    `INSERT INTO raw.sync_requests (tenant_id, table_name, kind, quarantine_id) VALUES (1, 'st_jobs', 'drop', 1)`,
  )
  // For a table that does not exist.
  await admin.query(
    `INSERT INTO raw.sync_requests (tenant_id, table_name, kind) VALUES ($1, 'st_unheard_of', 'full')`,
    [tenant],
  )
  await workOnce({ databaseUrl, env })
}

/** Runs a worker until nothing is due; its metrics are read meanwhile. */
async function workOnce({
  databaseUrl,
  env,
}: {
  readonly databaseUrl: string
  readonly env: Readonly<Record<string, string>>
}): Promise<void> {
  let scraped: Promise<unknown> = Promise.resolve()
  await runWorker({
    url: databaseUrl,
    requestsPerSecond: 1_000,
    concurrency: 4,
    audit: auditSettings,
    once: true,
    notesFile: readNotesFile(env),
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
