import { appointmentFields, customerFields } from 'records/fields'
import {
  changeContact,
  changeJob,
  changeLocation,
  changeRecord,
  createCustomer,
  createLocation,
  customerContacts,
  mergeCustomers,
  type RecordWrite,
} from 'records/writes'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { runHere } from '../support/command.ts'
import { inLazi } from '../support/in-lazi.ts'
import { openPerson, type Person, word } from '../support/person.ts'

// What an erasure removes while LAZI owns customers and jobs: what people wrote there about records of ServiceTitan.

let person: Person
beforeEach(async () => {
  person = await openPerson()
})
afterEach(() => person[Symbol.asyncDispose]())

test('what people wrote about a customer of ServiceTitan is erased, and the values that were agreed upon', async () => {
  const { own, write, anyOf } = inLazi(person)
  const { query, found, sums, plant, sync, tenant, customerId } = person
  await person.fill()
  await own()
  const [customer] = await query('SELECT id::text, version FROM lazi.customers WHERE st_id = $1', [
    customerId,
  ])
  const ofCustomer = (table: string) => anyOf(table, `customer_id = '${customer.id}'`)
  const [contact, location, job] = await Promise.all(
    ['customer_contacts', 'locations', 'jobs'].map(ofCustomer),
  )
  const versionOf = async (table: string, id: unknown) =>
    (await query(`SELECT version FROM lazi.${table} WHERE id = $1`, [id]))[0].version
  await write((opened) =>
    changeRecord(opened, {
      table: customerFields,
      reference: `st:${customerId}`,
      version: customer.version,
      values: { name: 'Renamed', addressCity: `New ${word}` },
    }),
  )
  const email = {
    version: await versionOf('customer_contacts', contact),
    values: { type: 'Email', value: 'a@b.example' },
  }
  await write((opened) => changeContact(opened, customerContacts, { reference: String(contact), ...email }))
  const name = { version: await versionOf('locations', location), values: { name: `Third ${word}` } }
  await write((opened) => changeLocation(opened, { reference: String(location), ...name }))
  const summary = {
    version: await versionOf('jobs', job),
    values: { summary: `Third ${word}`, priority: 'Urgent' },
  }
  await write((opened) => changeJob(opened, { reference: String(job), ...summary }))
  // A job that is the customer's no longer: what was agreed upon is about the former one.
  const buyer = await anyOf('locations', `customer_id <> '${customer.id}'`)
  const [{ buyerId }] = await query('SELECT customer_id AS "buyerId" FROM lazi.locations WHERE id = $1', [
    buyer,
  ])
  const moved = await anyOf('jobs', `customer_id = '${customer.id}' AND id <> '${job}'`)
  const visits = (await query('SELECT id::text FROM lazi.appointments WHERE job_id = $1', [moved])).map(
    ({ id }) => id,
  )
  expect(visits.length).toBeGreaterThan(0)
  const instruct = async (specialInstructions: string) => {
    for (const reference of visits) {
      const version = await versionOf('appointments', reference)
      const change = { table: appointmentFields, reference, version, values: { specialInstructions } }
      await write((opened) => changeRecord(opened, change))
    }
  }
  await instruct('Ring')
  const away = { customerId: buyerId, locationId: buyer, summary: 'Of the buyer', customerPo: null }
  await write((opened) => changeJobOf(opened, moved, away))
  await instruct('Knock')
  await write((opened) => changeJobOf(opened, moved, { summary: 'Of the new owner' }))
  expect(await found()).toEqual(
    expect.arrayContaining(['audit.entries', 'lazi.customers', 'lazi.jobs', 'sync.outbox']),
  )
  const before = await sums()

  const result = await person.erase('--yes', '--json')
  expect(result).toMatchObject({ code: 0 })
  expect(JSON.parse(result.stdout)).toMatchObject({
    customerId: String(customerId),
    id: customer.id,
    records: { st_customers: 1, customers: 1, st_jobs: expect.any(Number), jobs: expect.any(Number) },
  })
  expect(await found()).toEqual([])
  expect(await sums()).toEqual(before)
  expect(await sync('audit', 'verify', '--state')).toMatchObject({ code: 0 })
  expect(
    await query(
      'SELECT table_name AS "table", base FROM sync.outbox WHERE record_id = ANY ($1::uuid[]) ORDER BY 1, 2',
      [[customer.id, contact, location, job, moved]],
    ),
  ).toEqual(
    expect.arrayContaining([
      { table: 'jobs', base: { priority: expect.any(String) } },
      { table: 'jobs', base: { customerId: customer.id, locationId: expect.any(String) } },
    ]),
  )
  expect(await query(`SELECT DISTINCT table_name AS "table" FROM sync.outbox`)).toEqual([{ table: 'jobs' }])
  expect(await query('SELECT summary FROM lazi.jobs WHERE id = $1', [moved])).toEqual([
    { summary: 'Of the new owner' },
  ])
  // What the buyer's people changed afterwards keeps its values, although the job is the person's in ServiceTitan.
  expect(
    await query(
      `SELECT entity, bool_and(changes IS NULL) AS emptied, count(*)::integer AS count FROM audit.entries
        WHERE entity_id = ANY ($1) AND action = 'update' GROUP BY entity, changes IS NULL ORDER BY 1, 2 DESC`,
      [[moved].concat(visits)],
    ),
  ).toEqual([
    { entity: 'lazi.appointments', emptied: true, count: visits.length },
    { entity: 'lazi.appointments', emptied: false, count: visits.length },
    { entity: 'lazi.jobs', emptied: true, count: 1 },
    { entity: 'lazi.jobs', emptied: false, count: 1 },
  ])

  // ServiceTitan still has them, and changes them.
  plant(`Fourth ${word}`)
  for (const kind of ['incremental', 'full'] as const) await tenant.syncAll({ kind })
  expect(await sync('project')).toMatchObject({ code: 0 })
  expect(await found()).toEqual([])
})

