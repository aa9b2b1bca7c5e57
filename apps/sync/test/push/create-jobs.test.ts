import {
  assignTechnicians,
  cancelJob,
  createAppointment,
  createJob,
  rescheduleAppointment,
} from 'records/writes'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { tenantId } from '../support/account.ts'
import { bookJobs } from '../support/book-jobs.ts'
import { type Exchange, openExchange } from '../support/exchange.ts'

// Jobs that are created in LAZI: one request with their appointments and technicians, and no second ones.

let exchange: Exchange
let values: Record<string, unknown>
let technicians: { id: string; stId: string }[]
beforeAll(async () => {
  exchange = await openExchange(['jobs'], {}, (account) => bookJobs(account, 2))
  const [place] = await exchange.query(
    `SELECT customer_id AS "customerId", location_id AS "locationId", business_unit_id AS "businessUnitId",
            job_type_id AS "jobTypeId", campaign_id AS "campaignId"
       FROM lazi.jobs ORDER BY st_id DESC LIMIT 1`,
  )
  values = { ...place, priority: 'High', summary: 'No heat' }
  technicians = await exchange.query(
    `SELECT id::text, st_id::text AS "stId" FROM lazi.technicians WHERE active ORDER BY st_id`,
  )
})
afterAll(() => exchange.account.close())
beforeEach(() => exchange.account.sandbox.clearFaults())

const sandbox = () => exchange.account.sandbox
let days = 0

/** An appointment of a day of its own. */
function visit(technicianIds: readonly string[] = [], specialInstructions: string | null = null) {
  days += 1
  const startsAt = new Date(Date.parse('2026-09-01T14:00:00Z') + days * 86_400_000).toISOString()
  const endsAt = new Date(Date.parse(startsAt) + 7_200_000).toISOString()
  const window = { arrivalStartsAt: null, arrivalEndsAt: null }
  return { startsAt, endsAt, ...window, specialInstructions, technicianIds, allowOverlap: true }
}

const create = async (appointments: readonly ReturnType<typeof visit>[]) => {
  const { id } = await exchange.write((write) => createJob(write, { values, appointments }))
  const visits: { id: string }[] = await exchange.query(
    'SELECT id::text FROM lazi.appointments WHERE job_id = $1 ORDER BY starts_at',
    [id],
  )
  return { id, visits: visits.map((one) => one.id) }
}

/** LAZI's job and its appointments, with ServiceTitan's. */
async function both(id: string) {
  const [job] = await exchange.query(
    'SELECT st_id::text AS "stId", status, number, appointment_count AS count FROM lazi.jobs WHERE id = $1',
    [id],
  )
  const visits = await exchange.query(
    `SELECT id::text, st_id::text AS "stId", special_instructions AS instructions,
            coalesce(technician_ids::text[], '{}') AS technicians
       FROM lazi.appointments WHERE job_id = $1 AND active ORDER BY starts_at`,
    [id],
  )
  const remote = sandbox().record(Number(tenantId), 'jobs', Number(job.stId))
  const assigned = await exchange.query(
    `SELECT st_id IS NOT NULL AS "isLinked" FROM lazi.appointment_assignments WHERE job_id = $1 AND is_live`,
    [id],
  )
  return { job, visits, remote, assigned }
}

const created = (since: number, resource: string) =>
  sandbox()
    .book.slice(since)
    .filter((entry) => entry.op === 'insert' && entry.resource === resource).length

const rows = () => exchange.query('SELECT table_name, op, state, blocked_by, error FROM sync.outbox')

test('a job with its appointments and technicians is one request, and there is one of each', async () => {
  const since = sandbox().book.length
  const [ada, bo] = technicians
  const { id } = await create([visit([ada?.id ?? ''], 'Ring twice'), visit([ada?.id ?? '', bo?.id ?? ''])])
  await exchange.settle()
  await exchange.follow()
  const { job, visits, remote, assigned } = await both(id)
  expect(remote).toMatchObject({ summary: 'No heat', priority: 'High', appointmentCount: 2 })
  expect(job).toMatchObject({ status: 'Scheduled', number: String(remote?.jobNumber), count: 2 })
  expect(visits).toMatchObject([
    { stId: expect.any(String), instructions: 'Ring twice', technicians: [ada?.id] },
    { stId: expect.any(String), instructions: null },
  ])
  expect(visits[1].technicians.toSorted()).toEqual([ada?.id, bo?.id].toSorted())
  expect(assigned).toEqual([{ isLinked: true }, { isLinked: true }, { isLinked: true }])
  expect([
    created(since, 'jobs'),
    created(since, 'appointments'),
    created(since, 'appointment-assignments'),
  ]).toEqual([1, 2, 3])
  expect(await rows()).toEqual([])
  expect(
    sandbox().record(Number(tenantId), 'appointments', Number(visits[0].stId))?.specialInstructions,
  ).toBe('Ring twice')
})

