import { appointmentFields } from 'records/fields'
import {
  assignTechnicians,
  cancelJob,
  changeJob,
  changeRecord,
  completeJob,
  confirmAppointment,
  holdAppointment,
  holdJob,
  moveAppointment,
  removeAppointment,
  rescheduleAppointment,
  restoreJob,
  unassignTechnicians,
} from 'records/writes'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { usualTimes as times } from '../../src/push/times.ts'
import { tenantId } from '../support/account.ts'
import { bookJobs } from '../support/book-jobs.ts'
import { runHere } from '../support/command.ts'
import { type Exchange, openExchange } from '../support/exchange.ts'

// Jobs, appointments and their technicians: what a dispatcher does in LAZI reaches ServiceTitan, step by step.

let exchange: Exchange
let visits: Visit[]
let technicians: { id: string; stId: string }[]

interface Visit {
  readonly id: string
  readonly stId: string
  readonly jobId: string
  readonly jobStId: string
  readonly startsAt: string
}

beforeAll(async () => {
  exchange = await openExchange(['jobs'], {}, (account) => bookJobs(account, 30))
  visits = await exchange.query(
    `SELECT visit.id::text, visit.st_id::text AS "stId", job.id::text AS "jobId", job.st_id::text AS "jobStId",
            to_char(visit.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "startsAt"
       FROM lazi.appointments AS visit JOIN lazi.jobs AS job ON job.id = visit.job_id
      WHERE visit.active AND visit.status = 'Scheduled' AND job.status = 'Scheduled' AND job.appointment_count = 1
        AND NOT visit.is_confirmed AND cardinality(visit.technician_ids) = 1 ORDER BY visit.st_id DESC`,
  )
  technicians = await exchange.query(
    `SELECT id::text, st_id::text AS "stId" FROM lazi.technicians WHERE active ORDER BY st_id`,
  )
})
afterAll(() => exchange.account.close())
beforeEach(() => exchange.account.sandbox.clearFaults())

/** An appointment, with its job, that no other test uses. */
function nextVisit(): Visit {
  const visit = visits.shift()
  if (!visit) throw new Error('Expected an appointment')
  return visit
}

const sandbox = () => exchange.account.sandbox
const remoteVisit = ({ stId }: Visit) => sandbox().record(Number(tenantId), 'appointments', Number(stId))
const remoteJob = ({ jobStId }: Visit) => sandbox().record(Number(tenantId), 'jobs', Number(jobStId))
const path = (module: string, rest: string) => `/${module}/v2/tenant/${tenantId}/${rest}`

/** LAZI's appointment. */
async function stored({ id }: Pick<Visit, 'id'>) {
  const [row] = await exchange.query(
    `SELECT version::text, status, is_confirmed, active, special_instructions, hold_memo, technician_id::text,
            coalesce(technician_ids::text[], '{}') AS technicians,
            to_char(starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS starts_at
       FROM lazi.appointments WHERE id = $1`,
    [id],
  )
  return row
}

const storedJob = async ({ jobId }: Visit) =>
  (
    await exchange.query(
      'SELECT version::text, status, summary, tag_type_ids::text[] AS tags FROM lazi.jobs WHERE id = $1',
      [jobId],
    )
  )[0]

/** The technicians who are booked for an appointment, each with its assignment in ServiceTitan. */
const booked = ({ id }: Visit) =>
  exchange.query(
    `SELECT technician_id::text AS id, st_id IS NOT NULL AS "isLinked" FROM lazi.appointment_assignments
      WHERE appointment_id = $1 AND is_live ORDER BY technician_id`,
    [id],
  )

const outbox = (id: string) =>
  exchange.query(
    'SELECT op, state, blocked_by, error_status, failed_fields FROM sync.outbox WHERE record_id = $1',
    [id],
  )

/** The technicians of an appointment in ServiceTitan. */
const remoteTechnicians = ({ stId }: Visit) =>
  [...sandbox().records(Number(tenantId), 'appointment-assignments')]
    .filter(({ appointmentId, active }) => active && String(appointmentId) === stId)
    .map(({ technicianId }) => String(technicianId))
    .toSorted()

