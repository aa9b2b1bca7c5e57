import { schemaNames } from 'db-migrations/protocol'
import { recordEntries } from 'records'
import type { ResourceName } from 'servicetitan-sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableOf, tables } from '../../src/cache/tables.ts'
import { erasableTables } from '../../src/page/erased/erasable-tables.ts'
import { byTest } from '../support/by-test.ts'
import { runCommand } from '../support/command.ts'
import { type FaultTenant, lagMs, openAlone, recordsOf } from '../support/tenant.ts'

let tenant: FaultTenant
let customerId: number
beforeEach(async () => {
  tenant = await openAlone()
  customerId = busiestCustomer()
})
afterEach(() => tenant[Symbol.asyncDispose]())

/** Texts of the customer; every one contains this word, and no other record does. */
const word = 'Quimby'

/** The customer with the most kinds of records, into which no other was merged. */
function busiestCustomer(): number {
  const owners = ['jobs', 'invoices', 'payments', 'estimates', 'locations', 'customer-contacts'] as const
  const ids = owners.map(
    (resource) => new Set(recordsOf(tenant, resource).map((record) => idOfCustomer(record))),
  )
  const customers = recordsOf(tenant, 'customers')
  const merged = new Set(customers.map((record) => (record as { mergedToId?: number }).mergedToId))
  const ranked = customers
    .filter(({ id }) => !merged.has(Number(id)))
    .map(({ id }) => ({ id, kinds: ids.filter((set) => set.has(Number(id))).length }))
    .toSorted((one, other) => other.kinds - one.kinds)
  return ranked[0]?.id as number
}

function idOfCustomer(record: object): number | undefined {
  const { customerId: id, customer } = record as { customerId?: number; customer?: { id: number } | null }
  return id ?? customer?.id
}

/** Writes texts of the customer into its records in ServiceTitan. @returns the number of records by resource */
function plant(text: string): Record<string, number> {
  const counts: Record<string, number> = {}
  /** @param added fields of a record to add, if there is none */
  const update = (
    resource: ResourceName,
    isTheirs: (record: object) => boolean,
    patch: object,
    added?: object,
  ) => {
    if (added && !recordsOf(tenant, resource).some(isTheirs))
      tenant.sandbox.insert(tenant.id, resource, added)
    const theirs = recordsOf(tenant, resource).filter(isTheirs)
    for (const { id } of theirs) tenant.sandbox.update(tenant.id, resource, id, patch)
    counts[resource] = theirs.length
  }
  const ofCustomer = (record: object) => idOfCustomer(record) === customerId
  const idsOf = (resource: ResourceName, isTheirs: (record: object) => boolean) =>
    new Set(
      recordsOf(tenant, resource)
        .filter(isTheirs)
        .map(({ id }) => Number(id)),
    )
  /** Records that refer to one of these ids. */
  const referring = (member: string, ids: ReadonlySet<number>) => (record: object) =>
    ids.has(Number((record as Record<string, unknown>)[member]))
  const locationIds = recordsOf(tenant, 'locations')
    .filter(ofCustomer)
    .map(({ id }) => id)
  const address = { street: `${text} Street 1`, city: text, latitude: 31.5, longitude: -99.5 }
  update('customers', ({ id }: { id?: number }) => id === customerId, {
    name: `${text} Plumbing`,
    address,
    customFields: [{ typeId: 1, name: 'Gate', value: text }],
  })
  update('locations', ofCustomer, { name: text, address })
  update('customer-contacts', ofCustomer, { value: `${text}@example.test`, memo: text })
  update(
    'location-contacts',
    (record) => locationIds.includes((record as { locationId: number }).locationId),
    {
      value: `${text}@example.test`,
    },
  )
  update('jobs', ofCustomer, { summary: `Call ${text}`, customerPo: text })
  update('appointments', ofCustomer, { specialInstructions: `Ask for ${text}` })
  update('invoices', ofCustomer, { summary: text, customer: { id: customerId, name: text } })
  update('estimates', ofCustomer, { name: text, summary: text })
  update('payments', ofCustomer, { memo: text, customer: { id: customerId, name: text } })
  const customer = { id: customerId, name: text }
  update('calls', ofCustomer, { from: text, excuseMemo: text, customer }, { customer })
  update('memberships', ofCustomer, { memo: text, customerPo: text }, { customerId })
  const updateOf = (resource: ResourceName, [member, parent]: [string, ResourceName], patch: object) => {
    const ids = idsOf(parent, ofCustomer)
    update(resource, referring(member, ids), patch, { [member]: [...ids][0] })
  }
  updateOf('invoice-items', ['invoiceId', 'invoices'], { description: text })
  updateOf('job-canceled-logs', ['jobId', 'jobs'], { memo: text })
  updateOf('membership-status-changes', ['membershipId', 'memberships'], { note: text })
  return counts
}

