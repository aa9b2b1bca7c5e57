import { expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../sandbox.ts'
import { dispatch, first, jpm, newJob, TENANT, technicianIds } from '../testing/writing.ts'

const HOUR = 60 * 60_000
const sizes = { jobs: 300, locations: 120, technicians: 8 }

/** A morning in Chicago with a business day. */
const createMorning = () => {
  const sandbox = createSandbox({ now: '2026-06-18T14:00:00Z', tenants: [{ tenantId: TENANT, sizes }] })
  return { sandbox, day: sandbox.startBusinessDay({ changesPerMinute: 10 }), person: sandbox.as('person') }
}

const statusOf = (sandbox: Sandbox, jobId: number): string | undefined =>
  sandbox.record(TENANT, 'jobs', jobId)?.jobStatus

const book = (sandbox: Sandbox, appointments: object[]): { id: number; firstAppointmentId: number } => {
  const { status, body } = sandbox.as('person').post(jpm('jobs'), newJob(sandbox, { appointments }))
  expect(status).toBe(200)
  return body as never
}

it('a business day works on a job that was written, at the time to which it was moved', () => {
  const { sandbox, person, day } = createMorning()
  const visit = {
    start: '2026-06-18T15:00:00Z',
    end: '2026-06-18T16:00:00Z',
    technicianIds: technicianIds(sandbox).slice(0, 1),
  }
  const { id, firstAppointmentId } = book(sandbox, [visit])
  sandbox.clock.advance(10 * 60_000)
  const moved = { start: '2026-06-18T19:00:00Z', end: '2026-06-18T20:00:00Z' }
  person.patch(jpm(`appointments/${firstAppointmentId}/reschedule`), moved)
  const startOf = () => sandbox.record(TENANT, 'appointments', firstAppointmentId)?.start
  // The business day may move it once more, but never back to the former time.
  sandbox.clock.advance(2 * HOUR)
  expect(startOf()).not.toBe(visit.start)
  expect(statusOf(sandbox, id)).not.toBe('Completed')
  sandbox.clock.advance(8 * HOUR)
  expect(statusOf(sandbox, id)).toBe('Completed')
  expect(sandbox.record(TENANT, 'appointments', firstAppointmentId)?.status).toBe('Done')
  day.stop()
})

it('a business day leaves cancelled and held jobs alone, until they are restored', () => {
  const { sandbox, person, day } = createMorning()
  const soon = { start: '2026-06-18T15:00:00Z', end: '2026-06-18T16:00:00Z' }
  const [cancelled, held] = [book(sandbox, [soon]), book(sandbox, [soon])]
  sandbox.clock.advance(5 * 60_000)
  const reasonOf = (name: 'job-cancel-reasons' | 'job-hold-reasons') => ({
    reasonId: first(sandbox.records(TENANT, name)).id,
    memo: '',
  })
  person.put(jpm(`jobs/${cancelled.id}/cancel`), reasonOf('job-cancel-reasons'))
  person.put(jpm(`appointments/${held.firstAppointmentId}/hold`), reasonOf('job-hold-reasons'))
  sandbox.clock.advance(6 * HOUR)
  expect([statusOf(sandbox, cancelled.id), statusOf(sandbox, held.id)]).toEqual(['Canceled', 'Hold'])
  person.delete(jpm(`appointments/${held.firstAppointmentId}/hold`))
  sandbox.clock.advance(24 * HOUR)
  expect([statusOf(sandbox, cancelled.id), statusOf(sandbox, held.id)]).toEqual(['Canceled', 'Completed'])
  day.stop()
})

it('a job that is cancelled at any moment of the day stays cancelled', () => {
  const { sandbox, person, day } = createMorning()
  const { id: reasonId } = first(sandbox.records(TENANT, 'job-cancel-reasons'))
  const cancelled: number[] = []
  for (let minute = 0; minute < 240; minute++) {
    sandbox.clock.advance(60_000)
    const open = [...sandbox.records(TENANT, 'jobs')].filter(
      ({ jobStatus }) => jobStatus === 'Dispatched' || jobStatus === 'InProgress',
    )
    const job = open[minute % Math.max(1, open.length)]
    if (minute % 5 > 0 || !job) continue
    expect(person.put(jpm(`jobs/${job.id}/cancel`), { reasonId, memo: '' }).status).toBe(200)
    cancelled.push(Number(job.id))
  }
  day.stop()
  expect(cancelled.length).toBeGreaterThan(5)
  expect(cancelled.filter((id) => statusOf(sandbox, id) !== 'Canceled')).toEqual([])
})

it('technicians who were assigned and unassigned are those of the board', () => {
  const { sandbox, person, day } = createMorning()
  const [one = 0, two = 0] = technicianIds(sandbox)
  const visit = { start: '2026-06-18T15:00:00Z', end: '2026-06-18T16:00:00Z', technicianIds: [one] }
  const { firstAppointmentId: jobAppointmentId } = book(sandbox, [visit])
  person.post(dispatch('assign-technicians'), { jobAppointmentId, technicianIds: [two] })
  person.post(dispatch('unassign-technicians'), { jobAppointmentId, technicianIds: [one] })
  sandbox.clock.advance(3 * HOUR)
  const live = [...sandbox.records(TENANT, 'appointment-assignments')].filter(
    ({ appointmentId, active }) => active && appointmentId === jobAppointmentId,
  )
  expect(live.map(({ technicianId, status }) => [technicianId, status])).toEqual([[two, 'Done']])
  day.stop()
})
