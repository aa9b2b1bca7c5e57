import { describe, expect, it } from 'vitest'
import type { Sandbox } from '../sandbox.ts'
import type { TestClient } from '../testing/client.ts'
import {
  createWriting,
  crm,
  dispatch,
  first,
  jpm,
  newJob,
  TENANT,
  technicianIds,
  writeViolations,
} from '../testing/writing.ts'

const GUID = '6f1b0c52-8f0d-4a44-9a53-2f6d1d0a7c11'

const twoVisits = [
  { start: '2026-06-22T14:00:00Z', end: '2026-06-22T16:00:00Z' },
  { start: '2026-06-20T14:00:00Z', end: '2026-06-20T16:00:00Z' },
]

const visitsOf = async (client: TestClient, jobId: number) =>
  (await client.list('appointments', { jobId, active: 'Any' })).body.data

const assignedTo = async (client: TestClient, appointmentId: number): Promise<number[]> => {
  const { body } = await client.list('appointment-assignments', { appointmentIds: String(appointmentId) })
  return body.data.map(({ technicianId }: { technicianId: number }) => technicianId)
}

const createJob = async (sandbox: Sandbox, client: TestClient, fields: object = {}) => {
  const path = jpm('jobs')
  const answer = await client.send('POST', path, newJob(sandbox, fields))
  expect(writeViolations(['POST', path], answer)).toEqual([])
  expect(answer.status).toBe(200)
  return answer.body
}

const reasonId = (sandbox: Sandbox, name: 'job-cancel-reasons' | 'job-hold-reasons') =>
  first(sandbox.records(TENANT, name)).id