test.each([[500], ['reset'], ['cut']] as const)(
  'a creation that was applied, and failed with %s, is found, and not sent again',
  async (applyThenFail) => {
    const since = sandbox().book.length
    const { id } = await create([visit([technicians[0]?.id ?? ''])])
    sandbox().addFault({ method: 'POST', path: '*/jobs', applyThenFail, times: 1 })
    await exchange.pushAll()
    // The feed is faster.
    await exchange.follow()
    await exchange.settle()
    await exchange.follow()
    const { visits, assigned } = await both(id)
    expect(visits).toMatchObject([{ stId: expect.any(String) }])
    expect(assigned).toEqual([{ isLinked: true }])
    expect([created(since, 'jobs'), created(since, 'appointments')]).toEqual([1, 1])
    expect(await exchange.query('SELECT FROM lazi.appointments WHERE job_id = $1', [id])).toHaveLength(1)
    expect(await rows()).toEqual([])
  },
)

test('what people change before it is sent, and while it is, arrives', async () => {
  const { id, visits } = await create([visit()])
  const reference = visits[0] ?? ''
  const other = visit()
  await exchange.write((write) =>
    rescheduleAppointment(write, { reference, version: '1' }, { ...other, technicianIds: undefined }),
  )
  sandbox().addFault({ method: 'POST', path: '*/jobs', applyThenFail: 500, times: 1 })
  await exchange.pushAll()
  const technicianIds = [technicians[1]?.id ?? '']
  await exchange.write((write) =>
    assignTechnicians(write, { reference, version: '2' }, { technicianIds, allowOverlap: true }),
  )
  await exchange.settle()
  await exchange.follow()
  const after = await both(id)
  const there = sandbox().record(Number(tenantId), 'appointments', Number(after.visits[0].stId))
  expect(Date.parse(there?.start ?? '')).toBe(Date.parse(other.startsAt))
  expect(after.visits).toMatchObject([{ technicians: technicianIds }])
  expect(after.assigned).toEqual([{ isLinked: true }])
  expect(await rows()).toEqual([])
})

test('a job that is canceled before it is sent is created, and canceled', async () => {
  const { id } = await create([visit()])
  const [reason] = await exchange.query(
    'SELECT id::text AS "reasonId" FROM lazi.job_cancel_reasons WHERE active ORDER BY st_id LIMIT 1',
  )
  await exchange.write((write) =>
    cancelJob(write, { reference: id, version: '1' }, { reasonId: reason.reasonId, memo: 'Called off' }),
  )
  await exchange.settle()
  await exchange.follow()
  const { job, remote } = await both(id)
  expect(remote).toMatchObject({ jobStatus: 'Canceled' })
  expect(job).toMatchObject({ status: 'Canceled' })
  expect(await rows()).toEqual([])
})

test('an appointment that is added to a job is a request of its own', async () => {
  const since = sandbox().book.length
  const [job] = await exchange.query(
    'SELECT id::text FROM lazi.jobs WHERE st_id IS NOT NULL ORDER BY st_id DESC OFFSET 4 LIMIT 1',
  )
  const { id } = await exchange.write((write) =>
    createAppointment(write, job.id, visit([technicians[2]?.id ?? ''], 'Back door')),
  )
  await exchange.settle()
  await exchange.follow()
  const [row] = await exchange.query(
    'SELECT st_id::text AS "stId", special_instructions AS instructions FROM lazi.appointments WHERE id = $1',
    [id],
  )
  expect(row).toEqual({ stId: expect.any(String), instructions: 'Back door' })
  expect([created(since, 'appointments'), created(since, 'appointment-assignments')]).toEqual([1, 1])
  expect(await rows()).toEqual([])
})

test('a job without a campaign is refused: ServiceTitan has none', async () => {
  const wanted = { values: { ...values, campaignId: null }, appointments: [visit()] }
  await expect(exchange.write((write) => createJob(write, wanted))).rejects.toMatchObject({
    problems: [{ path: 'campaignId' }],
  })
})