/** The writes that ServiceTitan applied of an API, in order, since the test began to count. */
function written(since: number) {
  const seen = new Set<number>()
  return sandbox()
    .book.slice(since)
    .filter(({ by, write }) => by === 'api' && !seen.has(write) && seen.add(write))
    .map(({ method, path: of }) => `${method} ${of.split(`tenant/${tenantId}/`)[1]?.replaceAll(/\d+/g, '#')}`)
}

const later = (instant: string, hours: number) =>
  new Date(Date.parse(instant) + hours * 3_600_000).toISOString()

const targetOf = async (visit: Pick<Visit, 'id'>) => ({
  reference: visit.id,
  version: (await stored(visit)).version as string,
})
const jobTargetOf = async (visit: Visit) => ({
  reference: visit.jobId,
  version: (await storedJob(visit)).version as string,
})

async function move(visit: Visit, hours: number, technicianIds?: readonly string[]): Promise<void> {
  const target = await targetOf(visit)
  const times = {
    startsAt: later(visit.startsAt, hours),
    endsAt: later(visit.startsAt, hours + 2),
    arrivalStartsAt: null,
    arrivalEndsAt: null,
  }
  await exchange.write((write) =>
    rescheduleAppointment(write, target, { ...times, allowOverlap: true, technicianIds }),
  )
}

async function assign(visit: Visit, technicianIds: readonly string[], unassign: readonly string[] = []) {
  const target = await targetOf(visit)
  await exchange.write((write) =>
    assignTechnicians(write, target, { technicianIds, unassign, allowOverlap: true }),
  )
}

/** A technician who is not assigned. */
async function another(visit: Visit, place = 0): Promise<{ id: string; stId: string }> {
  const { technicians: assigned } = await stored(visit)
  const found = technicians.filter(({ id }) => !assigned.includes(id))[place]
  if (!found) throw new Error('Expected another technician')
  return found
}

const reason = async (kind: 'cancel' | 'hold') =>
  (
    await exchange.query(
      `SELECT id::text AS "reasonId", st_id::text AS "stId" FROM lazi.job_${kind}_reasons WHERE active ORDER BY st_id LIMIT 1`,
    )
  )[0]

test('a job is sent by one request, and its tags of both sides stay', async () => {
  const visit = nextVisit()
  const since = sandbox().book.length
  const tags = await exchange.query(
    'SELECT id::text, st_id::text AS "stId" FROM lazi.tag_types WHERE active ORDER BY st_id',
  )
  const before = remoteJob(visit)?.tagTypeIds ?? []
  const [mine, theirs] = tags.filter((tag) => !before.includes(Number(tag.stId)))
  const target = await jobTargetOf(visit)
  const { tags: own } = await storedJob(visit)
  const values = {
    summary: 'No heat upstairs',
    priority: 'Urgent',
    customerPo: null,
    tagTypeIds: [...own, mine.id],
  }
  await exchange.write((write) => changeJob(write, { ...target, values }))
  sandbox().clock.advance(1_000)
  sandbox()
    .as('person')
    .patch(path('jpm', `jobs/${visit.jobStId}`), { tagTypeIds: [...before, Number(theirs.stId)] })
  expect(await exchange.send()).toBe('inStep')
  expect(written(since)).toEqual(['PATCH jobs/#'])
  expect(remoteJob(visit)).toMatchObject({ summary: 'No heat upstairs', priority: 'Urgent', customerPo: '' })
  expect(new Set(remoteJob(visit)?.tagTypeIds)).toEqual(
    new Set([...before, Number(mine.stId), Number(theirs.stId)]),
  )
  const { version, ...job } = await storedJob(visit)
  expect(new Set(job.tags)).toEqual(new Set([...own, mine.id, theirs.id]))
  await exchange.follow()
  expect(await storedJob(visit)).toMatchObject({ ...job, summary: 'No heat upstairs' })
})

test('what the API cannot write is refused with the reason', async () => {
  const visit = nextVisit()
  const [job, target] = [await jobTargetOf(visit), await targetOf(visit)]
  const inServiceTitan = (what: string) => `${what} in ServiceTitan while both sides change these records.`
  await expect(exchange.write((write) => completeJob(write, job))).rejects.toThrow(
    inServiceTitan('Jobs are completed'),
  )
  await expect(exchange.write((write) => moveAppointment(write, target, 'dispatch'))).rejects.toThrow(
    inServiceTitan('Appointments are dispatched'),
  )
  const emptied = exchange.write((write) => changeJob(write, { ...job, values: { campaignId: null } }))
  await expect(emptied).rejects.toMatchObject({ problems: [{ path: 'campaignId' }] })
  expect(await outbox(visit.jobId)).toEqual([])
  expect(await outbox(visit.id)).toEqual([])
})