async function changeJobOf(
  opened: RecordWrite,
  reference: string,
  values: Readonly<Record<string, unknown>>,
) {
  const { rows } = await opened.client.query(
    'SELECT version FROM lazi.jobs WHERE tenant_id = $1 AND id = $2',
    [opened.tenantId, reference],
  )
  await changeJob(opened, { reference, version: rows[0].version, values })
}

test('merges are followed both ways, in LAZI and in ServiceTitan, and other customers keep everything', async () => {
  const { own, write, erase: eraseOther } = inLazi(person)
  const { query, found, customerId } = person
  await person.fill()
  await own()
  const [{ id }] = await query('SELECT id::text FROM lazi.customers WHERE st_id = $1', [customerId])
  const twin = await write((opened) =>
    createCustomer(opened, { values: { name: `Twin ${word}` }, contacts: [] }),
  )
  const third = await write((opened) =>
    createCustomer(opened, { values: { name: `Third ${word}` }, contacts: [] }),
  )
  await write((opened) => mergeCustomers(opened, { from: third.id, version: '1', into: twin.id }))
  const [{ version }] = await query('SELECT version FROM lazi.customers WHERE id = $1', [id])
  await write((opened) => mergeCustomers(opened, { from: id, version, into: twin.id }))
  const other = await write((opened) => createCustomer(opened, { values: { name: 'Other' }, contacts: [] }))
  const others = () =>
    query(
      `SELECT md5(string_agg(t::text, '' ORDER BY id)) AS sum FROM lazi.customers AS t WHERE id <> ALL ($1)`,
      [[id, twin.id, third.id]],
    )
  const before = await others()
  const asked = await eraseOther(third.id)
  expect(asked.stderr).toMatch(
    /Third Quimby\) with 2 customers merged with it, \d+ records and \d+ records that LAZI owns/,
  )
  expect(await eraseOther(third.id, '--yes')).toMatchObject({ code: 0 })
  expect(await found()).toEqual([])
  expect(await others()).toEqual(before)
  expect(await query('SELECT name FROM lazi.customers WHERE id = $1', [other.id])).toEqual([
    { name: 'Other' },
  ])
})

test('an entry with half of a surrogate pair prevents no erasure, and is found', async () => {
  const { own, write, erase: eraseOther } = inLazi(person)
  const { query, tenant, sync } = person
  await tenant.syncAll()
  expect(await sync('project')).toMatchObject({ code: 0 })
  await own()
  const [former, buyer] = await Promise.all(
    ['Former', 'Buyer'].map((name) =>
      write((opened) => createCustomer(opened, { values: { name }, contacts: [] })),
    ),
  )
  const values = { customerId: String(former?.id), name: 'Cabin' }
  const cabin = await write((opened) => createLocation(opened, { values, contacts: [] }))
  const change = { customerId: String(buyer?.id), name: 'Ca\ud83d', addressCity: 'C:\\\\ud83d' }
  await write((opened) => changeLocation(opened, { reference: cabin.id, version: '1', values: change }))
  expect(await eraseOther(String(former?.id), '--yes')).toMatchObject({ code: 0 })
  expect(
    await query(`SELECT changes FROM audit.entries WHERE entity_id = $1 AND action = 'update'`, [cabin.id]),
  ).toEqual([{ changes: null }])
})

