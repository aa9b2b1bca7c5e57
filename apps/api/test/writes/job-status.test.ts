import { afterAll, beforeAll, expect, test } from 'vitest'
import { entriesOf } from '../fixtures/entries.ts'
import { type Office, openOffice } from '../fixtures/office.ts'

// The status of a job that people restore or hold, and of its appointments.

let opened: Office
let pool: Office['pool']
let office: Office['client']
let ids: Office['ids']
let { visitOn, newJob, visitsOf, outboxOf } = {} as Office
beforeAll(async () => {
  opened = await openOffice()
  ;({ pool, client: office, ids, visitOn, newJob, visitsOf, outboxOf } = opened)
})
afterAll(() => opened.close())

/** The new values of records in an entry, by their ids. */
const newOf = (change: unknown) => (change as { readonly new: object }).new

const job = (id: string) => office.get('jobs', id)

test('a job that is restored has the status that follows from its appointments', async () => {
  const created = await newJob(visitOn(), visitOn())
  const [first] = await visitsOf(created)
  await office.act('appointments', await office.act('appointments', first, 'start'), 'done')
  expect((await job(created.id)).status).toBe('InProgress')
  const reason = { reasonId: ids.cancelReason, memo: 'Moved' }
  const canceled = await office.act('jobs', await job(created.id), 'cancel', reason)
  expect(canceled.status).toBe('Canceled')
  const restored = await office.act('jobs', canceled, 'restore')
  expect(restored.status).toBe('InProgress')
  expect((await visitsOf(created)).map(({ status }) => status)).toEqual(['Done', 'Scheduled'])
})

test('a canceled job of ServiceTitan that is restored is noted with its former status', async () => {
  await pool.query(`UPDATE lazi.jobs SET status = 'Canceled' WHERE tenant_id = 1 AND st_id = 101;
    UPDATE lazi.appointments SET status = 'Canceled' WHERE tenant_id = 1 AND st_id = 201`)
  const restored = await office.act('jobs', await job('st:101'), 'restore')
  expect(restored.status).toBe('Scheduled')
  expect(await outboxOf(restored.id)).toMatchObject([{ op: 'update', base: { status: 'Canceled' } }])
})

test('a hold leaves an appointment as it is that is held for the same reason', async () => {
  const created = await newJob(visitOn(), visitOn())
  const [first, second] = await visitsOf(created)
  const reason = { reasonId: ids.holdReason, memo: 'Permit' }
  const held = await office.act('appointments', first, 'hold', reason)
  await office.act('jobs', await job(created.id), 'hold', reason)
  expect(await office.get('appointments', first.id)).toEqual(held)
  expect(await office.get('appointments', String(second?.id))).toMatchObject({ status: 'Hold', version: 2 })
  const { rows } = await pool.query(
    `SELECT id::text, changed_paths AS columns FROM lazi.changes
      WHERE tenant_id = 1 AND table_name = 'appointments' AND id = ANY ($1::uuid[]) AND op = 'update' ORDER BY seq`,
    [[first.id, second?.id]],
  )
  const columns = ['status', 'hold_reason_id', 'hold_memo']
  expect(rows).toEqual([
    { id: first.id, columns },
    { id: second?.id, columns },
  ])
  const [entry] = (await entriesOf(pool, '1')).slice(-1)
  expect(entry).toMatchObject({ action: 'hold', entityId: created.id })
  expect(Object.keys(newOf(entry?.changes?.appointments))).toEqual([second?.id])
})

test('what a hold of a job changes of appointments of ServiceTitan is noted, until it is as before', async () => {
  await pool.query(`UPDATE lazi.jobs SET status = 'Scheduled' WHERE tenant_id = 1 AND st_id = 100;
    UPDATE lazi.appointments SET status = 'Scheduled' WHERE tenant_id = 1 AND st_id = 200`)
  const visit = await office.get('appointments', 'st:200')
  const reason = { reasonId: ids.holdReason, memo: 'Permit' }
  const held = await office.act('jobs', await job('st:100'), 'hold', reason)
  expect(await outboxOf(visit.id)).toEqual([
    { op: 'update', base: { status: 'Scheduled', holdReasonId: null, holdMemo: null }, state: 'kept' },
  ])
  await office.act('jobs', held, 'unhold')
  expect(await outboxOf(visit.id)).toEqual([])
})