test('an appointment that is moved arrives, and its echo changes nothing', async () => {
  const visit = nextVisit()
  const since = sandbox().book.length
  await move(visit, 24)
  expect(await outbox(visit.id)).toMatchObject([{ op: 'update', state: 'pending' }])
  expect(await exchange.send()).toBe('inStep')
  expect(written(since)).toEqual(['PATCH appointments/#/reschedule'])
  expect(Date.parse(remoteVisit(visit)?.start ?? '')).toBe(Date.parse(later(visit.startsAt, 24)))
  const before = await stored(visit)
  await exchange.follow()
  expect(await stored(visit)).toEqual(before)
  expect(await exchange.pushAll()).toEqual([])
  expect(
    await exchange.query(
      `SELECT FROM lazi.jobs AS job JOIN lazi.appointments AS visit ON visit.job_id = job.id
        WHERE job.id = $1 AND job.scheduled_start = visit.starts_at AND job.scheduled_end = visit.ends_at`,
      [visit.jobId],
    ),
  ).toHaveLength(1)
})

test('the steps of an appointment are sent in their order, each by one request', async () => {
  const visit = nextVisit()
  const { reasonId } = await reason('hold')
  const [target, before] = [await targetOf(visit), await stored(visit)]
  await exchange.write((write) => holdAppointment(write, target, { reasonId, memo: 'Waits for parts' }))
  expect(await exchange.send()).toBe('inStep')
  expect(remoteVisit(visit)).toMatchObject({ status: 'Hold' })
  await exchange.follow()
  expect(await storedJob(visit)).toMatchObject({ status: 'Hold' })
  const since = sandbox().book.length
  const other = await another(visit)
  await move(visit, 24, [other.id])
  const instructed = await targetOf(visit)
  await exchange.write((write) =>
    changeRecord(write, {
      table: appointmentFields,
      ...instructed,
      values: { specialInstructions: 'Ring twice' },
    }),
  )
  const confirmed = await targetOf(visit)
  await exchange.write((write) => confirmAppointment(write, confirmed, true))
  expect(await exchange.send()).toBe('inStep')
  expect(written(since)).toEqual([
    'DELETE appointments/#/hold',
    'PATCH appointments/#/reschedule',
    'PUT appointments/#/special-instructions',
    'POST appointment-assignments/assign-technicians',
    'POST appointment-assignments/unassign-technicians',
    'PUT appointments/#/confirmation',
  ])
  expect(remoteVisit(visit)).toMatchObject({ status: 'Scheduled', isConfirmed: true })
  expect(remoteTechnicians(visit)).toEqual([other.stId])
  await exchange.follow()
  expect(await stored(visit)).toMatchObject({
    status: 'Scheduled',
    is_confirmed: true,
    special_instructions: 'Ring twice',
    technicians: [other.id],
    technician_id: other.id,
  })
  expect(await booked(visit)).toEqual([{ id: other.id, isLinked: true }])
  expect(before.technicians).not.toContain(other.id)
  expect(await exchange.query(`SELECT FROM sync.outbox`)).toEqual([])
})

test('an appointment that was confirmed, moved, and confirmed again stays confirmed', async () => {
  const visit = nextVisit()
  const first = await targetOf(visit)
  await exchange.write((write) => confirmAppointment(write, first, true))
  await exchange.send()
  await move(visit, 24)
  const again = await targetOf(visit)
  await exchange.write((write) => confirmAppointment(write, again, true))
  expect(await exchange.send()).toBe('inStep')
  expect(remoteVisit(visit)).toMatchObject({ isConfirmed: true })
  expect(await stored(visit)).toMatchObject({ is_confirmed: true })
  expect(Date.parse(remoteVisit(visit)?.start ?? '')).toBe(Date.parse(later(visit.startsAt, 24)))
})

