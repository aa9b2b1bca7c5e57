import { otherBookings } from 'records/writes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ApiError, createClient } from '../../client/index.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'
import { insertWorld } from '../fixtures/insert-world.ts'
import { setDomains, type WorldIds, worldIds } from '../fixtures/own-domains.ts'

// Many book one technician at the same time: none is booked twice, and none waits for a deadlock.

let server: ApiServer
let ids: WorldIds
beforeAll(async () => {
  server = await startApiServer({ poolSize: 12 })
  await insertWorld(server.database.pool, '1')
  await setDomains(server.database.pool, '1')
  ids = await worldIds(server.database.pool, '1')
})
afterAll(() => server.close())

async function deadlocks(): Promise<string> {
  const { rows } = await server.database.pool.query(
    'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
  )
  return rows[0].deadlocks
}

const overlapping = `SELECT count(*)::integer AS count FROM lazi.double_bookings WHERE NOT was_allowed`

test('12 clients that book and move overlapping visits of two technicians', async () => {
  const before = await deadlocks()
  const key = await server.createKey('1', 'write:dispatch')
  const office = createClient({ url: server.url, key: await server.createKey('1', 'admin') })
  const job = await office.create('jobs', {
    customerId: ids.ada,
    locationId: ids.adaHome,
    businessUnitId: ids.unit,
    jobTypeId: ids.jobType,
    appointments: [{ startsAt: '2027-05-01T00:00:00Z', endsAt: '2027-05-01T01:00:00Z' }],
  })
  const hour = (n: number) => new Date(Date.UTC(2027, 5, 1, n)).toISOString()
  const counts = { booked: 0, moved: 0, refused: 0 }
  const settle = async (what: 'booked' | 'moved', sent: Promise<unknown>) => {
    try {
      const result = await sent
      counts[what]++
      return result
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 409 && error.status !== 412)) throw error
      counts.refused++
      return null
    }
  }
  await Promise.all(
    Array.from({ length: 12 }, async (_, client) => {
      const dispatcher = createClient({ url: server.url, key })
      for (let n = 0; n < 10; n++) {
        const start = (client + n * 3) % 24
        // In both orders, so that locks in the order of requests would deadlock.
        const technicianIds = client % 2 === 0 ? [ids.tia, ids.uma] : [ids.uma, ids.tia]
        const times = { startsAt: hour(start), endsAt: hour(start + 2) }
        const visit = (await settle(
          'booked',
          dispatcher.addAppointment(job.id, { ...times, technicianIds }),
        )) as {
          id: string
          version: number
        } | null
        if (visit === null) continue
        const later = { startsAt: hour(start + 1), endsAt: hour(start + 3) }
        await settle('moved', dispatcher.act('appointments', visit, 'reschedule', later))
      }
    }),
  )
  expect(counts.booked).toBeGreaterThan(0)
  expect(counts.refused).toBeGreaterThan(0)
  expect((await server.database.pool.query(overlapping)).rows).toEqual([{ count: 0 }])
  expect(await deadlocks()).toBe(before)
  const { rows } = await server.database.pool.query(
    `SELECT (SELECT count(*)::integer FROM audit.entries WHERE tenant_id = 1 AND entity = 'lazi.appointments') AS entries,
            (SELECT count(*)::integer FROM lazi.changes WHERE tenant_id = 1 AND table_name = 'appointments'
                AND actor <> 'servicetitan') AS changes`,
  )
  // The first visit of the job is in the job's entry.
  expect(rows).toEqual([{ entries: counts.booked + counts.moved, changes: counts.booked + counts.moved + 1 }])
})

test('a visit moves to another time and technician at once, or not at all', async () => {
  const office = createClient({ url: server.url, key: await server.createKey('1', 'admin') })
  const create = async (day: string, technicianIds: string[]) => {
    const times = { startsAt: `2029-03-${day}T10:00:00.000000Z`, endsAt: `2029-03-${day}T12:00:00.000000Z` }
    const job = await office.create('jobs', {
      customerId: ids.ada,
      locationId: ids.adaHome,
      businessUnitId: ids.unit,
      jobTypeId: ids.jobType,
      appointments: [{ ...times, technicianIds }],
    })
    const { appointments } = await office.get('jobs', job.id, { include: ['appointments'] })
    return { ...times, visit: appointments[0] as NonNullable<(typeof appointments)[0]> }
  }
  const taken = await create('01', [ids.uma])
  const { visit } = await create('02', [ids.tia])
  const { startsAt, endsAt } = taken
  const to = { startsAt, endsAt, technicianIds: [ids.uma] }
  await expect(office.act('appointments', visit, 'reschedule', to)).rejects.toMatchObject({
    status: 409,
    problem: { bookings: [{ technicianId: ids.uma, appointmentId: taken.visit.id }] },
  })
  expect(await office.get('appointments', visit.id)).toEqual(visit)

  const later = { startsAt: '2029-03-01T12:00:00.000000Z', endsAt: '2029-03-01T14:00:00.000000Z' }
  const moved = await office.act('appointments', visit, 'reschedule', { ...later, technicianIds: [ids.uma] })
  expect(moved).toMatchObject({ ...later, technicianId: ids.uma, technicianIds: [ids.uma] })
  const { rows } = await server.database.pool.query(
    `SELECT technician_id AS technician, starts_at AS start FROM lazi.appointment_assignments
      WHERE tenant_id = 1 AND appointment_id = $1 AND is_live`,
    [visit.id],
  )
  expect(rows).toEqual([{ technician: ids.uma, start: new Date(later.startsAt) }])
  const { appointments } = await office.schedule({ date: '2029-03-01' })
  expect(appointments.find(({ id }) => id === visit.id)).toMatchObject({ version: moved.version })
})