const query = async (sql: string, values: unknown[] = []) => (await tenant.pool.query(sql, values)).rows

/** The tables in which a row contains the word. */
async function found(): Promise<string[]> {
  const relations = await query(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p', 'v') ORDER BY 1`,
    [schemaNames],
  )
  const hits: string[] = []
  for (const { name } of relations) {
    const [row] = await query(`SELECT EXISTS (SELECT FROM ${name} AS t WHERE t::text ILIKE $1) AS hit`, [
      `%${word}%`,
    ])
    if (row.hit) hits.push(name)
  }
  return hits
}

const sync = (...args: string[]) => runCommand(args, tenant.env)
const erase = (...args: string[]) =>
  sync('erase', 'customer', String(customerId), '--tenant', tenant.tenantId, '--reason', 'asked', ...args)
const sums = async () =>
  await query(
    `SELECT (SELECT sum(total) FROM raw.st_invoices) AS invoices, (SELECT sum(balance) FROM raw.st_invoices) AS balance,
            (SELECT sum(total) FROM raw.st_payments) AS payments, (SELECT sum(subtotal) FROM raw.st_estimates) AS estimates,
            (SELECT count(*) FROM raw.st_jobs WHERE status = 'Completed') AS completed,
            (SELECT sum((item ->> 'total')::numeric) FROM raw.st_invoices, jsonb_array_elements(full_data -> 'items') AS item
              WHERE item -> 'generalLedgerAccount' ->> 'type' IS NOT NULL) AS income,
            (SELECT count(*) FROM lazi.jobs WHERE customer_id IS NOT NULL) AS jobs_of_customers`,
  )

/** First texts in every table, then others, so that the first are former values in the feed. */
async function fill(): Promise<Record<string, number>> {
  plant(`First ${word}`)
  tenant.sandbox.clock.advance(lagMs)
  await tenant.syncAll()
  const counts = plant(`Second ${word}`)
  tenant.sandbox.clock.advance(lagMs)
  await tenant.syncAll({ kind: 'incremental' })
  expect(await sync('project')).toMatchObject({ code: 0 })
  return counts
}

test('every cache table that refers to a customer or a location is erasable', () => {
  const refers = tables
    .filter(({ columns }) => columns.some(({ name }) => name === 'customer_id' || name === 'location_id'))
    .map(({ name }) => name)
  expect(erasableTables.map(({ name }) => name)).toEqual(expect.arrayContaining(refers))
  expect(refers.length).toBeGreaterThan(5)
})