test('technicians of both sides are merged, each by a request of its own', async () => {
  const visit = nextVisit()
  const [was] = (await stored(visit)).technicians
  const [mine, second, theirs] = [await another(visit), await another(visit, 1), await another(visit, 2)]
  await assign(visit, [mine.id, second.id], [was])
  sandbox().clock.advance(1_000)
  sandbox()
    .as('person')
    .post(path('dispatch', 'appointment-assignments/assign-technicians'), {
      jobAppointmentId: Number(visit.stId),
      technicianIds: [Number(theirs.stId)],
    })
  const since = sandbox().book.length
  expect(await exchange.send()).toBe('inStep')
  expect(written(since)).toEqual([
    'POST appointment-assignments/assign-technicians',
    'POST appointment-assignments/assign-technicians',
    'POST appointment-assignments/unassign-technicians',
  ])
  const wanted = [mine, second, theirs]
  expect(remoteTechnicians(visit)).toEqual(wanted.map(({ stId }) => stId).toSorted())
  await exchange.follow()
  const ids = wanted.map(({ id }) => id).toSorted()
  expect((await stored(visit)).technicians.toSorted()).toEqual(ids)
  expect(await booked(visit)).toEqual(ids.map((id) => ({ id, isLinked: true })))
  expect(await exchange.query('SELECT FROM sync.outbox')).toEqual([])
})

test('the feed does not undo what is still to be sent', async () => {
  const visit = nextVisit()
  const [was] = (await stored(visit)).technicians
  const other = await another(visit)
  await assign(visit, [other.id], [was])
  sandbox().clock.advance(1_000)
  sandbox().update(Number(tenantId), 'appointment-assignments', assignmentOf(visit), { isPaused: true })
  await exchange.follow()
  expect((await stored(visit)).technicians).toEqual([other.id])
  expect(await booked(visit)).toEqual([{ id: other.id, isLinked: false }])
  await exchange.send()
  await exchange.follow()
  expect(await booked(visit)).toEqual([{ id: other.id, isLinked: true }])
  expect(remoteTechnicians(visit)).toEqual([other.stId])
})

function assignmentOf({ stId }: Visit): number {
  const found = [...sandbox().records(Number(tenantId), 'appointment-assignments')].find(
    ({ appointmentId, active }) => active && String(appointmentId) === stId,
  )
  return Number(found?.id)
}

test('a technician who was assigned just now is no error, and one who may not be assigned is', async () => {
  const visit = nextVisit()
  const [mine, second] = [await another(visit), await another(visit, 1)]
  await assign(visit, [mine.id, second.id])
  const assigning = { method: 'POST', path: '*/assign-technicians' }
  // As when a person assigns the technician after LAZI has looked.
  sandbox().addFault({ ...assigning, applyThenFail: 409, times: 1 })
  expect(await exchange.send()).toBe('inStep')
  expect(remoteTechnicians(visit)).toContain(mine.stId)
  expect(remoteTechnicians(visit)).toContain(second.stId)
  await exchange.follow()
  const third = await another(visit)
  await assign(visit, [third.id])
  const body = { title: 'Not on duty', status: 409, traceId: 't-2', errors: {}, data: {} }
  sandbox().addFault({ ...assigning, status: 409, body: JSON.stringify(body) })
  const since = sandbox().book.length
  await exchange.send()
  expect(written(since)).toEqual([])
  expect(await outbox(visit.id)).toMatchObject([
    { op: 'update', state: 'failed', failed_fields: { technicianIds: 'Not on duty' } },
  ])
  await exchange.query('DELETE FROM sync.outbox')
})

