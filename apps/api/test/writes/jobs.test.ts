import { jobTransitions } from 'records/fields'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NewAppointment } from '../../client/index.ts'
import { entriesOf } from '../fixtures/entries.ts'
import { invalid, type Office, openOffice, status } from '../fixtures/office.ts'

// People create jobs in LAZI, and book technicians.

let opened: Office
let server: Office['server']
let office: Office['client']
let ids: Office['ids']
let { visitOn, newJob, visitsOf } = {} as Office
beforeAll(async () => {
  opened = await openOffice()
  ;({ server, client: office, ids, visitOn, newJob, visitsOf } = opened)
})
afterAll(() => opened.close())

const job = (id: string) => office.get('jobs', id)
const visit = (id: string) => office.get('appointments', id)
const hours = (start: string, by: number) =>
  new Date(Date.parse(start) + by * 3_600_000).toISOString().replace('.000Z', '.000000Z')

test('a repeated creation responds with the record, also when its technician is no longer active', async () => {
  const wanted = {
    id: '0199c2a4-7d1e-7b3a-9c55-1f2e3d4c5b6b',
    customerId: ids.ada,
    locationId: ids.adaHome,
    businessUnitId: ids.unit,
    jobTypeId: ids.jobType,
    appointments: [visitOn({ technicianIds: [ids.uma] })],
  }
  const created = await office.create('jobs', wanted)
  const added = {
    id: '0199c2a4-7d1e-7b3a-9c55-1f2e3d4c5b6c',
    ...visitOn({ technicianIds: [ids.uma] }),
  }
  await office.addAppointment(created.id, added)
  const setActive = (isActive: boolean) =>
    server.database.pool.query('UPDATE lazi.technicians SET active = $1 WHERE tenant_id = 1 AND id = $2', [
      isActive,
      ids.uma,
    ])
  await setActive(false)
  try {
    expect(await office.create('jobs', wanted)).toMatchObject({ id: created.id, appointmentCount: 2 })
    expect(await office.addAppointment(created.id, added)).toMatchObject({ id: added.id })
  } finally {
    await setActive(true)
  }
  const next = await newJob(visitOn())
  expect(Number(next.number?.slice(1))).toBe(Number(created.number?.slice(1)) + 1)
})

test('a job is created with its visits, and is on the board at once', async () => {
  const first = visitOn({ technicianIds: [ids.tia], specialInstructions: 'Ring twice' })
  const second = visitOn({ technicianIds: [ids.uma, ids.tia] })
  const created = await newJob(second, first)
  expect(created).toMatchObject({
    number: expect.stringMatching(/^L\d+$/),
    status: 'Scheduled',
    priority: 'Normal',
    appointmentCount: 2,
    scheduledStart: hours(first.startsAt, 0),
    scheduledEnd: hours(second.endsAt, 0),
    version: 1,
    sync: { state: 'own' },
  })
  const visits = await visitsOf(created)
  expect(visits).toMatchObject([
    { number: `${created.number}-1`, technicianIds: [ids.tia], customerId: ids.ada, isConfirmed: false },
    { number: `${created.number}-2`, technicianIds: [ids.uma, ids.tia], technicianId: ids.uma },
  ])
  const board = await office.schedule({ date: first.startsAt.slice(0, 10) })
  expect(JSON.stringify(board)).toContain(visits[0].id)
  const next = await newJob(visitOn())
  expect(Number(next.number?.slice(1))).toBe(Number(created.number?.slice(1)) + 1)
})

test('a technician is not booked twice: the response has the other booking', async () => {
  const other = visitOn({ technicianIds: [ids.tia] })
  const booked = await newJob(other)
  const [otherVisit] = await visitsOf(booked)
  const bookings = [
    expect.objectContaining({
      technicianId: ids.tia,
      appointmentId: otherVisit.id,
      jobNumber: booked.number,
    }),
  ]
  const overlapping = {
    startsAt: hours(other.startsAt, 1),
    endsAt: hours(other.endsAt, 1),
    technicianIds: [ids.tia],
  }
  await expect(newJob(overlapping)).rejects.toEqual(status(409, { bookings }))
  const after = await newJob({ ...overlapping, startsAt: other.endsAt, endsAt: hours(other.endsAt, 1) })
  await expect(
    office.addAppointment(after.id, { ...overlapping, technicianIds: [ids.uma, ids.tia] }),
  ).rejects.toEqual(status(409))
  const added = await office.addAppointment(after.id, { ...overlapping, allowOverlap: true })
  expect(added).toMatchObject({ technicianIds: [ids.tia], number: `${after.number}-2` })
  expect(await job(after.id)).toMatchObject({ appointmentCount: 2, version: 2 })
  const { rows } = await server.database.pool.query(
    `SELECT appointment_id::text AS id, other_appointment_id::text AS other, was_allowed AS "wasAllowed"
       FROM lazi.double_bookings WHERE appointment_id = $1 OR appointment_id = $2`,
    [added.id, otherVisit.id],
  )
  expect(rows).toContainEqual({ id: otherVisit.id, other: added.id, wasAllowed: true })
  expect(rows).toContainEqual({ id: added.id, other: otherVisit.id, wasAllowed: true })
})

