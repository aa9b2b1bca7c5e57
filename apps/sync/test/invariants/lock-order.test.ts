import type pg from 'pg'
import { type Act, actorText } from 'records'
import { customerFields } from 'records/fields'
import {
  changeRecord,
  createAppointment,
  createCustomer,
  createJob,
  DoubleBookingError,
  NoSuchRecordError,
  NotOwnedError,
  type RecordWrite,
  rescheduleAppointment,
  StaleVersionError,
  type WriteOptions,
} from 'records/writes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catchUpAll } from '../../src/all-followers.ts'
import { verifyLog } from '../../src/audit/verify/verify-log.ts'
import { tables } from '../../src/cache/tables.ts'
import { switchDomains } from '../../src/domains/switch-domains.ts'
import { eraseCustomer } from '../../src/erasure/erase-customer.ts'
import { removeTenant } from '../../src/tenants/remove-tenant.ts'
import { addTenant } from '../../src/tenants/tenant-list.ts'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { byTest } from '../support/by-test.ts'
import { sealing } from '../support/sealing.ts'
import { connect } from '../support/tenant.ts'
import { writeInLazi } from '../support/write-in-lazi.ts'

// Everything that locks rows at once: runs of the sync, the followers, people who edit and book, a switch of domains, an
// erasure, and the removal of another tenant. Locks have one order, so that none of them deadlocks; and no edit is lost.

const rounds = process.env.SOAK ? 400 : 50
const otherTenant = '2002002'
const { signal } = new AbortController()

let account: Account
let customers: string[]
beforeAll(async () => {
  account = await openAccount({ exportPageSize: 500 })
  await account.syncAll()
  await onConnection(async (client) => {
    await catchUpAll(client, { tenantId, signal })
    const wanted = { tenantId, domains: ['customers', 'jobs'], mode: 'lazi' } as const
    await switchDomains(client, wanted, { act: byTest(), signal })
  })
  const { rows } = await account.database.pool.query<{ id: string }>(
    'SELECT id::text FROM lazi.customers WHERE tenant_id = $1 ORDER BY id LIMIT 5',
    [tenantId],
  )
  customers = rows.map(({ id }) => id)
})
afterAll(() => account.close())

/** Runs `work` on a connection of the sync. */
async function onConnection<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(account.database.url)
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const person = (name: string): Act => ({ actor: { kind: 'key', id: name }, now: new Date() })

/** Changes records as the API does. @returns null when it is refused as expected */
async function write<T>(
  name: string,
  { tenantId: of = tenantId, ...options }: Pick<WriteOptions, 'domains'> & { readonly tenantId?: string },
  work: (opened: RecordWrite) => Promise<T>,
): Promise<T | null> {
  const all = { ...options, tenantId: of, act: person(name) }
  return writeInLazi(account.database.pool, all, work).catch((error: unknown) => {
    const isExpected = [DoubleBookingError, NoSuchRecordError, NotOwnedError, StaleVersionError].some(
      (kind) => error instanceof kind,
    )
    if (isExpected) return null
    throw error
  })
}

interface Edit {
  readonly id: string
  readonly version: number
  readonly name: string
}

const edits: Edit[] = []

/** Edits customers that others edit too, each for the version that it has read. */
async function edit(name: string): Promise<void> {
  for (let n = 0; n < rounds; n++) {
    const id = customers[n % customers.length] as string
    const value = `${name} ${n}`
    const { rows } = await account.database.pool.query<{ version: string }>(
      'SELECT version FROM lazi.customers WHERE tenant_id = $1 AND id = $2',
      [tenantId, id],
    )
    const version = String(rows[0]?.version)
    const change = { table: customerFields, reference: id, version, values: { name: value } }
    const done = await write(name, { domains: ['customers'] }, (opened) => changeRecord(opened, change))
    if (done !== null) edits.push({ id, version: Number(version) + 1, name: value })
  }
}

/** Creates jobs, and books and moves visits of the same few technicians. */
async function book(name: string): Promise<void> {
  const ids = async (table: string, limit: number) => {
    const { rows } = await account.database.pool.query<{ id: string }>(
      `SELECT id::text FROM lazi.${table} WHERE tenant_id = $1 AND active AND deleted_at IS NULL ORDER BY id LIMIT ${limit}`,
      [tenantId],
    )
    return rows.map(({ id }) => id)
  }
  const [technicians, [unit], [jobType]] = await Promise.all([
    ids('technicians', 3),
    ids('business_units', 1),
    ids('job_types', 1),
  ])
  const { rows: places } = await account.database.pool.query<{ id: string; customerId: string }>(
    `SELECT location.id::text, customer_id::text AS "customerId"
       FROM lazi.locations AS location JOIN lazi.customers AS customer USING (tenant_id)
      WHERE tenant_id = $1 AND customer.id = customer_id AND location.active AND customer.active LIMIT 1`,
    [tenantId],
  )
  const visitAt = (n: number) => ({
    startsAt: new Date(Date.UTC(2031, 0, 1, n % 40)).toISOString(),
    endsAt: new Date(Date.UTC(2031, 0, 1, (n % 40) + 2)).toISOString(),
    arrivalStartsAt: null,
    arrivalEndsAt: null,
    specialInstructions: null,
    technicianIds: [technicians[n % 3], technicians[(n + 1) % 3]] as string[],
    allowOverlap: false,
  })
  const values = {
    customerId: places[0]?.customerId,
    locationId: places[0]?.id,
    businessUnitId: unit,
    jobTypeId: jobType,
  }
  const free = { ...visitAt(0), technicianIds: [] }
  const job = await write(name, { domains: ['jobs'] }, (opened) =>
    createJob(opened, { values, appointments: [free] }),
  )
  for (let n = 0; n < rounds; n++) {
    const visit = await write(name, { domains: ['jobs'] }, (opened) =>
      createAppointment(opened, String(job?.id), visitAt(n * 7)),
    )
    if (visit === null) continue
    const target = { reference: visit.id, version: '1' }
    await write(name, { domains: ['jobs'] }, (opened) =>
      rescheduleAppointment(opened, target, visitAt(n * 7 + 1)),
    )
  }
}

