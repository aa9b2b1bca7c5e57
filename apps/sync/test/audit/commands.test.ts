import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { commandLine } from '../../src/cli/program.ts'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { runHere } from '../support/command.ts'
import { copyRow } from '../support/copy-row.ts'
import { connect } from '../support/tenant.ts'

// Every command that changes something leaves exactly one entry per changed thing in the audit log.

let account: Account
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

const query = async (sql: string, values: unknown[] = []) =>
  (await account.database.pool.query(sql, values)).rows

/** The entries since the last call, of all tenants. */
async function newEntries() {
  const rows = await query(
    `SELECT tenant_id, seq, actor_kind, actor_id, action, entity, entity_id, reason, changes::json AS changes
       FROM audit.entries WHERE NOT (tenant_id || ':' || seq = ANY ($1)) ORDER BY tenant_id, seq`,
    [seen],
  )
  seen.push(...rows.map(({ tenant_id, seq }) => `${tenant_id}:${seq}`))
  return rows
}
let seen: string[] = []
beforeEach(() => {
  seen = []
})

async function quarantine(name: string, stId: number): Promise<string> {
  const record = JSON.stringify({ id: stId, name, customerId: 1, modifiedOn: '2026-06-18T15:00:00Z' })
  const [row] = await query(
    `INSERT INTO raw.quarantine (tenant_id, table_name, record_key, payload, error, first_seen_at, last_seen_at)
     VALUES ($1, 'st_locations', $2, $3, 'was refused', now(), now()) RETURNING quarantine_id AS id`,
    [tenantId, stId, record],
  )
  return row.id
}

/** A customer whose name both sides have changed. @returns the ids of the customer and of the conflict */
async function conflicting(): Promise<{ readonly id: string; readonly conflict: string }> {
  await account.syncAll()
  await runHere(['project'], account.env)
  await query(`UPDATE sync.domains SET mode = 'hybrid' WHERE domain = 'customers'`)
  const [row] = await query(
    `WITH customer AS (SELECT * FROM lazi.customers WHERE active ORDER BY id LIMIT 1), kept AS (
       INSERT INTO sync.outbox (tenant_id, table_name, record_id, op, base, state, first_edited_at, updated_at)
       SELECT tenant_id, 'customers', id, 'update', '{"name": "Theirs"}', 'blocked', now(), now() FROM customer)
     INSERT INTO sync.conflicts (tenant_id, conflict_id, table_name, record_id, field, kind, base, lazi_value,
                                 servicetitan_value, policy, opened_at)
     SELECT tenant_id, gen_random_uuid(), 'customers', id, 'name', 'both-changed', to_jsonb(name), to_jsonb(name),
            '"Theirs"', 'ask', now()
       FROM customer RETURNING record_id::text AS id, conflict_id::text AS conflict`,
  )
  return row
}

interface Case {
  /** Runs before the command. @returns its arguments */
  readonly arrange: () => Promise<readonly string[]>
  readonly tenant?: string
  readonly entity: string
  readonly entityId: string | RegExp
  readonly action: string
  readonly changes: object | null
}