test('a customer of another tenant is not found, and a wrong id is refused', async () => {
  const { erase: eraseOther } = inLazi(person)
  const { query, tenant } = person
  await tenant.sync(tableOf('customers'))
  const id = '0199c2a4-7d1e-7b3a-9c55-1f2e3d4c5b6a'
  await query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (9, 'Another')`)
  await query(
    `INSERT INTO lazi.customers (tenant_id, id, source, active, name, type) VALUES (9, $1, 'lazi', true, 'Theirs', 'Residential')`,
    [id],
  )
  for (const [reference, message] of [
    [id, `has no customer ${id}`],
    ['st:5', 'has no customer st:5'],
    ['0199c2a4', 'not an id of a customer'],
  ] as const) {
    expect(await eraseOther(reference, '--yes')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(message),
    })
  }
  expect(await query('SELECT name FROM lazi.customers WHERE tenant_id = 9')).toEqual([{ name: 'Theirs' }])
})

test('an erasure that was interrupted leaves entries that agree, is completed, and takes nothing over meanwhile', async () => {
  const { own, write } = inLazi(person)
  const { query, found, sync, erase, tenant, customerId } = person
  await person.fill()
  await own()
  // A contact that is new in ServiceTitan, and listed there to be taken over.
  tenant.sandbox.insert(tenant.id, 'customer-contacts', { customerId, value: `new ${word}`, type: 'Email' })
  tenant.sandbox.clock.advance(3_600_000)
  await tenant.syncAll({ kind: 'incremental' })
  await sync('project')
  const [{ id }] = await query(`SELECT st_id AS id FROM sync.waiting WHERE reason = 'new'`)
  const [{ version }] = await query('SELECT version FROM lazi.customers WHERE st_id = $1', [customerId])
  await write((opened) =>
    changeRecord(opened, {
      table: customerFields,
      reference: `st:${customerId}`,
      version,
      values: { name: `Dana ${word}` },
    }),
  )
  await query(
    `ALTER TABLE raw.st_customer_contacts ADD CONSTRAINT refused CHECK (value IS NOT NULL) NOT VALID`,
  )
  expect(await erase('--yes')).toMatchObject({ code: 1 })
  expect((await sync('doctor', '--no-worker')).stdout).toMatch(/erasure.*not emptied yet/)
  const verified = await sync('audit', 'verify', '--state', '--json')
  expect(verified).toMatchObject({ code: 0 })
  expect(verified.stdout + verified.stderr).not.toContain(word)
  expect(await found()).not.toContain('audit.entries')
  expect(await sync('domains', 'adopt', 'customer_contacts', id, '--tenant', tenant.tenantId)).toMatchObject({
    code: 2,
  })
  await query('ALTER TABLE raw.st_customer_contacts DROP CONSTRAINT refused')
  expect(await erase('--yes')).toMatchObject({ code: 0 })
  expect(await found()).toEqual([])
  expect(await query(`SELECT FROM audit.entries WHERE action = 'erase'`)).toHaveLength(1)
  expect(
    await query(`SELECT FROM sync.waiting WHERE reason = 'new' AND table_name = 'customer_contacts'`),
  ).toEqual([])
})

test('a login that may not empty entries erases nothing', async () => {
  const { own, write } = inLazi(person)
  const { query, found, tenant, customerId } = person
  await tenant.syncAll()
  expect(await person.sync('project')).toMatchObject({ code: 0 })
  await own()
  const [{ version }] = await query('SELECT version FROM lazi.customers WHERE st_id = $1', [customerId])
  const values = { name: `Dana ${word}` }
  await write((opened) =>
    changeRecord(opened, { table: customerFields, reference: `st:${customerId}`, version, values }),
  )
  const before = await found()
  const login = `erasure_${new URL(tenant.databaseUrl).pathname.slice(1)}`
  await query(`CREATE ROLE ${login} LOGIN PASSWORD 'secret' IN ROLE lazi_sync`)
  const url = Object.assign(new URL(tenant.databaseUrl), { username: login, password: 'secret' }).href
  const args = ['--tenant', tenant.tenantId, '--reason', 'asked', '--yes']
  const refused = await runHere(['erase', 'customer', String(customerId), ...args], {
    ...tenant.env,
    DATABASE_URL: url,
  })
  await query(`DROP ROLE ${login}`)
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`GRANT lazi_eraser TO "${login}"`),
  })
  expect(await query('SELECT FROM raw.erased')).toEqual([])
  expect(await query('SELECT name FROM lazi.customers WHERE st_id = $1', [customerId])).toEqual([values])
  expect(await found()).toEqual(before)
  expect(await query(`SELECT FROM audit.entries WHERE action IN ('erase', 'redact')`)).toEqual([])
})
