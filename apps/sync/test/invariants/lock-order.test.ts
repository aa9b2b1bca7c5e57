import { actorText } from 'records'
import { customerFields } from 'records/fields'
import { changeRecord, createCustomer } from 'records/writes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catchUpAll } from '../../src/all-followers.ts'
import { verifyLog } from '../../src/audit/verify/verify-log.ts'
import { switchDomains } from '../../src/domains/switch-domains.ts'
import { eraseCustomer } from '../../src/erasure/erase-customer.ts'
import { removeTenant } from '../../src/tenants/remove-tenant.ts'
import { addTenant } from '../../src/tenants/tenant-list.ts'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { byTest } from '../support/by-test.ts'
import { type Crowd, type Edit, openCrowd, person, rounds } from '../support/crowd.ts'
import { sealing } from '../support/sealing.ts'

// Everything that locks rows at once: runs of the sync, the followers, people who edit and book, a switch of domains, an
// erasure, and the removal of another tenant. Locks have one order, so that none of them deadlocks; and no edit is lost.

const otherTenant = '2002002'
const { signal } = new AbortController()

let account: Account
let crowd: Crowd
beforeAll(async () => {
  account = await openAccount({ exportPageSize: 500 })
  await account.syncAll()
  crowd = openCrowd(account)
  await crowd.onConnection(async (client) => {
    await catchUpAll(client, { tenantId, signal })
    const wanted = { tenantId, domains: ['customers', 'jobs'], mode: 'lazi' } as const
    await switchDomains(client, wanted, { act: byTest(), signal })
  })
  await crowd.chooseCustomers()
})
afterAll(() => account.close())

let isOver = false

/** Repeats work until the people have done theirs. */
async function repeat(work: (n: number) => Promise<unknown>): Promise<void> {
  for (let n = 0; !isOver; n++) await work(n)
}

/** A tenant that people edit while it is removed. */
async function addAndRemove(n: number): Promise<void> {
  const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
  await crowd.onConnection(async (client) => {
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
      crowd.write('other', { tenantId: otherTenant, domains: ['customers'] }, (opened) =>
        changeRecord(opened, change),
      ),
    ])
  })
}

/** A customer who asks to be erased. */
async function createAndErase(n: number): Promise<void> {
  const customer = { values: { name: `Erin ${n}` }, contacts: [{ type: 'Email', value: 'erin@example.com' }] }
  const created = await crowd.write('erin', { domains: ['customers'] }, (opened) =>
    createCustomer(opened, customer),
  )
  const reference = String(created?.id)
  const erased = await crowd.onConnection((client) =>
    eraseCustomer(client, { tenantId, reference, waitMs: 60_000, signal, act: byTest() }),
  )
  expect(erased).toMatchObject({ records: { customers: 1, customer_contacts: 1 }, redacted: 1 })
}

test('eight kinds of work at once: no deadlock, no lost edit, and one entry and one change for each', async () => {
  const { customers, edits } = crowd
  const before = await crowd.deadlocks()
  const people = Promise.all([
    crowd.edit('ada'),
    crowd.edit('ben'),
    crowd.book('cleo'),
    crowd.book('dan'),
  ]).finally(() => {
    isOver = true
  })
  await Promise.all([
    people,
    repeat(crowd.syncSomething),
    repeat(() => crowd.onConnection((client) => catchUpAll(client, { tenantId, signal }))),
    repeat(() =>
      crowd.onConnection((client) =>
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
  expect(await crowd.deadlocks()).toBe(before)

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
  const verified = await crowd.onConnection((client) =>
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