test('the constraint refuses an overlap that no check has seen', async () => {
  const insert = (start: string, end: string) =>
    server.database.pool.query(
      `INSERT INTO lazi.appointment_assignments (tenant_id, id, source, active, appointment_id, technician_id, starts_at,
              ends_at, is_live, may_overlap)
       SELECT 1, gen_random_uuid(), 'lazi', true, id, $1, $2, $3, true, false FROM lazi.appointments WHERE tenant_id = 1 LIMIT 1`,
      [ids.uma, start, end],
    )
  await insert('2028-01-01T08:00:00Z', '2028-01-01T10:00:00Z')
  await insert('2028-01-01T10:00:00Z', '2028-01-01T12:00:00Z')
  await expect(insert('2028-01-01T09:00:00Z', '2028-01-01T11:00:00Z')).rejects.toMatchObject({
    code: '23P01',
  })
})

test('other bookings are found by two indexes, with the time in their conditions', async () => {
  const client = await server.database.pool.connect()
  try {
    await client.query('BEGIN')
    await client.query(
      `INSERT INTO lazi.appointment_assignments (tenant_id, id, source, active, appointment_id, job_id, technician_id, starts_at, ends_at, is_live)
       SELECT 1, gen_random_uuid(), 'servicetitan', true, visit.id, visit.job_id, technician.id, at,
              at + CASE WHEN extract(day FROM at) = 1 AND extract(hour FROM at) = 0 THEN interval '40 days' ELSE interval '1 hour' END, true
         FROM lazi.technicians AS technician
         JOIN lazi.appointments AS visit ON visit.tenant_id = 1 AND visit.st_id = 200
        CROSS JOIN generate_series('2010-01-01'::timestamptz, '2020-12-31', '2 hours') AS at WHERE technician.tenant_id = 1`,
    )
    await client.query('ANALYZE lazi.appointment_assignments')
    await client.query(`SET LOCAL ROLE lazi_writer; SET LOCAL lazi.tenant_id = '1'`)
    const wanted = [
      '1',
      [ids.tia],
      '2020-06-02T08:30:00Z',
      '2020-06-02T10:00:00Z',
      '2020-06-01T08:30:00Z',
      null,
    ]
    const found = await client.query(otherBookings, wanted)
    // Those of 8 o'clock, and those of 40 days that began on the first of May and of June.
    expect(found.rows.map(({ startsAt }) => startsAt.slice(0, 13))).toEqual([
      '2020-05-01T00',
      '2020-06-01T00',
      '2020-06-02T08',
    ])
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN (ANALYZE, BUFFERS) ${otherBookings}`,
      wanted,
    )
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toMatch(/appointment_assignments_booked_idx.*\n.*Index Cond: .*starts_at < .*starts_at > /)
    expect(plan).toMatch(/appointment_assignments_long_idx.*\n.*Index Cond: .*ends_at > /)
    expect(buffersOf(plan)).toBeLessThanOrEqual(50)
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
})

/** The pages that the whole statement reads. */
function buffersOf(plan: string): number {
  const [, hit = '0', read = '0'] = /Buffers: shared(?: hit=(\d+))?(?: read=(\d+))?/.exec(plan) ?? []
  return Number(hit) + Number(read)
}

test.each([
  ['2 hours', 1, 409],
  ['2 hours', 3, 201],
  ['1 day', 0.98, 409],
  ['1 day', 1, 201],
  ['25 hours', 1.02, 409],
  ['31 days', 30, 409],
  ['40 days', 35, 409],
  ['400 days', 399, 409],
  ['40 days', 41, 201],
])(
  'a booking of ServiceTitan that lasts %s, another one after %d such units is answered with %i',
  async (length, after, expected) => {
    const start = '2035-01-01T00:00:00Z'
    const unit = length === '2 hours' ? 3_600_000 : 86_400_000
    const from = Date.parse(start) + after * unit
    const iso = (time: number) => new Date(time).toISOString()
    await server.database.pool.query(
      `INSERT INTO lazi.appointment_assignments (tenant_id, id, source, active, appointment_id, job_id, technician_id, starts_at,
            ends_at, is_live)
     SELECT 1, gen_random_uuid(), 'servicetitan', true, visit.id, job_id, $1, $2, $2::timestamptz + $3::interval, true
       FROM lazi.appointments AS visit WHERE tenant_id = 1 AND st_id = 200`,
      [ids.uma, start, length],
    )
    const key = await server.createKey('1', 'admin')
    const answered = createClient({ url: server.url, key }).create('jobs', {
      customerId: ids.ada,
      locationId: ids.adaHome,
      businessUnitId: ids.unit,
      jobTypeId: ids.jobType,
      appointments: [{ startsAt: iso(from), endsAt: iso(from + 1_800_000), technicianIds: [ids.uma] }],
    })
    if (expected === 201) await answered
    else {
      await expect(answered).rejects.toMatchObject({
        status: expected,
        problem: { bookings: [expect.objectContaining({ technicianId: ids.uma, jobNumber: 'J-100' })] },
      })
    }
    await server.database.pool.query(
      'UPDATE lazi.appointment_assignments SET is_live = false WHERE technician_id = $1',
      [ids.uma],
    )
  },
)
