import { expect, it } from 'vitest'
import {
  ADDRESS,
  createWriting,
  crm,
  dispatch,
  first,
  jpm,
  newJob,
  TENANT,
  technicianIds,
} from '../testing/writing.ts'

it('the book has what a client wrote, with its request id, and the former values', async () => {
  const { sandbox, client } = await createWriting()
  const { id, name } = first(sandbox.records(TENANT, 'customers'), ({ active }) => active)
  const path = crm(`customers/${id}`)
  sandbox.clock.advance(1_000)
  const headers = { 'x-request-id': 'attempt-7' }
  await client.send('PATCH', path, { name: 'Hollis', doNotMail: true }, { headers })
  expect(sandbox.book).toEqual([
    {
      sequence: 1,
      write: 1,
      time: sandbox.clock.now(),
      tenantId: TENANT,
      by: 'api',
      clientId: 'sandbox-client',
      method: 'PATCH',
      path,
      requestId: 'attempt-7',
      op: 'update',
      resource: 'customers',
      id,
      values: { name: 'Hollis', doNotMail: true },
      before: { name, doNotMail: expect.any(Boolean) },
    },
  ])
})

it('the records of one write have its number, its own record first', async () => {
  const { sandbox, client } = await createWriting()
  const externalData = {
    applicationGuid: '6f1b0c52-8f0d-4a44-9a53-2f6d1d0a7c11',
    externalData: [{ key: 'lazi_id', value: 'c1' }],
  }
  const locations = [{ name: 'L', address: ADDRESS, contacts: [{ type: 'Phone', value: '1' }] }]
  await client.send('POST', crm('customers'), { name: 'A', address: ADDRESS, locations, externalData })
  await client.send('POST', crm('customers'), { name: 'refused' })
  const job = await client.send('POST', jpm('jobs'), newJob(sandbox))
  expect(sandbox.book.map(({ sequence, write, op, resource }) => [sequence, write, op, resource])).toEqual([
    [1, 1, 'insert', 'customers'],
    [2, 1, 'insert', 'locations'],
    [3, 1, 'insert', 'location-contacts'],
    [4, 2, 'insert', 'jobs'],
    [5, 2, 'insert', 'appointments'],
    [6, 2, 'insert', 'invoices'],
  ])
  expect(sandbox.book[0]?.values).toMatchObject({ name: 'A', externalData })
  expect(sandbox.book[3]).toMatchObject({ id: job.body.id, requestId: undefined, before: {} })
})

it('a person writes by the same rules, without a token or a fault', async () => {
  const { sandbox, client } = await createWriting({
    scopes: ['tn.jpm.appointments:r'],
    faults: [{ status: 503 }],
  })
  const person = sandbox.as('person')
  const created = person.post(jpm('jobs'), newJob(sandbox))
  expect(created).toMatchObject({ status: 200, body: { jobStatus: 'Scheduled' } })
  const { firstAppointmentId } = created.body as unknown as { firstAppointmentId: number }
  const one = jpm(`appointments/${firstAppointmentId}`)
  const [technician] = technicianIds(sandbox)
  const assigned = { jobAppointmentId: firstAppointmentId, technicianIds: [technician] }
  expect(person.post(dispatch('assign-technicians'), assigned).status).toBe(200)
  expect(person.put(`${one}/confirmation`)).toEqual({ status: 200, body: undefined })
  expect(person.put(`${one}/confirmation`)).toMatchObject({ status: 409 })
  expect(person.patch(`${one}/reschedule`, { start: 'soon' })).toMatchObject({
    status: 400,
    body: { errors: { start: ["The value 'soon' is not a valid date-time."] } },
  })
  expect(person.delete(one).status).toBe(409)
  expect(new Set(sandbox.book.map(({ by, clientId }) => `${by} ${clientId}`))).toEqual(
    new Set(['person undefined']),
  )
  expect(() => person.put(jpm('jobs/1'))).toThrow('no write PUT')
  expect(() => person.patch('/jpm/v2/tenant/9/jobs/1')).toThrow('no tenant 9')
  sandbox.clearFaults()
  expect((await client.one('appointments', firstAppointmentId)).status).toBe(401)
})

it('only the records of its tenant are written', async () => {
  const sizes = { jobs: 20, locations: 10, technicians: 3 }
  const { sandbox } = await createWriting({
    tenants: [
      { tenantId: TENANT, sizes },
      { tenantId: 2, sizes },
    ],
  })
  const { id } = first(sandbox.records(TENANT, 'customers'), ({ active }) => active)
  const before = sandbox.record(2, 'customers', id)
  sandbox.as('person').patch(crm(`customers/${id}`), { name: 'Mine' })
  expect(sandbox.record(TENANT, 'customers', id)?.name).toBe('Mine')
  expect(sandbox.record(2, 'customers', id)).toEqual(before)
})