test('both sides move an appointment: a person decides, and the technicians are booked by it', async () => {
  const visit = nextVisit()
  await move(visit, 24)
  sandbox().clock.advance(1_000)
  const theirs = { start: later(visit.startsAt, 48), end: later(visit.startsAt, 49) }
  sandbox()
    .as('person')
    .patch(path('jpm', `appointments/${visit.stId}/reschedule`), theirs)
  await exchange.send()
  expect(await outbox(visit.id)).toMatchObject([{ state: 'blocked', blocked_by: 'conflict' }])
  expect(Date.parse(remoteVisit(visit)?.start ?? '')).toBe(Date.parse(theirs.start))
  const { env } = exchange.account
  const listed = await runHere(['conflicts', 'list', '--tenant', tenantId, '--json'], env)
  const [{ conflicts }] = JSON.parse(listed.stdout).tenants
  const conflict = conflicts.find(({ recordId }: { recordId: string }) => recordId === visit.id)
  expect(conflict).toMatchObject({ table: 'appointments', field: 'time' })
  const decided = ['conflicts', 'decide', conflict.id, '--take', 'servicetitan', '--tenant', tenantId]
  expect(await runHere(decided, env)).toMatchObject({ code: 0 })
  await exchange.query('UPDATE sync.outbox SET due_at = $1 WHERE record_id = $2', [
    new Date(sandbox().clock.now()),
    visit.id,
  ])
  await exchange.send()
  expect(await outbox(visit.id)).toEqual([])
  expect(Date.parse((await stored(visit)).starts_at)).toBe(Date.parse(theirs.start))
  expect(
    await exchange.query(
      `SELECT FROM lazi.appointment_assignments AS booked JOIN lazi.appointments AS visit ON visit.id = booked.appointment_id
        WHERE visit.id = $1 AND booked.is_live AND booked.starts_at <> visit.starts_at`,
      [visit.id],
    ),
  ).toEqual([])
})

test('a job is canceled with its appointments, and restored with them', async () => {
  const visit = nextVisit()
  const { reasonId } = await reason('cancel')
  const since = sandbox().book.length
  const target = await jobTargetOf(visit)
  await exchange.write((write) => cancelJob(write, target, { reasonId, memo: 'Sold the house' }))
  expect(await exchange.send()).toBe('inStep')
  expect(written(since)).toEqual(['PUT jobs/#/cancel'])
  expect(remoteJob(visit)).toMatchObject({ jobStatus: 'Canceled' })
  // What ServiceTitan did with it was read with it.
  await exchange.project()
  expect(await stored(visit)).toMatchObject({ status: 'Canceled' })
  expect(await booked(visit)).toEqual([])
  const restored = await jobTargetOf(visit)
  await exchange.write((write) => restoreJob(write, restored))
  expect(await exchange.send()).toBe('inStep')
  await exchange.project()
  expect(remoteJob(visit)).toMatchObject({ jobStatus: 'Scheduled' })
  expect(await stored(visit)).toMatchObject({ status: 'Scheduled' })
})

test('a job that a person has completed meanwhile is not canceled', async () => {
  const visit = nextVisit()
  const { reasonId } = await reason('cancel')
  const target = await jobTargetOf(visit)
  await exchange.write((write) => cancelJob(write, target, { reasonId, memo: 'Called off' }))
  sandbox().clock.advance(1_000)
  sandbox().update(Number(tenantId), 'jobs', Number(visit.jobStId), { jobStatus: 'Completed' })
  await exchange.send()
  expect(await storedJob(visit)).toMatchObject({ status: 'Completed' })
  expect(await outbox(visit.jobId)).toEqual([])
  expect(
    await exchange.query(
      'SELECT field, policy, decision, lazi_value FROM sync.conflicts WHERE record_id = $1',
      [visit.jobId],
    ),
  ).toEqual([{ field: 'status', policy: 'servicetitan', decision: 'servicetitan', lazi_value: 'Canceled' }])
})

test('a job is held by holding its appointments', async () => {
  const visit = nextVisit()
  const { reasonId } = await reason('hold')
  const target = await jobTargetOf(visit)
  await exchange.write((write) => holdJob(write, target, { reasonId, memo: 'Waits for parts' }))
  await exchange.send()
  expect(remoteVisit(visit)).toMatchObject({ status: 'Hold' })
  await exchange.follow()
  expect(await storedJob(visit)).toMatchObject({ status: 'Hold' })
  expect(await exchange.query('SELECT FROM sync.outbox')).toEqual([])
  expect(await stored(visit)).toMatchObject({ hold_memo: 'Waits for parts' })
  sandbox()
    .as('person')
    .delete(path('jpm', `appointments/${visit.stId}/hold`))
  await exchange.follow()
  expect(await stored(visit)).toMatchObject({ status: 'Scheduled', hold_memo: null })
})

/** An appointment that was added to the job of another one, so that it may be removed. */
async function addVisit(of: Visit): Promise<Visit> {
  sandbox().clock.advance(1_000)
  const { body } = sandbox()
    .as('person')
    .post(path('jpm', 'appointments'), {
      jobId: Number(of.jobStId),
      start: later(of.startsAt, 72),
      end: later(of.startsAt, 74),
      technicianIds: [Number(technicians[0]?.stId)],
    })
  const stId = String((body as { id: number }).id)
  await exchange.follow()
  const [row] = await exchange.query('SELECT id::text FROM lazi.appointments WHERE st_id = $1', [stId])
  return { ...of, id: row.id, stId }
}