test('a booking of ServiceTitan is seen too', async () => {
  const booking = {
    startsAt: '2026-03-10T16:00:00Z',
    endsAt: '2026-03-10T18:00:00Z',
    technicianIds: [ids.tia],
  }
  await expect(newJob(booking)).rejects.toEqual(
    status(409, { bookings: [expect.objectContaining({ jobNumber: 'J-100' })] }),
  )
})

test('two visits of one new job cannot overlap for a technician either, and nothing of it is written', async () => {
  const first = visitOn({ technicianIds: [ids.tia] })
  const entries = (await entriesOf(server.database.pool, '1')).length
  await expect(newJob(first, first)).rejects.toEqual(status(409))
  expect((await entriesOf(server.database.pool, '1')).length).toBe(entries)
  expect((await newJob(first)).appointmentCount).toBe(1)
})

test('an appointment is moved with its technicians, who must be free', async () => {
  const first = visitOn({ technicianIds: [ids.tia] })
  const second = visitOn({ technicianIds: [ids.tia] })
  const created = await newJob(first, second)
  const [one] = await visitsOf(created)
  await office.act('appointments', one, 'confirm')
  const confirmed = await visit(one.id)
  expect(confirmed).toMatchObject({ isConfirmed: true, version: 2 })
  // The technicians may be named too.
  await expect(office.act('appointments', confirmed, 'reschedule', second)).rejects.toEqual(status(409))
  const clash = { startsAt: second.startsAt, endsAt: hours(second.startsAt, 1) }
  await expect(office.act('appointments', confirmed, 'reschedule', clash)).rejects.toEqual(status(409))
  const half = { ...clash, arrivalStartsAt: clash.startsAt }
  await expect(office.act('appointments', confirmed, 'reschedule', half)).rejects.toEqual(
    invalid('body.arrivalEndsAt'),
  )
  const moved = await office.act('appointments', confirmed, 'reschedule', {
    startsAt: hours(first.startsAt, 1),
    endsAt: hours(first.endsAt, 2),
  })
  expect(moved).toMatchObject({
    startsAt: hours(first.startsAt, 1),
    isConfirmed: false,
    status: 'Scheduled',
    version: 3,
  })
  expect(await job(created.id)).toMatchObject({ scheduledStart: hours(first.startsAt, 1), version: 2 })
  const { data } = await office.list('appointment-assignments', { appointmentId: one.id })
  expect(data).toMatchObject([{ startsAt: moved.startsAt, endsAt: moved.endsAt, isLive: true }])
  await expect(office.act('appointments', confirmed, 'reschedule', clash)).rejects.toEqual(
    status(412, { changedSince: expect.arrayContaining(['startsAt', 'endsAt']) }),
  )
  expect((await entriesOf(server.database.pool, '1')).slice(-1)).toMatchObject([
    {
      action: 'reschedule',
      entity: 'lazi.appointments',
      changes: {
        startsAt: { new: moved.startsAt },
        jobs: { new: { [created.id]: { scheduledStart: moved.startsAt } } },
      },
    },
  ])
})

describe('is refused, with the field:', () => {
  test.each<[string, Partial<NewAppointment>, string]>([
    ['an end before the start', { endsAt: '2026-01-01T00:00:00Z' }, 'body.appointments.0.endsAt'],
    ['more than a month', { endsAt: '2029-01-01T00:00:00Z' }, 'body.appointments.0.endsAt'],
    ['half a window', { arrivalStartsAt: '2027-01-01T14:00:00Z' }, 'body.appointments.0.arrivalEndsAt'],
    ['no time zone', { startsAt: '2027-01-01T14:00:00' }, 'body.appointments.0.startsAt'],
  ])('%s', async (_, times, path) => {
    await expect(newJob(visitOn(times))).rejects.toEqual(invalid(path))
  })

  test('no appointment, and a location of another customer', async () => {
    await expect(newJob()).rejects.toEqual(invalid('body.appointments'))
    const created = await newJob(visitOn())
    const change = office.change('jobs', created, { locationId: ids.boHome })
    await expect(change).rejects.toEqual(invalid('body.locationId'))
    const moved = await office.change('jobs', created, { locationId: ids.boHome, customerId: ids.bo })
    expect(moved).toMatchObject({ customerId: ids.bo, version: 2 })
    const { appointments } = await office.get('jobs', created.id, { include: ['appointments'] })
    expect(appointments).toMatchObject([{ customerId: ids.bo, version: 2 }])
    const sides = (customerId: string) => ({ [String(appointments[0]?.id)]: { customerId } })
    expect((await entriesOf(server.database.pool, '1')).at(-1)).toMatchObject({
      entity: 'lazi.jobs',
      changes: { appointments: { old: sides(ids.ada), new: sides(ids.bo) } },
    })
  })

  test.each(Object.keys(jobTransitions))('to %s a job whose status does not allow it', async (action) => {
    const created = await newJob(visitOn())
    const canceled = await office.act('jobs', created, 'cancel', { reasonId: ids.cancelReason, memo: 'x' })
    const from = action === 'restore' ? await office.act('jobs', canceled, 'restore') : canceled
    const reasonId = action === 'hold' ? ids.holdReason : ids.cancelReason
    const body = ['cancel', 'hold'].includes(action) ? { reasonId, memo: 'x' } : undefined
    await expect(office.act('jobs', from, action as 'complete', body)).rejects.toEqual(
      status(409, { detail: expect.stringContaining('does not allow') }),
    )
  })
})
