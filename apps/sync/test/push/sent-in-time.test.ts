import { changeCustomer } from 'records/writes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catchUp } from '../../src/followers/catch-up.ts'
import { recordsFollower } from '../../src/projector/records-follower.ts'
import { claimPush } from '../../src/push/claim.ts'
import { pushRecord } from '../../src/push/push-record.ts'
import { usualTimes as times } from '../../src/push/times.ts'
import { type Account, openAccount, tenantId, until } from '../support/account.ts'
import { byTest } from '../support/by-test.ts'
import { runHere } from '../support/command.ts'
import { connect } from '../support/tenant.ts'
import { writeInLazi } from '../support/write-in-lazi.ts'

// What is looked for may be applied no more: the time of a request begins when it is stored, and not before the locks that
// its transaction waits for; and it is not sent long after it.

let account: Account
let customers: { readonly id: string; readonly stId: string }[]
beforeAll(async () => {
  account = await openAccount()
  await account.syncAll()
  const client = await connect(account.database.url)
  await catchUp(client, recordsFollower, { tenantId, signal: new AbortController().signal })
  await client.end()
  await runHere(['domains', 'set', 'customers', 'hybrid', '--tenant', tenantId, '--yes'], account.env)
  customers = await query(
    'SELECT id::text, st_id::text AS "stId" FROM lazi.customers WHERE active ORDER BY st_id',
  )
})
afterAll(() => account.close())

const query = async (sql: string, values: unknown[] = []) =>
  (await account.database.pool.query(sql, values)).rows
const { signal } = new AbortController()

async function edit(id: string, name: string, now = new Date(account.sandbox.clock.now())): Promise<void> {
  const [{ version }] = await query('SELECT version::text FROM lazi.customers WHERE id = $1', [id])
  await writeInLazi(
    account.database.pool,
    { tenantId, domains: ['customers'], act: { ...byTest(), now } },
    (write) => changeCustomer(write, { reference: id, version, values: { name } }),
  )
}

/** An edited customer, claimed. */
async function claimEdited(name: string) {
  const customer = customers.shift()
  if (customer === undefined) throw new Error('Expected a customer')
  await edit(customer.id, name)
  const now = new Date(account.sandbox.clock.now())
  const claim = await claimPush(account.database.pool, { tenantId, now, leaseMs: times.lease })
  if (claim?.id !== customer.id) throw new Error('Expected the claim of the edited customer')
  return { ...customer, claim }
}

const written = (stId: string) => account.sandbox.book.filter(({ id }) => String(id) === stId).length

test('the time of a request begins when the locks are held that it waited for', async () => {
  const { id, claim } = await claimEdited('Waited')
  const { sandbox, database, api } = account
  const { pool } = database
  const blocker = await connect(database.url)
  await blocker.query('BEGIN; SELECT FROM sync.domains FOR UPDATE')
  // It is applied, and its response lost: what was stored of it stays.
  sandbox.addFault({ method: 'PATCH', applyThenFail: 500, times: 1 })
  const pushed = pushRecord({ pool, api, times, signal, now: sandbox.clock.now }, claim)
  await until(async () => {
    const [{ waiting }] = await query(
      `SELECT count(*)::integer AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    )
    return waiting === 1
  })
  sandbox.clock.advance(60_000)
  const sentFrom = sandbox.clock.now()
  await blocker.query('COMMIT')
  await blocker.end()
  expect(await pushed).toBe('waiting')
  const [row] = await query('SELECT state, sent_at, due_at FROM sync.outbox WHERE record_id = $1', [id])
  expect(row).toMatchObject({ state: 'unknown', sent_at: new Date(sentFrom) })
  expect(row.due_at.getTime()).toBeGreaterThanOrEqual(sentFrom + times.beforeLook)
})

test('a request that was stored too long ago is not sent, and stored anew', async () => {
  const { id, stId, claim } = await claimEdited('Late')
  const { sandbox, database, api } = account
  const { pool } = database
  // This machine stops between the transaction that stores the request and the request.
  let late = 0
  const stopped = {
    query: pool.query.bind(pool),
    connect: async () => {
      const client = await pool.connect()
      const release = client.release.bind(client)
      client.release = (...given) => {
        late = times.beforeLook
        client.release = release
        release(...given)
      }
      return client
    },
  } as typeof pool
  expect(
    await pushRecord({ pool: stopped, api, times, signal, now: () => sandbox.clock.now() + late }, claim),
  ).toBe('waiting')
  expect(written(stId)).toBe(0)
  expect(await query('SELECT state, sent, attempts FROM sync.outbox WHERE record_id = $1', [id])).toEqual([
    { state: 'pending', sent: null, attempts: 1 },
  ])
})

test('an edit while ServiceTitan refuses the value before is tried, also by a clock that is behind', async () => {
  const { id, stId, claim } = await claimEdited('Refused')
  const { sandbox, database, api } = account
  sandbox.addFault({
    method: 'PATCH',
    path: '/crm/',
    status: 400,
    body: '{"type":"x","title":"Bad","status":400,"traceId":"t-1","errors":{"Name":["is too odd"]},"data":{}}',
    times: 1,
  })
  // The edit comes when the refusal is to be noted: after the record was looked at again.
  const { pool } = database
  const editing = {
    connect: pool.connect.bind(pool),
    query: async (text: string, values: unknown[]) => {
      if (text.startsWith('SELECT attempts'))
        await edit(id, 'Accepted', new Date(sandbox.clock.now() - 30_000))
      return pool.query(text, values)
    },
  } as typeof pool
  expect(await pushRecord({ pool: editing, api, times, signal, now: sandbox.clock.now }, claim)).toBe(
    'waiting',
  )
  expect(await query('SELECT failed_fields FROM sync.outbox WHERE record_id = $1', [id])).toEqual([
    { failed_fields: {} },
  ])
  const now = new Date(sandbox.clock.now())
  const next = await claimPush(pool, { tenantId, now, leaseMs: times.lease })
  if (next === undefined) throw new Error('Expected a claim')
  expect(await pushRecord({ pool, api, times, signal, now: sandbox.clock.now }, next)).toBe('inStep')
  expect(account.sandbox.record(Number(tenantId), 'customers', Number(stId))?.name).toBe('Accepted')
})