describe('a job', () => {
  it('is created with appointments and technicians; the response has the first and the last one', async () => {
    const { sandbox, client } = await createWriting()
    const [one = 0, two = 0] = technicianIds(sandbox)
    const job = await createJob(sandbox, client, {
      appointments: [
        { ...twoVisits[0], technicianIds: [one, two] },
        {
          ...twoVisits[1],
          arrivalWindowStart: '2026-06-20T14:00:00Z',
          arrivalWindowEnd: '2026-06-20T16:00:00Z',
        },
      ],
      summary: 'No heat',
      externalData: { applicationGuid: GUID, externalData: [{ key: 'lazi_id', value: 'j1' }] },
    })
    expect(job).toMatchObject({
      jobNumber: String(job.id),
      jobStatus: 'Scheduled',
      appointmentCount: 2,
      customerPo: '',
      summary: 'No heat',
      externalData: [{ key: 'lazi_id', value: 'j1' }],
    })
    expect(job).not.toHaveProperty('active')
    const visits = await visitsOf(client, job.id)
    expect(visits).toHaveLength(2)
    const [later, earlier] = visits.toSorted((a: { start: string }, b: { start: string }) =>
      a.start < b.start ? 1 : -1,
    )
    expect([job.firstAppointmentId, job.lastAppointmentId]).toEqual([earlier.id, later.id])
    expect(earlier).toMatchObject({ arrivalWindowEnd: '2026-06-20T16:00:00Z', isConfirmed: false })
    expect((await assignedTo(client, later.id)).toSorted()).toEqual([one, two].toSorted())
    expect(sandbox.record(TENANT, 'invoices', job.invoiceId)).toMatchObject({ job: { id: job.id } })

    const parameters = { externalDataApplicationGuid: GUID }
    const lookup = { ...parameters, externalDataKey: 'lazi_id', externalDataValues: 'j1' }
    expect((await client.list('jobs', lookup)).body.data).toMatchObject([{ id: job.id }])
    const listed = await client.list('jobs', { ...parameters, pageSize: 500 })
    expect(listed.body.data).toHaveLength(61)
    const path = jpm(`jobs/${job.id}`)
    expect((await client.get(path, parameters)).body.externalData).toEqual(job.externalData)
    expect((await client.get(path)).body.externalData).toEqual([])
  })

  it.each([
    ['an unknown business unit', { businessUnitId: 5 }, 'businessUnitId'],
    ['an unknown job type', { jobTypeId: 5 }, 'jobTypeId'],
    ['an unknown campaign', { campaignId: 5 }, 'campaignId'],
    ['an unknown location', { locationId: 5 }, 'locationId'],
    ['an unknown seller', { soldById: 5 }, 'soldById'],
    ['an unknown tag', { tagTypeIds: [5] }, 'tagTypeIds[0]'],
    ['another priority', { priority: 'Soon' }, 'priority'],
    ['no appointment', { appointments: [] }, 'appointments'],
    [
      'an appointment that ends before it starts',
      { appointments: [{ start: '2026-06-20T14:00:00Z', end: '2026-06-20T13:00:00Z' }] },
      'appointments[0].end',
    ],
    [
      'half an arrival window',
      { appointments: [{ ...twoVisits[0], arrivalWindowStart: '2026-06-22T14:00:00Z' }] },
      'appointments[0].arrivalWindowEnd',
    ],
    [
      'an unknown technician',
      { appointments: [{ ...twoVisits[0], technicianIds: [5] }] },
      'appointments[0].technicianIds[0]',
    ],
  ])('is refused with %s', async (_, fields, path) => {
    const { sandbox, client } = await createWriting()
    const before = sandbox.count(TENANT, 'jobs')
    const answer = await client.send('POST', jpm('jobs'), newJob(sandbox, fields))
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, [path]])
    expect(sandbox.count(TENANT, 'jobs')).toBe(before)
    expect(sandbox.book).toEqual([])
  })

  it('is refused at a location of another customer, and with an inactive technician', async () => {
    const { sandbox, client } = await createWriting()
    const job = newJob(sandbox)
    const other = first(
      sandbox.records(TENANT, 'customers'),
      ({ id, active }) => active && id !== job.customerId,
    )
    const foreign = await client.send('POST', jpm('jobs'), { ...job, customerId: other.id })
    expect(Object.keys(foreign.body.errors)).toEqual(['locationId'])
    const technician = technicianIds(sandbox)[0] ?? 0
    sandbox.update(TENANT, 'technicians', technician, { active: false })
    const appointments = [{ ...twoVisits[0], technicianIds: [technician] }]
    const idle = await client.send('POST', jpm('jobs'), { ...job, appointments })
    expect(Object.keys(idle.body.errors)).toEqual(['appointments[0].technicianIds[0]'])
  })

  it('is changed by a PATCH, in the list, the get and the export', async () => {
    const { sandbox, client } = await createWriting()
    const { id } = await createJob(sandbox, client)
    const { continueFrom: from } = await client.drain('jobs', { includeRecentChanges: true })
    sandbox.clock.advance(1_000)
    const path = jpm(`jobs/${id}`)
    const customFields = [{ typeId: 7_711_301, value: 'P-1' }]
    const body = { summary: 'Two units', priority: 'Urgent', soldById: null, customFields }
    const answer = await client.send('PATCH', path, body)
    expect(writeViolations(['PATCH', path], answer)).toEqual([])
    expect(answer.body).toMatchObject({
      summary: 'Two units',
      priority: 'Urgent',
      customFields: [{ typeId: 7_711_301, name: 'Permit #', value: 'P-1' }],
      modifiedOn: '2026-06-18T15:00:01Z',
    })
    expect((await client.one('jobs', id)).body).toEqual(answer.body)
    const { body: page } = await client.export('jobs', { from, includeRecentChanges: true })
    expect(page.data.at(-1)).toMatchObject({ id, summary: 'Two units', active: true })
    expect((await client.send('PATCH', jpm('jobs/5'), {})).status).toBe(404)
    expect((await client.send('PATCH', path, { campaignId: 5 })).status).toBe(400)
    const { customerId } = sandbox.record(TENANT, 'jobs', id) ?? {}
    const foreign = first(
      sandbox.records(TENANT, 'locations'),
      (location) => location.active && location.customerId !== customerId,
    )
    const moved = await client.send('PATCH', path, { locationId: foreign.id })
    expect([moved.status, Object.keys(moved.body.errors)]).toEqual([400, ['locationId']])
  })

  it('is cancelled with its appointments and without technicians, and scheduled again', async () => {
    const { sandbox, client } = await createWriting()
    const [technician = 0] = technicianIds(sandbox)
    const appointments = twoVisits.map((times) => ({ ...times, technicianIds: [technician] }))
    const { id, firstAppointmentId } = await createJob(sandbox, client, { appointments })
    const path = jpm(`jobs/${id}/cancel`)
    const body = { reasonId: reasonId(sandbox, 'job-cancel-reasons'), memo: 'Sold the house' }
    expect((await client.send('PUT', path, { ...body, reasonId: 5 })).body.errors).toHaveProperty('reasonId')
    const cancelled = await client.send('PUT', path, body)
    expect([cancelled.status, cancelled.text]).toEqual([200, ''])
    expect((await client.one('jobs', id)).body.jobStatus).toBe('Canceled')
    const statuses = async () => (await visitsOf(client, id)).map(({ status }: { status: string }) => status)
    expect(await statuses()).toEqual(['Canceled', 'Canceled'])
    expect(await assignedTo(client, firstAppointmentId)).toEqual([])
    const logOf = () => first(sandbox.records(TENANT, 'job-canceled-logs'), (log) => log.jobId === id)
    expect(logOf()).toMatchObject({ ...body, active: true })
    const again = await client.send('PUT', path, body)
    expect([again.status, writeViolations(['PUT', path], again)]).toEqual([400, []])

    const back = jpm(`jobs/${id}/remove-cancellation`)
    const restored = await client.send('PUT', back)
    expect([restored.status, restored.text]).toEqual([200, ''])
    expect((await client.one('jobs', id)).body.jobStatus).toBe('Scheduled')
    expect(await statuses()).toEqual(['Scheduled', 'Scheduled'])
    expect(await assignedTo(client, firstAppointmentId)).toEqual([])
    expect(logOf().active).toBe(false)
    expect((await client.send('PUT', back)).status).toBe(400)
    expect((await client.send('PUT', jpm('jobs/5/remove-cancellation'))).status).toBe(400)
    expect((await client.send('PUT', jpm('jobs/5/cancel'), body)).status).toBe(404)
  })

  it('from the history can be restored, and a completed one cannot be cancelled', async () => {
    const { sandbox, client } = await createWriting()
    const jobWith = (wanted: string) =>
      first(sandbox.records(TENANT, 'jobs'), ({ jobStatus }) => jobStatus === wanted).id
    const cancelled = jobWith('Canceled')
    expect((await client.send('PUT', jpm(`jobs/${cancelled}/remove-cancellation`))).status).toBe(200)
    expect(
      first(sandbox.records(TENANT, 'job-canceled-logs'), ({ jobId }) => jobId === cancelled).active,
    ).toBe(false)
    const body = { reasonId: reasonId(sandbox, 'job-cancel-reasons'), memo: 'x' }
    expect((await client.send('PUT', jpm(`jobs/${jobWith('Completed')}/cancel`), body)).status).toBe(400)
  })
})