let isOver = false

/** Repeats work until the people have done theirs. */
async function repeat(work: (n: number) => Promise<unknown>): Promise<void> {
  for (let n = 0; !isOver; n++) await work(n)
}

async function syncSomething(n: number): Promise<void> {
  const table = tables[n % tables.length]
  if (!table) return
  for (const record of [...account.sandbox.records(Number(tenantId), table.resource)].slice(0, 20))
    account.sandbox.update(Number(tenantId), table.resource, record.id, {})
  account.sandbox.clock.advance(3_600_000)
  await account.sync(table)
}

/** A tenant that people edit while it is removed. */
async function addAndRemove(n: number): Promise<void> {
  const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
  await onConnection(async (client) => {
    await addTenant(client, { tenantId: otherTenant, name: null, timeZone: null }, byTest())
    await client.query(
      `UPDATE sync.domains SET mode = 'lazi' WHERE tenant_id = $1 AND domain IN ('customers', 'jobs')`,
      [otherTenant],
    )
    await client.query(
      `INSERT INTO lazi.customers (tenant_id, id, source, active, name, type, tag_type_ids, custom_fields)
       VALUES ($1, $2, 'lazi', true, 'Other', 'Residential', '{}', '{}')`,
      [otherTenant, id],
    )
    const change = { table: customerFields, reference: id, version: '1', values: { name: `Other ${n}` } }
    await Promise.all([
      removeTenant(client, otherTenant, { waitMs: 60_000, signal, act: byTest(), sealing }),
      write('other', { tenantId: otherTenant, domains: ['customers'] }, (opened) =>
        changeRecord(opened, change),
      ),
    ])
  })
}

/** A customer who asks to be erased. */
async function createAndErase(n: number): Promise<void> {
  const customer = { values: { name: `Erin ${n}` }, contacts: [{ type: 'Email', value: 'erin@example.com' }] }
  const created = await write('erin', { domains: ['customers'] }, (opened) =>
    createCustomer(opened, customer),
  )
  const reference = String(created?.id)
  const erased = await onConnection((client) =>
    eraseCustomer(client, { tenantId, reference, waitMs: 60_000, signal, act: byTest() }),
  )
  expect(erased).toMatchObject({ records: { customers: 1, customer_contacts: 1 }, redacted: 1 })
}

async function deadlocks(): Promise<string> {
  const { rows } = await account.database.pool.query<{ deadlocks: string }>(
    'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
  )
  return String(rows[0]?.deadlocks)
}

test('eight kinds of work at once: no deadlock, no lost edit, and one entry and one change for each', async () => {
  const before = await deadlocks()
  const people = Promise.all([edit('ada'), edit('ben'), book('cleo'), book('dan')]).finally(() => {
    isOver = true
  })
  await Promise.all([
    people,
    repeat(syncSomething),
    repeat(() => onConnection((client) => catchUpAll(client, { tenantId, signal }))),
    repeat(() =>
      onConnection((client) =>
        switchDomains(
          client,
          { tenantId, domains: ['customers', 'jobs'], mode: 'lazi' },
          { act: byTest(), signal },
        ),
      ),
    ),
    repeat(createAndErase),
    repeat(addAndRemove),
  ])
  expect(await deadlocks()).toBe(before)

  expect(edits.length).toBeGreaterThan(rounds)
  const { rows } = await account.database.pool.query<Edit>(
    'SELECT id::text, version::integer, name FROM lazi.customers WHERE tenant_id = $1 AND id = ANY ($2)',
    [tenantId, customers],
  )
  for (const stored of rows) {
    const own = edits.filter(({ id }) => id === stored.id)
    const versions = own.map(({ version }) => version).toSorted((one, other) => one - other)
    expect(new Set(versions).size).toBe(versions.length)
    expect(own).toContainEqual(stored)
    expect(stored.version).toBe(versions.at(-1))
  }
  const actors = ['ada', 'ben'].map((name) => actorText(person(name).actor))
  const { rows: counts } = await account.database.pool.query(
    `SELECT (SELECT count(*)::integer FROM audit.entries
              WHERE tenant_id = $1 AND entity = 'lazi.customers' AND actor_id IN ('ada', 'ben')) AS entries,
            (SELECT count(*)::integer FROM lazi.changes
              WHERE tenant_id = $1 AND table_name = 'customers' AND actor = ANY ($2)) AS changes`,
    [tenantId, actors],
  )
  expect(counts).toEqual([{ entries: edits.length, changes: edits.length }])
  const { rows: overlaps } = await account.database.pool.query(
    'SELECT count(*)::integer AS count FROM lazi.double_bookings WHERE NOT was_allowed',
  )
  expect(overlaps).toEqual([{ count: 0 }])
  // Every value that people wrote is what an entry says.
  const verified = await onConnection((client) =>
    verifyLog(client, tenantId, { keys: { keys: [], isRequired: false }, notes: [], withState: true }),
  )
  expect(verified).toMatchObject({ outcome: 'ok', findings: [] })
  const { rows: left } = await account.database.pool.query(
    `SELECT (SELECT count(*)::integer FROM lazi.customers WHERE tenant_id = $1) AS records,
            (SELECT count(*)::integer FROM sync.outbox WHERE tenant_id = $1) AS kept`,
    [otherTenant],
  )
  expect(left).toEqual([{ records: 0, kept: 0 }])
})
