import { UsageError } from 'cli-kit'
import { customerFields } from 'records/fields'
import { changeRecord } from 'records/writes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catchUpAll } from '../../src/all-followers.ts'
import { switchDomains } from '../../src/domains/switch-domains.ts'
import { eraseCustomer } from '../../src/erasure/erase-customer.ts'
import { removeTenant } from '../../src/tenants/remove-tenant.ts'
import { addTenant } from '../../src/tenants/tenant-list.ts'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { byTest } from '../support/by-test.ts'
import { type Crowd, openCrowd, rounds } from '../support/crowd.ts'
import { pushAll } from '../support/push-all.ts'
import { sealing } from '../support/sealing.ts'

// As lock-order.test.ts, where both sides change customers: what people edit is sent meanwhile, by two workers.

const otherTenant = '2002002'
const { signal } = new AbortController()
/** A request that is lost is looked for soon; the rest is as in use. */
const times = {
  requestLimit: 2_000,
  beforeLook: 2_600,
  betweenLooks: 100,
  lease: 10_000,
  firstRetry: 1,
  longestRetry: 10,
}

let account: Account
let crowd: Crowd
let others: { readonly id: string; readonly stId: string }[]
beforeAll(async () => {
  account = await openAccount({ exportPageSize: 500 })
  await account.syncAll()
  crowd = openCrowd(account)
  await crowd.onConnection(async (client) => {
    await catchUpAll(client, { tenantId, signal })
    for (const [domain, mode] of [
      ['customers', 'hybrid'],
      ['jobs', 'lazi'],
    ] as const)
      await switchDomains(client, { tenantId, domains: [domain], mode }, { act: byTest(), signal })
  })
  await crowd.chooseCustomers()
  const { rows } = await account.database.pool.query(
    `SELECT id::text, st_id::text AS "stId" FROM lazi.customers
      WHERE tenant_id = $1 AND NOT id = ANY ($2) AND merged_into_id IS NULL ORDER BY id`,
    [tenantId, crowd.customers],
  )
  others = rows
})
afterAll(() => account.close())

let isOver = false

/** Repeats work until the people have done theirs. */
async function repeat(work: (n: number) => Promise<unknown>): Promise<void> {
  for (let n = 0; !isOver; n++) await work(n)
}

const push = (of = tenantId) => pushAll(account, { tenantId: of, times, now: Date.now })

/** To ServiceTitan alone, which is refused while something is to be sent, and back to both. */
async function switchThereAndBack(n: number): Promise<void> {
  const mode = n % 4 === 0 ? 'servicetitan' : 'hybrid'
  await crowd.onConnection((client) =>
    switchDomains(client, { tenantId, domains: ['customers'], mode }, { act: byTest(), signal }).catch(
      (error) => {
        if (!(error instanceof UsageError)) throw error
      },
    ),
  )
}

/** A tenant whose records are edited and sent while it is removed. */
async function addAndRemove(n: number): Promise<void> {
  const { stId } = others[n % 3] as (typeof others)[number]
  await crowd.onConnection(async (client) => {
    await addTenant(client, { tenantId: otherTenant, name: null, timeZone: null }, byTest())
    await client.query(
      `UPDATE sync.domains SET mode = 'hybrid' WHERE tenant_id = $1 AND domain = 'customers'`,
      [otherTenant],
    )
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO lazi.customers (tenant_id, id, st_id, source, active, name, type, tag_type_ids, custom_fields)
       VALUES ($1, lazi.projected_id($1, 'customers', $2), $2, 'servicetitan', true, 'Other', 'Residential', '{}', '{}')
       RETURNING id::text`,
      [otherTenant, stId],
    )
    const change = {
      table: customerFields,
      reference: String(rows[0]?.id),
      version: '1',
      values: { name: `Other ${n}` },
    }
    const edit = () =>
      crowd.write('other', { tenantId: otherTenant, domains: ['customers'] }, (opened) =>
        changeRecord(opened, change),
      )
    if (n % 2 === 0) await edit()
    await Promise.all([
      removeTenant(client, otherTenant, { waitMs: 60_000, signal, act: byTest(), sealing }),
      push(otherTenant).catch(() => undefined),
      n % 2 === 0 ? undefined : edit(),
    ])
  })
}

/** Erases a customer who was edited just before. */
async function editAndErase(): Promise<void> {
  const customer = others.length > 10 ? others.pop() : undefined
  if (customer === undefined) return
  await crowd.write('erin', { domains: ['customers'] }, async (opened) => {
    const { rows } = await opened.client.query<{ version: string }>(
      'SELECT version::text FROM lazi.customers WHERE tenant_id = $1 AND id = $2',
      [tenantId, customer.id],
    )
    const version = String(rows[0]?.version)
    const values = { name: `Erin ${customer.stId}` }
    return changeRecord(opened, { table: customerFields, reference: customer.id, version, values })
  })
  await crowd.onConnection((client) =>
    eraseCustomer(client, { tenantId, reference: customer.id, waitMs: 60_000, signal, act: byTest() }),
  )
}

test('edits are sent while everything else locks rows: no deadlock, and no edit is lost', async () => {
  const before = await crowd.deadlocks()
  const people = Promise.all([crowd.edit('ada'), crowd.edit('ben'), crowd.book('cleo')]).finally(() => {
    isOver = true
  })
  await Promise.all([
    people,
    repeat(() => push()),
    repeat(() => push()),
    repeat(crowd.syncSomething),
    repeat(() => crowd.onConnection((client) => catchUpAll(client, { tenantId, signal }))),
    repeat(switchThereAndBack),
    repeat(editAndErase),
    repeat(addAndRemove),
  ])
  expect(await crowd.deadlocks()).toBe(before)

  expect(crowd.edits.length).toBeGreaterThan(rounds / 2)
  const { pool } = account.database
  await expect
    .poll(async () => {
      await push()
      return (
        await pool.query(
          'SELECT state, error FROM sync.outbox WHERE tenant_id = $1 AND record_id = ANY ($2)',
          [tenantId, crowd.customers],
        )
      ).rows
    })
    .toEqual([])
  expect(await crowd.deadlocks()).toBe(before)
  const { rows } = await pool.query<{ id: string; stId: string; name: string }>(
    'SELECT id::text, st_id::text AS "stId", name FROM lazi.customers WHERE tenant_id = $1 AND id = ANY ($2)',
    [tenantId, crowd.customers],
  )
  for (const { id, stId, name } of rows) {
    const last = crowd.edits
      .filter((edit) => edit.id === id)
      .toSorted((one, other) => one.version - other.version)
      .at(-1)
    const there = account.sandbox.record(Number(tenantId), 'customers', Number(stId))?.name
    expect({ id, name, there }).toEqual({ id, name: last?.name, there: last?.name })
  }
  expect(
    (await pool.query('SELECT field FROM sync.conflicts WHERE tenant_id = $1', [tenantId])).rows,
  ).toEqual([])
})
