import { pino } from 'pino'
import { syncedTableNamed } from 'records/synced'
import { changeCustomer } from 'records/writes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { claimPush } from '../../src/push/claim.ts'
import { look, readTarget } from '../../src/push/look.ts'
import { plan } from '../../src/push/plan.ts'
import { createPushNotes } from '../../src/push/push-notes.ts'
import { pushRecord } from '../../src/push/push-record.ts'
import { startPushing } from '../../src/push/start-pushing.ts'
import { usualTimes as times } from '../../src/push/times.ts'
import { tenantId, until } from '../support/account.ts'
import { type Exchange, openExchange } from '../support/exchange.ts'

// A worker whose claim has ended changes nothing that a faster one relies on.

let exchange: Exchange
beforeAll(async () => {
  exchange = await openExchange(['customers'])
})
afterAll(() => exchange.account.close())

const context = () => ({
  pool: exchange.account.database.pool,
  api: exchange.account.api,
  times,
  signal: new AbortController().signal,
  now: exchange.account.sandbox.clock.now,
})

const claim = async () => {
  const claimed = await claimPush(exchange.account.database.pool, {
    tenantId,
    now: new Date(exchange.account.sandbox.clock.now()),
    leaseMs: times.lease,
  })
  if (claimed === undefined) throw new Error('Expected a record to send')
  return claimed
}

test('what a slower worker has read ends no attempt of the one that took the record over', async () => {
  const [{ id, stId }] = await exchange.query(
    `SELECT id::text, st_id::text AS "stId" FROM lazi.customers WHERE active AND merged_into_id IS NULL ORDER BY st_id LIMIT 1`,
  )
  const rename = async (name: string) => {
    const [{ version }] = await exchange.query('SELECT version::text FROM lazi.customers WHERE id = $1', [id])
    await exchange.write((write) => changeCustomer(write, { reference: id, version, values: { name } }))
  }
  const { clock } = exchange.account.sandbox
  await rename('First')
  const slow = await claim()
  const table = syncedTableNamed('customers')
  const target = await readTarget(exchange.account.database.pool, table, slow)
  const looked = target && (await look(context(), target))
  if (looked === undefined || 'error' in looked) throw new Error('Expected a record')
  clock.advance(times.lease)
  exchange.account.sandbox.addFault({ method: 'PATCH', path: '/crm/', applyThenFail: 500, times: 1 })
  expect(await pushRecord(context(), await claim())).toBe('waiting')
  await rename('Second')

  const received = { table, claim: slow, stId, parentStId: null, ...looked }
  expect(await plan(context(), received, { kind: 'version', endsAttempt: true })).toBe('lost')
  expect(await exchange.query('SELECT sent FROM sync.outbox')).toEqual([{ sent: { name: 'First' } }])
  await exchange.settle()
  expect(exchange.remote('customers', stId)).toMatchObject({ name: 'Second' })
  expect(await exchange.query('SELECT FROM sync.conflicts')).toEqual([])
})

test('a record at which a worker fails has the reason', async () => {
  await exchange.query('DELETE FROM sync.outbox')
  const [{ id, version }] = await exchange.query(
    'SELECT id::text, version::text FROM lazi.customers WHERE active AND merged_into_id IS NULL ORDER BY st_id DESC LIMIT 1',
  )
  await exchange.write((write) =>
    changeCustomer(write, { reference: id, version, values: { name: 'Failing' } }),
  )
  const stop = new AbortController()
  const { pool, now } = context()
  const pushing = startPushing({
    pool,
    times,
    now,
    everyMs: 50,
    clients: { tenantIds: () => [tenantId], find: () => null, reload: () => [] },
    notes: createPushNotes(null),
    logger: pino({ level: 'silent' }),
    signal: stop.signal,
  })
  const row = async () => (await exchange.query('SELECT state, attempts, error FROM sync.outbox'))[0]
  await until(async () => (await row())?.state === 'unknown')
  stop.abort()
  await Promise.all([pushing.polling, pushing.loop.ended])
  expect(await row()).toEqual({
    state: 'unknown',
    attempts: 1,
    error: `Tenant ${tenantId} has no credentials here any more.`,
  })
})
