import { describe, expect, it } from 'vitest'
import { createSandbox } from '../sandbox.ts'
import { connect } from '../testing/client.ts'
import { idsOf, listAll, sorted, ticks } from '../testing/records.ts'

const T = 1_001_001
const create = () =>
  createSandbox({ tenants: [{ tenantId: T, sizes: { jobs: 300, locations: 120, technicians: 25 } }] })
const sandbox = create()
const client = await connect(sandbox)

describe('a filter', () => {
  const job = [...sandbox.records(T, 'jobs')].find(
    ({ appointmentCount, completedOn }) => appointmentCount > 1 && completedOn,
  )
  const location = [...sandbox.records(T, 'locations')].find(
    ({ active, address }) => active && address.latitude,
  )
  const technician = [...sandbox.records(T, 'technicians')].find(({ active }) => active)
  const assignment = [...sandbox.records(T, 'appointment-assignments')].find(({ active }) => active)
  const appointment = [...sandbox.records(T, 'appointments')].find(({ id }) => id === job?.firstAppointmentId)

  it.each([
    ['jobs', 'customerId', job?.customerId, 'customerId'],
    ['jobs', 'locationId', job?.locationId, 'locationId'],
    ['jobs', 'number', job?.jobNumber, 'jobNumber'],
    ['jobs', 'jobStatus', 'Canceled', 'jobStatus'],
    ['jobs', 'priority', 'High', 'priority'],
    ['jobs', 'businessUnitId', job?.businessUnitId, 'businessUnitId'],
    ['appointments', 'jobId', job?.id, 'jobId'],
    ['appointments', 'customerId', job?.customerId, 'customerId'],
    ['appointments', 'status', 'Canceled', 'status'],
    ['appointments', 'number', appointment?.appointmentNumber, 'appointmentNumber'],
    ['appointments', 'unused', 'true', 'unused'],
    ['locations', 'customerId', location?.customerId, 'customerId'],
    ['locations', 'name', location?.name, 'name'],
    ['technicians', 'name', technician?.name, 'name'],
    ['technicians', 'userIds', technician?.userId, 'userId'],
    ['appointment-assignments', 'jobId', assignment?.jobId, 'jobId'],
    ['appointment-assignments', 'appointmentIds', assignment?.appointmentId, 'appointmentId'],
  ] as const)(
    'of %s by %s finds the same as a scan of all records',
    async (name, parameter, value, field) => {
      const found = await listAll(client, name, { active: 'Any', [parameter]: String(value) })
      const wanted = [...sandbox.records(T, name)].filter(
        (record) => String(Object(record)[field]) === String(value),
      )
      expect(wanted.length).toBeGreaterThan(0)
      expect(sorted(idsOf(found))).toEqual(sorted(idsOf(wanted)))
    },
  )

  it('of locations by address reads fields of the address', async () => {
    const { city = '', latitude } = location?.address ?? {}
    const byCity = await listAll(client, 'locations', { city: city.toUpperCase(), active: 'Any' })
    const wanted = [...sandbox.records(T, 'locations')].filter(({ address }) => address.city === city)
    expect(sorted(idsOf(byCity))).toEqual(sorted(idsOf(wanted)))
    expect(idsOf(await listAll(client, 'locations', { latitude: latitude ?? 0 }))).toContain(location?.id)
  })

  it('by completion excludes jobs that are not completed', async () => {
    const found = await listAll(client, 'jobs', {
      completedOnOrAfter: job?.completedOn ?? '',
      completedBefore: '2100-01-01',
    })
    const wanted = [...sandbox.records(T, 'jobs')].filter(
      ({ completedOn }) => ticks(completedOn) >= ticks(job?.completedOn),
    )
    expect(sorted(idsOf(found))).toEqual(sorted(idsOf(wanted)))
  })

  it('by tags finds records with any of the tags', async () => {
    const jobs = [...sandbox.records(T, 'jobs')]
    const [one = 0, other = 0] = new Set(jobs.flatMap(({ tagTypeIds }) => tagTypeIds))
    const tagged = jobs.filter(({ tagTypeIds }) => tagTypeIds.some((tag) => tag === one || tag === other))
    expect(tagged.length).toBeGreaterThan(1)
    expect(sorted(idsOf(await listAll(client, 'jobs', { tagTypeIds: `${one},${other}` })))).toEqual(
      sorted(idsOf(tagged)),
    )
  })

  it('applies to changed and inserted records', async () => {
    const changing = create()
    const own = await connect(changing)
    changing.update(T, 'jobs', job?.id ?? 0, { customerId: 7 })
    const inserted = changing.insert(T, 'jobs', { customerId: 7 })
    changing.insert(T, 'appointments', { jobId: job?.id ?? 0, active: true })
    expect(sorted(idsOf(await listAll(own, 'jobs', { customerId: 7 })))).toEqual([job?.id, inserted.id])
    const visits = await listAll(own, 'appointments', { jobId: Number(job?.id), active: 'Any' })
    const before = await listAll(client, 'appointments', { jobId: Number(job?.id), active: 'Any' })
    expect(visits).toHaveLength(before.length + 1)
  })
})