test('a person is found nowhere, not after a full sync either, and sums stay', async () => {
  const counts = await fill()
  expect(Object.keys(counts).filter((resource) => !counts[resource])).toEqual([])
  await query(
    `INSERT INTO raw.quarantine (tenant_id, table_name, record_key, payload, error, first_seen_at, last_seen_at)
     VALUES ($1, 'st_jobs', '1', json_build_object('customerId', $2::bigint, 'summary', $3::text), 'bad: ' || $3, now(), now())`,
    [tenant.tenantId, customerId, word],
  )
  // As an edit of the customer in LAZI records it.
  const client = await tenant.pool.connect()
  const name = { old: `Old ${word}`, new: word }
  const [{ id }] = await query('SELECT id FROM lazi.customers WHERE st_id = $1', [customerId])
  await recordEntries(client, tenant.tenantId, byTest(), [
    { action: 'update', entity: 'lazi.customers', entityId: id, changes: { name } },
  ])
  client.release()
  const before = await found()
  expect(before).toEqual(
    expect.arrayContaining([
      'audit.entries',
      'lazi.appointments',
      'lazi.customer_contacts',
      'lazi.customers',
      'lazi.invoices',
      'lazi.jobs',
      'lazi.location_contacts',
      'lazi.locations',
      'raw.changes',
      'raw.quarantine',
      ...erasableTables.map(({ name }) => `raw.${name}`),
    ]),
  )
  const sumsBefore = await sums()

  const result = await erase('--yes', '--json')
  expect(result).toMatchObject({ code: 0 })
  const { records, quarantined, redacted, outOfReach } = JSON.parse(result.stdout)
  expect(records).toMatchObject({
    st_customers: 1,
    st_jobs: counts.jobs,
    st_locations: counts.locations,
    st_payments: counts.payments,
  })
  expect({ quarantined, redacted }).toEqual({ quarantined: 1, redacted: 1 })
  expect(await sync('audit', 'verify')).toMatchObject({ code: 0 })
  expect(outOfReach).toContainEqual(expect.stringContaining('Backups'))
  expect(await found()).toEqual([])
  expect(await sums()).toEqual(sumsBefore)
  expect(
    await query('SELECT name, deleted_at IS NOT NULL AS deleted FROM lazi.customers WHERE st_id = $1', [
      customerId,
    ]),
  ).toEqual([{ name: 'Erased', deleted: true }])

  // ServiceTitan still has them, and changes them.
  plant(`Third ${word}`)
  tenant.sandbox.clock.advance(lagMs)
  for (const kind of ['incremental', 'full', 'hot', 'verify', 'full'] as const) {
    for (const run of await tenant.syncAll({ kind })) {
      expect(run).toMatchObject({ inserted: 0, tombstoned: 0, mended: 0 })
    }
    expect(await found()).toEqual([])
  }
  for (const run of await tenant.syncAll({ kind: 'full' })) expect(run).toMatchObject({ updated: 0 })
  expect(await sync('project', '--rebuild')).toMatchObject({ code: 0 })
  expect(await found()).toEqual([])
  expect(await sums()).toEqual(sumsBefore)
  const [{ entries }] = await query(
    `SELECT json_agg(json_build_array(action, entity, entity_id, reason, actor_kind)) AS entries FROM audit.entries
      WHERE action = 'erase'`,
  )
  expect(entries).toEqual([['erase', 'raw.st_customers', String(customerId), 'asked', 'cli']])
})

test('a first sync after a removal of the cursors skips them, and a new contact of theirs too', async () => {
  await fill()
  expect(await erase('--yes')).toMatchObject({ code: 0 })
  tenant.sandbox.insert(tenant.id, 'customer-contacts', { customerId, value: `new ${word}`, type: 'Email' })
  for (const { resource } of erasableTables.map(
    ({ name }) => tables.find((table) => table.name === name) ?? { resource: '' },
  )) {
    expect(await sync('reset', resource, '--tenant', tenant.tenantId, '--yes')).toMatchObject({ code: 0 })
  }
  tenant.sandbox.clock.advance(lagMs)
  await tenant.syncAll()
  expect(await found()).toEqual([])
  const contacts = tableOf('customer-contacts')
  expect(await tenant.sync(contacts, { kind: 'verify' })).toMatchObject({ mended: 0, inserted: 0 })
})