test('an appointment that is removed in LAZI is removed in ServiceTitan', async () => {
  const visit = await addVisit(nextVisit())
  const target = await targetOf(visit)
  await exchange.write((write) => removeAppointment(write, target))
  expect(await booked(visit)).toEqual([])
  expect(await exchange.send()).toBe('inStep')
  expect(remoteVisit(visit)).toMatchObject({ active: false })
  await exchange.follow()
  expect(await stored(visit)).toMatchObject({ active: false, special_instructions: null })
  expect(await booked(visit)).toEqual([])
  expect(await exchange.query('SELECT FROM sync.outbox')).toEqual([])
})

test('an appointment that ServiceTitan does not remove is back', async () => {
  const visit = await addVisit(nextVisit())
  const target = await targetOf(visit)
  await exchange.write((write) => removeAppointment(write, target))
  sandbox().addFault({ method: 'DELETE', path: '*/appointments/*', status: 409 })
  await exchange.send()
  expect(await stored(visit)).toMatchObject({ active: true })
  expect(
    await exchange.query('SELECT kind, decision FROM sync.conflicts WHERE record_id = $1', [visit.id]),
  ).toEqual([{ kind: 'deleted-here', decision: 'servicetitan' }])
})

test('an appointment that a person has removed is gone, and what was changed of it is kept in the conflict', async () => {
  const visit = await addVisit(nextVisit())
  await move(visit, 96)
  sandbox().clock.advance(1_000)
  sandbox()
    .as('person')
    .delete(path('jpm', `appointments/${visit.stId}`))
  await exchange.send()
  await exchange.follow()
  expect(await stored(visit)).toMatchObject({ active: false })
  expect(await exchange.query('SELECT FROM sync.outbox')).toEqual([])
  expect(
    await exchange.query('SELECT kind, lazi_value FROM sync.conflicts WHERE record_id = $1', [visit.id]),
  ).toMatchObject([{ kind: 'deleted-there', lazi_value: { time: expect.anything() } }])
})

test('technicians of an appointment that a person has removed are free again, and nothing of them waits', async () => {
  const visit = await addVisit(nextVisit())
  const mine = await another(visit)
  await assign(visit, [mine.id])
  sandbox().clock.advance(1_000)
  sandbox()
    .as('person')
    .delete(path('jpm', `appointments/${visit.stId}`))
  await exchange.send()
  await exchange.follow()
  expect(await stored(visit)).toMatchObject({ active: false })
  expect(await booked(visit)).toEqual([])
  expect(await exchange.query('SELECT table_name, op, state FROM sync.outbox')).toEqual([])
})

test.each([
  ['PATCH', '*/reschedule'],
  ['POST', '*/assign-technicians'],
] as const)('a %s that was applied, and whose response was lost, is not sent again', async (method, of) => {
  const visit = nextVisit()
  const other = await another(visit)
  const since = sandbox().book.length
  sandbox().addFault({ method, path: of, applyThenFail: 500, times: 1 })
  await move(visit, 24, [...(await stored(visit)).technicians, other.id])
  expect(await exchange.pushAll()).toEqual(['waiting'])
  expect(await outbox(visit.id)).toMatchObject([{ state: 'unknown' }])
  sandbox().clock.advance(times.beforeLook)
  expect(await exchange.send()).toBe('inStep')
  expect(written(since)).toEqual([
    'PATCH appointments/#/reschedule',
    'POST appointment-assignments/assign-technicians',
  ])
  await exchange.follow()
  expect(await booked(visit)).toHaveLength(2)
})

test('technicians who are unassigned again before they were sent leave nothing', async () => {
  const visit = nextVisit()
  const other = await another(visit)
  await assign(visit, [other.id])
  const target = await targetOf(visit)
  await exchange.write((write) => unassignTechnicians(write, target, [other.id]))
  const since = sandbox().book.length
  await exchange.send()
  expect(written(since)).toEqual([])
  expect(await exchange.query('SELECT FROM sync.outbox WHERE record_id = $1', [visit.id])).toEqual([])
})