const audited: Readonly<Record<string, Case>> = {
  'tenants add': {
    arrange: async () => ['7002', '--name', 'Okafor'],
    tenant: '0',
    action: 'create',
    entity: 'raw.tenants',
    entityId: '7002',
    changes: { name: { new: 'Okafor' }, timeZone: { new: 'UTC' } },
  },
  'tenants pause': {
    arrange: async () => [tenantId, '--by', 'Dana'],
    action: 'pause',
    entity: 'raw.tenants',
    entityId: tenantId,
    changes: { status: { old: 'active', new: 'paused' }, pausedBy: { new: 'Dana' } },
  },
  'tenants resume': {
    async arrange() {
      await runHere(['tenants', 'pause', tenantId], account.env)
      return [tenantId]
    },
    action: 'resume',
    entity: 'raw.tenants',
    entityId: tenantId,
    changes: { status: { old: 'paused', new: 'active' } },
  },
  'tenants remove': {
    arrange: async () => [tenantId, '--yes'],
    tenant: '0',
    action: 'delete',
    entity: 'raw.tenants',
    entityId: tenantId,
    changes: expect.objectContaining({
      rows: { old: expect.any(Number) },
      entries: { old: expect.any(Number) },
    }),
  },
  reset: {
    arrange: async () => ['locations', '--tenant', tenantId, '--yes'],
    action: 'reset',
    entity: 'raw.sync_state',
    entityId: 'st_locations',
    changes: { lastFullSync: { old: expect.stringMatching(/^\d{4}-/), new: null } },
  },
  'erase customer': {
    async arrange() {
      await account.sync(tableOf('customers'))
      const [row] = await query('SELECT min(st_id) AS id FROM raw.st_customers')
      return [row.id, '--tenant', tenantId, '--yes']
    },
    action: 'erase',
    entity: 'raw.st_customers',
    entityId: /^\d+$/,
    changes: expect.objectContaining({ st_customers: { old: 1 } }),
  },
  'domains set': {
    async arrange() {
      await account.syncAll()
      await runHere(['project'], account.env)
      return ['jobs', 'lazi', '--tenant', tenantId, '--yes']
    },
    action: 'switch',
    entity: 'sync.domains',
    entityId: 'jobs',
    changes: { mode: { old: 'servicetitan', new: 'lazi' } },
  },
  'domains adopt': {
    async arrange() {
      await account.syncAll()
      await runHere(['project'], account.env)
      await runHere(['domains', 'set', 'jobs', 'lazi', '--tenant', tenantId, '--yes'], account.env)
      const client = await connect(account.database.url)
      const [job] = await query('SELECT min(st_id) AS id FROM raw.st_jobs')
      await copyRow(client, { table: 'st_jobs', from: job.id, to: '99000001' })
      await client.end()
      await runHere(['project'], account.env)
      return ['jobs', '99000001', '--tenant', tenantId]
    },
    action: 'adopt',
    entity: 'lazi.jobs',
    entityId: /^[0-9a-f-]{36}$/,
    changes: { records: { new: { jobs: 1 } } },
  },
  'conflicts decide': {
    async arrange() {
      const { conflict } = await conflicting()
      return [conflict, '--take', 'servicetitan', '--tenant', tenantId]
    },
    action: 'decide',
    entity: 'lazi.customers',
    entityId: /^[0-9a-f-]{36}$/,
    changes: expect.objectContaining({ name: { old: expect.any(String), new: 'Theirs' } }),
  },
  'conflicts decide --all': {
    async arrange() {
      await conflicting()
      return ['--field', 'name', '--take', 'servicetitan', '--tenant', tenantId, '--yes']
    },
    action: 'decide',
    entity: 'lazi.customers',
    entityId: /^[0-9a-f-]{36}$/,
    changes: expect.objectContaining({ name: { old: expect.any(String), new: 'Theirs' } }),
  },
  'domains pause': {
    async arrange() {
      await conflicting()
      return ['customers', '--by', 'Dana', '--tenant', tenantId]
    },
    action: 'pause',
    entity: 'sync.domains',
    entityId: 'customers',
    changes: { pausedBy: { old: null, new: 'Dana' } },
  },
  'domains resume': {
    async arrange() {
      await conflicting()
      await runHere(['domains', 'pause', 'customers', '--by', 'Dana', '--tenant', tenantId], account.env)
      return ['customers', '--tenant', tenantId]
    },
    action: 'resume',
    entity: 'sync.domains',
    entityId: 'customers',
    changes: { pausedBy: { old: 'Dana', new: null } },
  },
  'domains confirm-restore': {
    async arrange() {
      await conflicting()
      await query(`UPDATE sync.domains SET sends_from = '1/00000001/5' WHERE domain = 'customers'`)
      return ['--tenant', tenantId, '--yes']
    },
    action: 'confirm',
    entity: 'sync.domains',
    entityId: 'customers',
    changes: { sendsFrom: { new: expect.stringMatching(/^\d+\/[0-9A-F]{8}\/\d+$/) }, records: { new: 1 } },
  },
  'domains rules set': {
    async arrange() {
      await conflicting()
      return ['customers.name', 'lazi', '--tenant', tenantId]
    },
    action: 'update',
    entity: 'sync.field_rules',
    entityId: 'customers.name',
    changes: { onConflict: { old: 'ask', new: 'lazi' } },
  },
  'outbox drop': {
    async arrange() {
      const { id } = await conflicting()
      return ['customers', id, '--tenant', tenantId]
    },
    action: 'drop',
    entity: 'lazi.customers',
    entityId: /^[0-9a-f-]{36}$/,
    changes: { name: { old: expect.any(String), new: 'Theirs' } },
  },
  'outbox retry': {
    async arrange() {
      const { id } = await conflicting()
      return ['customers', id, '--tenant', tenantId]
    },
    action: 'retry',
    entity: 'lazi.customers',
    entityId: /^[0-9a-f-]{36}$/,
    changes: {},
  },
  'project --rebuild': {
    arrange: async () => [],
    action: 'rebuild',
    entity: 'sync.followers',
    entityId: 'records',
    changes: { pending: { new: expect.any(Array) } },
  },
  'analytics rebuild': {
    arrange: async () => [],
    action: 'rebuild',
    entity: 'sync.followers',
    entityId: 'analytics',
    changes: { pending: { new: expect.any(Array) } },
  },
  'quarantine replay': {
    arrange: async () => [await quarantine('Repaired', 5)],
    action: 'replay',
    entity: 'raw.quarantine',
    entityId: /^\d+$/,
    changes: { table: { old: 'st_locations' }, record: { old: '5' }, resolvedAt: resolved() },
  },
  'quarantine drop': {
    arrange: async () => [await quarantine('Unwanted', 6)],
    action: 'drop',
    entity: 'raw.quarantine',
    entityId: /^\d+$/,
    changes: { table: { old: 'st_locations' }, record: { old: '6' }, resolvedAt: resolved() },
  },
  'audit verify': {
    async arrange() {
      await runHere(['tenants', 'pause', tenantId], account.env)
      return ['--tenant', tenantId, '--state']
    },
    action: 'verify',
    entity: 'audit.entries',
    entityId: tenantId,
    changes: { outcome: { new: 'ok' }, fromSeq: { new: 1 }, toSeq: { new: 1 } },
  },
  'audit redact': {
    async arrange() {
      await runHere(['tenants', 'pause', tenantId], account.env)
      return ['1', '--tenant', tenantId, '--yes']
    },
    action: 'redact',
    entity: 'audit.entries',
    entityId: '1',
    changes: null,
  },
  'audit export': {
    async arrange() {
      await runHere(['tenants', 'pause', tenantId], account.env)
      return ['--tenant', tenantId, '--to', join(await mkdtemp(join(tmpdir(), 'audit-')), 'audit.jsonl.gz')]
    },
    action: 'export',
    entity: 'audit.entries',
    entityId: tenantId,
    changes: { entries: { new: 1 }, seals: { new: 0 } },
  },
}