test('later jobs and documents of the person are kept without texts, and follow their states', async () => {
  await fill()
  expect(await erase('--yes')).toMatchObject({ code: 0 })
  const job = recordsOf(tenant, 'jobs').find((record) => idOfCustomer(record) === customerId) as object
  const added = tenant.sandbox.insert(tenant.id, 'jobs', { ...without(job), summary: `Again ${word}` })
  const invoice = recordsOf(tenant, 'invoices').find(
    (record) => idOfCustomer(record) === customerId,
  ) as object
  tenant.sandbox.insert(tenant.id, 'invoices', { ...without(invoice), summary: `New ${word}` })
  tenant.sandbox.update(tenant.id, 'jobs', (job as { id: number }).id, { jobStatus: 'Canceled' })
  tenant.sandbox.clock.advance(lagMs)
  await tenant.syncAll({ kind: 'incremental' })
  expect(await found()).toEqual([])
  expect(
    await query('SELECT st_id, status, summary FROM raw.st_jobs WHERE st_id = ANY ($1) ORDER BY st_id', [
      [added.id, (job as { id: number }).id],
    ]),
  ).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        st_id: String((job as { id: number }).id),
        status: 'Canceled',
        summary: null,
      }),
      expect.objectContaining({ st_id: String(added.id), summary: null }),
    ]),
  )
  const [{ numbers }] = await query(
    'SELECT count(invoice_number)::integer AS numbers FROM raw.st_invoices WHERE customer_id = $1',
    [customerId],
  )
  expect(numbers).toBeGreaterThan(0)
})

/** A record as a new one: without its id. */
function without(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'id'))
}

test('a location that moves to another customer is no longer erased', async () => {
  await fill()
  expect(await erase('--yes')).toMatchObject({ code: 0 })
  const location = recordsOf(tenant, 'locations').find((record) => idOfCustomer(record) === customerId) as {
    id: number
  }
  const other = recordsOf(tenant, 'customers').find(({ id }) => id !== customerId) as { id: number }
  tenant.sandbox.update(tenant.id, 'locations', location.id, { customerId: other.id, name: 'New owner' })
  tenant.sandbox.clock.advance(lagMs)
  await tenant.syncAll({ kind: 'incremental' })
  expect(
    await query('SELECT name, deleted_at FROM raw.st_locations WHERE st_id = $1', [location.id]),
  ).toEqual([{ name: 'New owner', deleted_at: null }])
})

test('customers that were merged into the person are erased too, and entries of others in quarantine stay', async () => {
  await fill()
  const [first, second, third] = recordsOf(tenant, 'customers')
    .map(({ id }) => Number(id))
    .filter((id) => id !== customerId) as [number, number, number]
  tenant.sandbox.update(tenant.id, 'customers', first, { mergedToId: customerId, name: `First ${word}` })
  tenant.sandbox.update(tenant.id, 'customers', second, { mergedToId: first, name: `Second ${word}` })
  tenant.sandbox.clock.advance(lagMs)
  await tenant.syncAll({ kind: 'incremental' })
  const other = third
  const quarantine = (payload: object) =>
    query(
      `INSERT INTO raw.quarantine (tenant_id, table_name, record_key, payload, error, first_seen_at, last_seen_at)
       VALUES ($1, 'st_invoices', $2, $3, 'bad', now(), now())`,
      [tenant.tenantId, String(Math.random()), JSON.stringify(payload)],
    )
  await quarantine({ customer: { id: other }, referenceNumber: String(customerId) })
  await quarantine({ customer: { id: second }, summary: word })
  expect(await erase('--yes')).toMatchObject({ code: 0 })
  expect(await found()).toEqual([])
  expect(await query('SELECT payload FROM raw.quarantine WHERE resolved_at IS NULL')).toEqual([
    { payload: { customer: { id: other }, referenceNumber: String(customerId) } },
  ])
})

