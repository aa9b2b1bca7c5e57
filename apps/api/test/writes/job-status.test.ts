import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Row } from '../../client/index.ts'
import { entriesOf } from '../fixtures/entries.ts'
import { invalid, type Office, openOffice, status } from '../fixtures/office.ts'

// People bring jobs and their appointments from one status to the next.

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
const visit = (id: string) => office.get('appointments', id)

test('a job goes from its first visit to its completion, and back', async () => {
  const created = await newJob(visitOn({ technicianIds: [ids.tia] }))
  let [one] = (await visitsOf(created)) as [Row<'appointments'>]
  await expect(office.act('jobs', created, 'complete')).rejects.toEqual(
    status(409, { detail: expect.stringContaining('is Scheduled') }),
  )
  one = await office.act('appointments', one, 'dispatch')
  expect([one.status, (await job(created.id)).status]).toEqual(['Dispatched', 'Dispatched'])
  one = await office.act('appointments', one, 'start')
  expect([one.status, (await job(created.id)).status]).toEqual(['Working', 'InProgress'])
  one = await office.act('appointments', one, 'hold', { reasonId: ids.holdReason, memo: 'No parts' })
  expect(one).toMatchObject({ status: 'Hold', holdReasonId: ids.holdReason, holdMemo: 'No parts' })
  expect((await job(created.id)).status).toBe('Hold')
  one = await office.act('appointments', one, 'unhold')
  expect(one).toMatchObject({ status: 'Scheduled', holdReasonId: null, holdMemo: null })
  one = await office.act('appointments', one, 'start')
  one = await office.act('appointments', one, 'done')
  const { data } = await office.list('appointment-assignments', { appointmentId: one.id })
  expect(data).toMatchObject([{ status: 'Done' }])
  const completed = await office.act('jobs', await job(created.id), 'complete')
  expect(completed).toMatchObject({ status: 'Completed', completedAt: expect.any(String) })
  await expect(office.act('appointments', one, 'reschedule', visitOn())).rejects.toEqual(status(409))
  await expect(office.addAppointment(created.id, visitOn())).rejects.toEqual(status(409))
  const reopened = await office.act('jobs', completed, 'reopen')
  expect(reopened).toMatchObject({ status: 'InProgress', completedAt: null })
})

test('a canceled job frees its technicians, and is restored without them', async () => {
  const times = visitOn({ technicianIds: [ids.tia] })
  const created = await newJob(times)
  const reason = { reasonId: ids.cancelReason, memo: 'Sold the house' }
  const wrong = office.act('jobs', created, 'cancel', { ...reason, reasonId: ids.holdReason })
  await expect(wrong).rejects.toEqual(invalid('body.reasonId'))
  const canceled = await office.act('jobs', created, 'cancel', reason)
  expect(canceled).toMatchObject({
    status: 'Canceled',
    cancelReasonId: ids.cancelReason,
    cancelMemo: 'Sold the house',
  })
  expect(await visitsOf(created)).toMatchObject([{ status: 'Canceled', technicianIds: null }])
  await newJob(times)
  const restored = await office.act('jobs', canceled, 'restore')
  expect(restored).toMatchObject({ status: 'Scheduled', cancelReasonId: null, cancelMemo: null })
  expect(await visitsOf(created)).toMatchObject([{ status: 'Scheduled', technicianIds: null }])
})

test('a job that ServiceTitan canceled is restored without its technicians', async () => {
  await pool.query(`UPDATE lazi.jobs SET status = 'Canceled' WHERE tenant_id = 1 AND st_id = 101;
    UPDATE lazi.appointments SET status = 'Canceled' WHERE tenant_id = 1 AND st_id = 201;
    UPDATE lazi.appointment_assignments SET is_live = false WHERE tenant_id = 1 AND st_id = 301`)
  const canceled = await office.get('jobs', 'st:101')
  const [before] = await visitsOf(canceled)
  expect(before).toMatchObject({ status: 'Canceled', technicianIds: [ids.tia] })
  expect(await office.act('jobs', canceled, 'restore')).toMatchObject({ status: 'Scheduled' })
  const after = await visit(before.id)
  expect(after).toMatchObject({ status: 'Scheduled', technicianId: null, technicianIds: null })
  expect(await office.get('appointment-assignments', 'st:301')).toMatchObject({
    active: false,
    isLive: false,
    version: 2,
  })
  expect((await entriesOf(pool, '1')).at(-1)).toMatchObject({
    action: 'restore',
    changes: {
      appointments: {
        old: { [before.id]: { status: 'Canceled', technicianIds: [ids.tia] } },
        new: { [before.id]: { status: 'Scheduled', technicianIds: null } },
      },
    },
  })
  const { rows } = await pool.query(
    `SELECT changed_paths AS columns FROM lazi.changes
      WHERE tenant_id = 1 AND table_name = 'appointment_assignments' AND id = (
            SELECT id FROM lazi.appointment_assignments WHERE tenant_id = 1 AND st_id = 301) ORDER BY seq DESC LIMIT 1`,
  )
  expect(rows).toEqual([{ columns: ['active', 'is_live'] }])
  // Another job may have the technician then, but not both.
  const { startsAt, endsAt } = after
  await newJob({ startsAt: String(startsAt), endsAt: String(endsAt), technicianIds: [ids.tia] })
  const again = office.act('appointments', after, 'assign', { technicianIds: [ids.tia] })
  await expect(again).rejects.toEqual(status(409))
})

test('a job is held as a whole, and an appointment is removed unless it is the last', async () => {
  const created = await newJob(visitOn(), visitOn({ technicianIds: [ids.uma] }))
  const held = await office.act('jobs', created, 'hold', { reasonId: ids.holdReason, memo: 'Permit' })
  expect(held.status).toBe('Hold')
  const back = await office.act('jobs', held, 'unhold')
  expect(back.status).toBe('Scheduled')
  const [one, two] = (await visitsOf(created)) as [Row<'appointments'>, Row<'appointments'>]
  const removed = await office.remove('appointments', two)
  expect(removed).toMatchObject({ active: false, deletedAt: expect.any(String) })
  expect((await job(created.id)).appointmentCount).toBe(1)
  await newJob({ startsAt: String(two.startsAt), endsAt: String(two.endsAt), technicianIds: [ids.uma] })
  await expect(office.remove('appointments', one)).rejects.toEqual(status(409))
})

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
  expect((await visitsOf(created)).map((one) => one.status)).toEqual(['Done', 'Scheduled'])
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