function resolved() {
  return { old: null, new: expect.stringMatching(/^\d{4}-/) }
}

/** Commands that change nothing themselves, or whose runs are their own record in `raw.sync_runs`. */
const others = [
  'run',
  'verify',
  'worker',
  'status',
  'changes',
  'project',
  'doctor',
  'drift list',
  'outbox list',
  'conflicts list',
  'quarantine list',
  'quarantine show',
  'tenants list',
  'analytics status',
  'analytics refresh',
  'analytics verify',
  'analytics export',
  'domains list',
  'domains plan',
  'domains new',
  'domains rules list',
  'audit list',
  'audit show',
  'audit checkpoint',
  'audit key',
]

test('every command is known here: a new one that changes something needs a case', () => {
  const program = commandLine.createProgram({ env: {}, finish: () => undefined })
  const leaves = (command: Command, path: readonly string[]): string[] =>
    command.commands.length === 0
      ? [path.join(' ')]
      : command.commands.flatMap((child) => leaves(child, [...path, child.name()]))
  const known = [...Object.keys(audited).map((name) => name.replace(/ --.*/, '')), ...others]
  expect(leaves(program, []).toSorted()).toEqual([...new Set(known)].toSorted())
})

test.each(Object.entries(audited))('%s leaves one entry', async (name, expected) => {
  await account.sync(tableOf('locations'))
  const args = await expected.arrange()
  await newEntries()
  const reason = 'because – “asked” 📞'
  expect(await runHere([...name.split(' '), ...args, '--reason', reason], account.env)).toMatchObject({
    code: 0,
  })
  const { entityId } = expected
  expect(await newEntries()).toEqual([
    {
      tenant_id: expected.tenant ?? tenantId,
      seq: expect.any(String),
      actor_kind: 'cli',
      actor_id: expect.stringMatching(/.+@.+/),
      action: expected.action,
      entity: expected.entity,
      entity_id: typeof entityId === 'string' ? entityId : expect.stringMatching(entityId),
      reason,
      changes: expected.changes,
    },
  ])
})