test('an erasure that was interrupted is completed by the same command', async () => {
  await fill()
  // The first table is emptied, then the second refuses.
  await query(`ALTER TABLE raw.st_jobs ADD CONSTRAINT refused CHECK (summary IS NOT NULL) NOT VALID`)
  expect(await erase('--yes')).toMatchObject({ code: 1 })
  expect((await query('SELECT FROM raw.erased WHERE emptied_at IS NULL')).length).toBeGreaterThan(0)
  const doctor = async () => (await sync('doctor', '--no-worker')).stdout
  expect(await doctor()).toMatch(/erasure.*\d+ records of a person are not emptied yet/)
  await query('ALTER TABLE raw.st_jobs DROP CONSTRAINT refused')
  expect(await erase('--yes')).toMatchObject({ code: 0 })
  expect(await found()).toEqual([])
  expect(await doctor()).not.toContain('not emptied yet')
  expect(await query(`SELECT count(*)::integer AS count FROM audit.entries WHERE action = 'erase'`)).toEqual([
    { count: 1 },
  ])
})

test('other customers keep everything', async () => {
  await fill()
  const others = async () =>
    await query(
      'SELECT st_id, full_data, deleted_at FROM raw.st_customers WHERE st_id <> $1 ORDER BY st_id',
      [customerId],
    )
  const before = await others()
  expect(await erase('--yes')).toMatchObject({ code: 0 })
  expect(await others()).toEqual(before)
})

test('open jobs of the customer, and of those merged into it, are named before anything is erased', async () => {
  await tenant.syncAll()
  const [other] = recordsOf(tenant, 'customers')
    .map(({ id }) => Number(id))
    .filter((id) => id !== customerId)
  await query(`UPDATE raw.st_jobs SET status = 'Completed'`)
  const finished = await erase()
  expect(finished.stderr).not.toContain('open job')
  await query('UPDATE raw.st_customers SET merged_to_id = $1 WHERE st_id = $2', [customerId, other])
  await query(
    `INSERT INTO raw.st_jobs (tenant_id, st_id, active, job_number, status, customer_id, created_on, deleted_at, full_data,
                              content_hash, synced_at)
     SELECT $1, 900000 + n, true, 'J' || n, status, CASE WHEN n % 2 = 0 THEN $2::bigint ELSE $3 END,
            '2026-03-01Z'::timestamptz + n * interval '1 day', CASE WHEN n = 10 THEN now() END,
            jsonb_build_object('id', 900000 + n), '', now()
       FROM unnest(ARRAY['Scheduled', 'Dispatched', 'InProgress', 'Hold', NULL, 'New', 'Scheduled', 'Canceled', 'Completed',
                         'Scheduled']) WITH ORDINALITY AS job (status, n)`,
    [tenant.tenantId, customerId, other],
  )
  const warning = `warning: customer ${customerId} has 7 open jobs, whose texts are erased too: J7, J6, J5, J4, J3 and 2 more.`
  const asked = await erase()
  expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining(warning) })
  expect(await query('SELECT FROM raw.erased')).toEqual([])
  await query(`UPDATE raw.st_jobs SET status = 'Canceled' WHERE st_id <> 900001`)
  const erased = await erase('--yes', '--json')
  expect(erased.stderr).toContain('has 1 open job, whose texts are erased too: J1.')
  expect(JSON.parse(erased.stdout)).toMatchObject({ openJobs: { count: 1, numbers: ['J1'] } })
})

test('a wrong customer, a missing reason and a missing confirmation change nothing', async () => {
  await tenant.sync(tableOf('customers'))
  const args = ['--tenant', tenant.tenantId]
  for (const [refused, message] of [
    [sync('erase', 'customer', '5', ...args, '--reason', 'x', '--yes'), 'has no customer 5'],
    [sync('erase', 'customer', 'x', ...args, '--reason', 'x', '--yes'), 'not ServiceTitan'],
    [sync('erase', 'customer', String(customerId), ...args, '--yes'), "'--reason <text>' not specified"],
    [erase(), '--yes'],
  ] as const) {
    expect(await refused).toMatchObject({ code: 2, stderr: expect.stringContaining(message) })
  }
  expect(await query('SELECT FROM raw.erased')).toEqual([])
})