describe('an appointment', () => {
  it('is added to a job, which counts it', async () => {
    const { sandbox, client } = await createWriting()
    const job = await createJob(sandbox, client)
    const path = jpm('appointments')
    const body = { jobId: job.id, ...twoVisits[0], technicianIds: technicianIds(sandbox).slice(0, 1) }
    const answer = await client.send('POST', path, { ...body, specialInstructions: 'Ring twice' })
    expect(writeViolations(['POST', path], answer)).toEqual([])
    expect(answer.body).toMatchObject({
      appointmentNumber: `${job.jobNumber}-2`,
      status: 'Scheduled',
      specialInstructions: 'Ring twice',
      customerId: job.customerId,
    })
    expect(await assignedTo(client, answer.body.id)).toHaveLength(1)
    expect((await client.one('jobs', job.id)).body).toMatchObject({
      appointmentCount: 2,
      firstAppointmentId: job.firstAppointmentId,
      lastAppointmentId: answer.body.id,
    })
    const unknown = await client.send('POST', path, { ...body, jobId: 5 })
    expect([unknown.status, Object.keys(unknown.body.errors)]).toEqual([400, ['jobId']])
    const completed = first(sandbox.records(TENANT, 'jobs'), ({ jobStatus }) => jobStatus === 'Completed')
    expect((await client.send('POST', path, { ...body, jobId: completed.id })).status).toBe(409)
  })

  it('is rescheduled, and then to be confirmed again, unless the option keeps it', async () => {
    for (const keepsConfirmation of [false, true]) {
      const { sandbox, client } = await createWriting({ writes: { keepsConfirmation } })
      const { firstAppointmentId: id } = await createJob(sandbox, client)
      await client.send('PUT', jpm(`appointments/${id}/confirmation`))
      const path = jpm(`appointments/${id}/reschedule`)
      const answer = await client.send('PATCH', path, {
        start: '2026-06-21T09:00:00-05:00',
        end: '2026-06-21T15:30:00Z',
        arrivalWindowStart: null,
        arrivalWindowEnd: null,
      })
      expect(writeViolations(['PATCH', path], answer)).toEqual([])
      expect(answer.body).toMatchObject({
        start: '2026-06-21T14:00:00Z',
        end: '2026-06-21T15:30:00Z',
        isConfirmed: keepsConfirmation,
      })
      const invalid = await client.send('PATCH', path, { end: '2026-06-21T14:00:00Z' })
      expect([invalid.status, Object.keys(invalid.body.errors)]).toEqual([400, ['end']])
    }
  })

  it('is confirmed once, and unconfirmed once', async () => {
    const { sandbox, client } = await createWriting()
    const { firstAppointmentId: id } = await createJob(sandbox, client)
    const path = jpm(`appointments/${id}/confirmation`)
    const steps = [
      ['PUT', 200, ''],
      ['PUT', 409, 'Appointment is already confirmed'],
      ['DELETE', 200, ''],
      ['DELETE', 409, 'Appointment was not confirmed'],
    ] as const
    for (const [method, status, title] of steps) {
      const answer = await client.send(method, path)
      expect([answer.status, answer.body?.title ?? answer.text]).toEqual([status, title])
      expect(writeViolations([method, path], answer)).toEqual([])
    }
  })

  it('is put on hold with a reason, and its job with it', async () => {
    const { sandbox, client } = await createWriting()
    const { id: jobId, firstAppointmentId: id } = await createJob(sandbox, client)
    const path = jpm(`appointments/${id}/hold`)
    const body = { reasonId: reasonId(sandbox, 'job-hold-reasons'), memo: 'Waits for a part' }
    const statuses = async () => [
      (await client.one('appointments', id)).body.status,
      (await client.one('jobs', jobId)).body.jobStatus,
    ]
    expect((await client.send('DELETE', path)).body.title).toBe('Appointment is not on hold')
    expect((await client.send('PUT', path, { memo: 'x' })).body.errors).toHaveProperty('reasonId')
    expect((await client.send('PUT', path, { ...body, reasonId: 5 })).status).toBe(400)
    expect((await client.send('PUT', path, body)).text).toBe('')
    expect(await statuses()).toEqual(['Hold', 'Hold'])
    expect((await client.send('PUT', path, body)).status).toBe(409)
    expect((await client.send('DELETE', path)).text).toBe('')
    expect(await statuses()).toEqual(['Scheduled', 'Scheduled'])
  })

  it('has special instructions, which can be cleared', async () => {
    const { sandbox, client } = await createWriting()
    const { firstAppointmentId: id } = await createJob(sandbox, client)
    const path = jpm(`appointments/${id}/special-instructions`)
    const answer = await client.send('PUT', path, { specialInstructions: 'Dog' })
    expect(writeViolations(['PUT', path], answer)).toEqual([])
    expect(answer.body.specialInstructions).toBe('Dog')
    expect((await client.send('PUT', path, { specialInstructions: '' })).body.specialInstructions).toBe('')
    expect((await client.send('PUT', path, { specialInstructions: null })).status).toBe(400)
  })

  it.each(['Done', 'Canceled'])('is not rescheduled, held or instructed when it is %s', async (status) => {
    const { sandbox, client } = await createWriting()
    const { firstAppointmentId: id } = await createJob(sandbox, client)
    sandbox.update(TENANT, 'appointments', id, { status })
    const hold = { reasonId: reasonId(sandbox, 'job-hold-reasons'), memo: 'x' }
    const assigned = { jobAppointmentId: id, technicianIds: technicianIds(sandbox).slice(0, 1) }
    const answers = [
      await client.send('PATCH', jpm(`appointments/${id}/reschedule`), twoVisits[0]),
      await client.send('PUT', jpm(`appointments/${id}/hold`), hold),
      await client.send('PUT', jpm(`appointments/${id}/special-instructions`), { specialInstructions: '' }),
      await client.send('POST', dispatch('assign-technicians'), assigned),
    ]
    expect(answers.map((answer) => answer.status)).toEqual([409, 409, 409, 409])
  })

  it('is deleted, unless it is the only one or was worked on', async () => {
    const { sandbox, client } = await createWriting()
    const appointments = [
      { ...twoVisits[0], technicianIds: technicianIds(sandbox).slice(0, 1) },
      twoVisits[1],
    ]
    const job = await createJob(sandbox, client, { appointments })
    const path = jpm(`appointments/${job.lastAppointmentId}`)
    sandbox.update(TENANT, 'appointments', job.lastAppointmentId, { status: 'Working' })
    expect((await client.send('DELETE', path)).status).toBe(409)
    sandbox.update(TENANT, 'appointments', job.lastAppointmentId, { status: 'Scheduled' })
    const deleted = await client.send('DELETE', path)
    expect([deleted.status, deleted.text]).toEqual([200, ''])
    expect((await client.send('DELETE', path)).status).toBe(404)
    expect(await assignedTo(client, job.lastAppointmentId)).toEqual([])
    expect(sandbox.record(TENANT, 'appointments', job.lastAppointmentId)?.active).toBe(false)
    expect((await client.one('jobs', job.id)).body).toMatchObject({
      appointmentCount: 1,
      lastAppointmentId: job.firstAppointmentId,
    })
    const only = await client.send('DELETE', jpm(`appointments/${job.firstAppointmentId}`))
    expect([only.status, only.body.title]).toEqual([
      409,
      "Appointment is in the state that doesn't allow deletion",
    ])
  })
})