test('a command that changes nothing leaves no entry', async () => {
  await newEntries()
  for (const args of [
    ['tenants', 'resume', tenantId],
    ['tenants', 'add', tenantId],
    ['tenants', 'pause', '999'],
    ['tenants', 'remove', '999', '--yes'],
    ['quarantine', 'replay'],
    ['reset', 'locations', '--tenant', tenantId, '--yes'],
  ]) {
    await runHere(args, account.env)
  }
  expect(await newEntries()).toEqual([])
})

test('a change of the name or time zone has the former value', async () => {
  await newEntries()
  await runHere(['tenants', 'add', tenantId, '--time-zone', 'America/Chicago'], account.env)
  expect(await newEntries()).toMatchObject([
    { tenant_id: tenantId, action: 'update', changes: { timeZone: { old: 'UTC', new: 'America/Chicago' } } },
  ])
})

test('a reason that is too long changes nothing', async () => {
  const args = ['tenants', 'pause', tenantId, '--reason', 'x'.repeat(501)]
  expect(await runHere(args, account.env)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('more than 500 characters'),
  })
  expect(await query('SELECT status FROM raw.tenants WHERE tenant_id = $1', [tenantId])).toEqual([
    { status: 'active' },
  ])
})

test('without the right to record it, nothing is changed', async () => {
  await query('REVOKE INSERT ON audit.entries FROM lazi_sync')
  await account.sync(tableOf('locations'))
  const id = await quarantine('Repaired', 5)
  for (const args of [
    ['tenants', 'pause', tenantId],
    ['tenants', 'add', '7002'],
    ['tenants', 'remove', tenantId, '--yes'],
    ['reset', 'locations', '--tenant', tenantId, '--yes'],
    ['quarantine', 'replay', id],
    ['quarantine', 'drop', id],
    ['project', '--rebuild'],
    ['analytics', 'rebuild'],
  ]) {
    expect(await runHere(args, account.env)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('permission denied for table entries'),
    })
  }
  expect(await query('SELECT tenant_id, status FROM raw.tenants')).toEqual([
    { tenant_id: tenantId, status: 'active' },
  ])
  expect(await query('SELECT resolved_at FROM raw.quarantine')).toEqual([{ resolved_at: null }])
  expect(await query('SELECT pending FROM sync.followers')).toEqual([{ pending: [] }, { pending: [] }])
  expect(
    await query(
      `SELECT last_full_sync IS NULL AS reset FROM raw.sync_state WHERE table_name = 'st_locations'`,
    ),
  ).toEqual([{ reset: false }])
})
