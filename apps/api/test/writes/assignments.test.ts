import { afterAll, beforeAll, expect, test } from 'vitest'
import { entriesOf } from '../fixtures/entries.ts'
import { invalid, type Office, openOffice, status } from '../fixtures/office.ts'

// People assign technicians to appointments, and end their assignments.

let opened: Office
let pool: Office['pool']
let office: Office['client']
let ids: Office['ids']
let { visitOn, newJob, visitsOf } = {} as Office
beforeAll(async () => {
  opened = await openOffice()
  ;({ pool, client: office, ids, visitOn, newJob, visitsOf } = opened)
})
afterAll(() => opened.close())

async function assignmentsOf(appointmentId: string) {
  const { rows } = await pool.query<{
    id: string
    technicianId: string
    isLive: boolean
    noted: string | null
  }>(
    `SELECT assignment.id::text, technician_id::text AS "technicianId", is_live AS "isLive", noted.op AS noted
       FROM lazi.appointment_assignments AS assignment
       LEFT JOIN sync.outbox AS noted ON noted.tenant_id = assignment.tenant_id
              AND noted.table_name = 'appointment_assignments' AND noted.record_id = assignment.id
      WHERE assignment.tenant_id = 1 AND appointment_id = $1 ORDER BY assigned_at, assignment.id`,
    [appointmentId],
  )
  return rows
}

test('technicians are assigned, exchanged and unassigned', async () => {
  const created = await newJob(visitOn())
  const [one] = await visitsOf(created)
  const assigned = await office.act('appointments', one, 'assign', { technicianIds: [ids.tia] })
  expect(assigned).toMatchObject({ technicianId: ids.tia, technicianIds: [ids.tia], version: 2 })
  const exchanged = await office.act('appointments', assigned, 'assign', {
    technicianIds: [ids.uma],
    unassign: [ids.tia],
  })
  expect(exchanged).toMatchObject({ technicianIds: [ids.uma] })
  const none = await office.act('appointments', exchanged, 'unassign', { technicianIds: [ids.uma] })
  expect(none).toMatchObject({ technicianId: null, technicianIds: null, version: 4 })
  // They are free again.
  await newJob({
    startsAt: String(none.startsAt),
    endsAt: String(none.endsAt),
    technicianIds: [ids.tia, ids.uma],
  })
  const unknown = office.act('appointments', none, 'assign', { technicianIds: [ids.ada] })
  await expect(unknown).rejects.toEqual(invalid('body.technicianIds.0'))
  expect((await entriesOf(pool, '1')).slice(-2)[0]).toMatchObject({
    action: 'unassign',
    changes: { technicianIds: { old: [ids.uma], new: null } },
  })
})

test('a technician is not assigned and unassigned at once', async () => {
  const [visit] = await visitsOf(await newJob(visitOn({ technicianIds: [ids.tia] })))
  const both = { technicianIds: [ids.tia], unassign: [ids.uma, ids.tia] }
  await expect(office.act('appointments', visit, 'assign', both)).rejects.toEqual(invalid('body.unassign.1'))
  expect(await office.get('appointments', visit.id)).toEqual(visit)
})

test('an exchange is for those who are assigned: one who is not, is neither exchanged nor unassigned', async () => {
  const [visit] = await visitsOf(await newJob(visitOn({ technicianIds: [ids.tia] })))
  const refused = status(409, { detail: 'Uma is not assigned to this appointment.' })
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO lazi.technicians (tenant_id, id, st_id, source, active, name)
     VALUES (1, lazi.projected_id(1, 'technicians', 33), 33, 'servicetitan', true, 'Vic') RETURNING id::text`,
  )
  const exchange = { technicianIds: rows.map(({ id }) => id), unassign: [ids.uma] }
  await expect(office.act('appointments', visit, 'assign', exchange)).rejects.toEqual(refused)
  const unassign = office.act('appointments', visit, 'unassign', { technicianIds: [ids.tia, ids.uma] })
  await expect(unassign).rejects.toEqual(refused)
  expect(await office.get('appointments', visit.id)).toEqual(visit)
})

test('an appointment has at most 100 technicians, and each assignment is in its version and its entry', async () => {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO lazi.technicians (tenant_id, id, st_id, source, active, name)
     SELECT 1, lazi.projected_id(1, 'technicians', 5000 + n), 5000 + n, 'servicetitan', true, 'Crew ' || n
       FROM generate_series(1, 101) AS n RETURNING id::text`,
  )
  const crew = rows.map(({ id }) => id)
  let [visit] = await visitsOf(await newJob(visitOn()))
  for (const first of [0, 50])
    visit = await office.act('appointments', visit, 'assign', {
      technicianIds: crew.slice(first, first + 50),
    })
  const more = office.act('appointments', visit, 'assign', { technicianIds: crew.slice(100) })
  await expect(more).rejects.toEqual(invalid('body.technicianIds'))
  const exchanged = await office.act('appointments', visit, 'assign', {
    technicianIds: crew.slice(100),
    unassign: crew.slice(0, 1),
  })
  expect(exchanged).toMatchObject({ technicianIds: crew.slice(1), version: 4 })
  const live = (await assignmentsOf(visit.id)).filter(({ isLive }) => isLive)
  expect(live.map(({ technicianId }) => technicianId).toSorted()).toEqual(crew.slice(1).toSorted())
  expect((await entriesOf(pool, '1')).filter(({ entityId }) => entityId === visit.id)).toHaveLength(3)
})

test.each([
  ['no time', null, null],
  ['a time without a length', '2027-01-01T08:00:00Z', '2027-01-01T08:00:00Z'],
])('an appointment of ServiceTitan with %s is rescheduled before it is assigned', async (_, start, end) => {
  await pool.query(
    `UPDATE lazi.appointments SET starts_at = $1, ends_at = $2, status = 'Scheduled' WHERE tenant_id = 1 AND st_id = 200`,
    [start, end],
  )
  await pool.query(`UPDATE lazi.jobs SET status = 'Scheduled' WHERE tenant_id = 1 AND st_id = 100`)
  const visit = await office.get('appointments', 'st:200')
  for (const allowOverlap of [true, false]) {
    const assign = office.act('appointments', visit, 'assign', { technicianIds: [ids.uma], allowOverlap })
    await expect(assign).rejects.toEqual(
      status(409, { detail: expect.stringContaining('reschedule it first') }),
    )
  }
})

test('an assignment that ends is not noted as one that ServiceTitan lacks', async () => {
  const job = await newJob(visitOn(), visitOn({ technicianIds: [ids.tia, ids.uma] }))
  const [, visit] = await visitsOf(job)
  const { id, version } = visit as NonNullable<typeof visit>
  const noted = async () => (await assignmentsOf(id)).map((assignment) => assignment.noted)
  expect(await noted()).toEqual(['create', 'create'])
  const one = await office.act('appointments', { id, version }, 'unassign', { technicianIds: [ids.tia] })
  expect((await noted()).toSorted()).toEqual(['create', null])
  await office.remove('appointments', one)
  expect(await noted()).toEqual([null, null])
  expect(await opened.outboxOf(id)).toEqual([])
})