describe('technicians', () => {
  it('are assigned and unassigned; the response shows no assignments', async () => {
    const { sandbox, client } = await createWriting()
    const [one = 0, two = 0] = technicianIds(sandbox)
    const { firstAppointmentId: id } = await createJob(sandbox, client)
    const before = sandbox.record(TENANT, 'appointments', id)
    const path = dispatch('assign-technicians')
    const answer = await client.send('POST', path, { jobAppointmentId: id, technicianIds: [one, two] })
    expect(writeViolations(['POST', path], answer)).toEqual([])
    expect(answer.body).toMatchObject({ id, modifiedOn: before?.modifiedOn })
    expect((await assignedTo(client, id)).toSorted()).toEqual([one, two].toSorted())

    const away = dispatch('unassign-technicians')
    const unassigned = await client.send('POST', away, { jobAppointmentId: id, technicianIds: [one] })
    expect(writeViolations(['POST', away], unassigned)).toEqual([])
    expect(await assignedTo(client, id)).toEqual([two])
    const again = await client.send('POST', away, { jobAppointmentId: id, technicianIds: [one] })
    expect(again.status).toBe(200)
    const unknown = await client.send('POST', path, { jobAppointmentId: 5, technicianIds: [5] })
    expect(Object.keys(unknown.body.errors)).toEqual(['jobAppointmentId', 'technicianIds[0]'])
  })

  it('are not assigned twice, unless the option accepts it', async () => {
    for (const assignTwice of ['reject', 'accept'] as const) {
      const { sandbox, client } = await createWriting({ writes: { assignTwice } })
      const [one = 0, two = 0] = technicianIds(sandbox)
      const { firstAppointmentId: id } = await createJob(sandbox, client)
      const path = dispatch('assign-technicians')
      await client.send('POST', path, { jobAppointmentId: id, technicianIds: [one] })
      const answer = await client.send('POST', path, { jobAppointmentId: id, technicianIds: [two, one] })
      expect(answer.status).toBe(assignTwice === 'reject' ? 409 : 200)
      expect((await assignedTo(client, id)).toSorted()).toEqual(
        assignTwice === 'reject' ? [one] : [one, two].toSorted(),
      )
    }
  })
})

it('a job can be booked for a customer that was just created, in an account without generated data', async () => {
  const { sandbox, client } = await createWriting({
    tenants: [{ tenantId: TENANT, sizes: { jobs: 0, locations: 0, technicians: 0 } }],
  })
  sandbox.insert(TENANT, 'business-units', { name: 'HVAC' })
  sandbox.insert(TENANT, 'job-types', { name: 'Repair' })
  sandbox.insert(TENANT, 'campaigns', { name: 'None' })
  const address = { street: '1 A', city: 'Tulsa', state: 'OK', zip: '74105', country: 'USA' }
  const locations = [{ name: 'L', address }]
  await client.send('POST', crm('customers'), { name: 'A', address, locations })
  const job = await createJob(sandbox, client)
  expect(job).toMatchObject({ invoiceId: 0, noCharge: false })
  expect(await visitsOf(client, job.id)).toHaveLength(1)
})
