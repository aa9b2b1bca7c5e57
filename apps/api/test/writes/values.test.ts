import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { invalid, type Office, openOffice, status } from '../fixtures/office.ts'

// Which values changes may have, and that equal values in another form are no change.

let opened: Office
let office: Office['client']
let ids: Office['ids']
let { send, visitOn, newJob, visitsOf } = {} as Office
beforeAll(async () => {
  opened = await openOffice()
  ;({ client: office, ids, send, visitOn, newJob, visitsOf } = opened)
})
afterAll(() => opened.close())

describe('half of a surrogate pair is refused:', () => {
  const half = '\ud83d'
  const expected = (path: string) => invalid(path, 'Expected text without half of a surrogate pair')

  test('in a field', async () => {
    const job = await newJob(visitOn())
    const change = office.change('jobs', job, { summary: `cut ${half}` })
    await expect(change).rejects.toEqual(expected('body.summary'))
    const whole = await office.change('jobs', job, { summary: `whole ${half}\ude00` })
    expect(whole.summary).toBe(`whole ${half}\ude00`)
  })

  test('in a name and a custom field of a customer of ServiceTitan', async () => {
    const ada = await office.get('customers', ids.ada)
    const name = office.change('customers', ada, { name: `a${half}b` })
    await expect(name).rejects.toEqual(expected('body.name'))
    const custom = office.change('customers', ada, { customFields: { 12: half } })
    await expect(custom).rejects.toEqual(expected('body.customFields.12'))
  })

  test('in the instructions of a visit, and in the memo of a reason', async () => {
    await expect(newJob(visitOn({ specialInstructions: half }))).rejects.toEqual(
      expected('body.appointments.0.specialInstructions'),
    )
    const job = await newJob(visitOn())
    const cancel = office.act('jobs', job, 'cancel', { reasonId: ids.cancelReason, memo: half })
    await expect(cancel).rejects.toEqual(expected('body.memo'))
  })
})

test('the memo of a reason is not empty', async () => {
  const job = await newJob(visitOn())
  const held = office.act('jobs', job, 'hold', { reasonId: ids.holdReason, memo: ' ' })
  await expect(held).rejects.toEqual(invalid('body.memo'))
})

test('the same number in another form is no change, and is the same content', async () => {
  const id = '0199c2a4-7d1e-7b3a-9c55-000000000001'
  const body = `{"id":"${id}","name":"Null Island","customerId":"${ids.ada}","latitude":-0,"longitude":0}`
  expect((await send('POST', '/locations', body)).response.status).toBe(201)
  expect((await send('POST', '/locations', body)).response.status).toBe(200)
  const move = () => send('PATCH', `/locations/${id}`, '{"latitude":-0}', { 'if-match': '1' })
  expect((await move()).body).toMatchObject({ latitude: 0, version: 1 })

  const customer = await office.create('customers', { name: 'Kim', creditLimit: '0129.950' })
  expect(customer.creditLimit).toBe('129.95')
  const same = await office.change('customers', customer, { creditLimit: '129.9500' })
  expect(same.version).toBe(1)
  await opened.pool.query('UPDATE lazi.customers SET credit_limit = 129.950 WHERE id = $1', [customer.id])
  expect((await office.change('customers', same, { creditLimit: '129.95' })).version).toBe(1)
  const none = await office.change('customers', same, { creditLimit: '-0.00' })
  expect(none).toMatchObject({ creditLimit: '0', version: 2 })
})

test('a tag that is given twice is stored once', async () => {
  const body = {
    id: '0199c2a4-7d1e-7b3a-9c55-000000000002',
    name: 'Lea',
    tagTypeIds: [ids.tag, ids.tag],
  }
  const created = await office.create('customers', body)
  expect(created.tagTypeIds).toEqual([ids.tag])
  expect(await office.create('customers', body)).toEqual(created)
  const same = await office.change('customers', created, { tagTypeIds: body.tagTypeIds })
  expect(same.version).toBe(1)
})

test('a version has no leading zeros', async () => {
  const customer = await office.create('customers', { name: 'Mia' })
  const { response, body } = await send(
    'PATCH',
    `/customers/${customer.id}`,
    { name: 'M' },
    { 'if-match': '01' },
  )
  expect(response.status).toBe(400)
  expect(body).toMatchObject({ errors: [{ path: 'header.if-match' }] })
})

test('a member that every object has is an unknown one', async () => {
  const body = '{"toString":1,"constructor":2}'
  const sent = await send('PATCH', `/customers/${ids.bo}`, body, { 'if-match': '1' })
  expect(sent.response.status).toBe(400)
  expect(JSON.stringify(sent.body)).not.toMatch(/native code|cannot be changed/)
})

describe('times:', () => {
  test('a window compares to the microsecond', async () => {
    const visit = visitOn()
    const at = (fraction: string) => visit.startsAt.replace('Z', `${fraction}Z`)
    const backwards = { ...visit, arrivalStartsAt: at('.0009'), arrivalEndsAt: at('.0001') }
    await expect(newJob(backwards)).rejects.toEqual(invalid('body.appointments.0.arrivalEndsAt'))
    const short = { ...visit, endsAt: at('.0001'), arrivalStartsAt: at('.0001'), arrivalEndsAt: at('.0001') }
    expect(await visitsOf(await newJob(short))).toMatchObject([{ endsAt: at('.000100') }])
  })

  test('a day past the end of its month', async () => {
    const visit = { startsAt: '2027-02-30T08:00:00Z', endsAt: '2027-03-02T10:00:00Z' }
    await expect(newJob(visit)).rejects.toEqual(invalid('body.appointments.0.startsAt'))
  })

  test('a technician is booked on the first day that there is, and only once', async () => {
    const startsAt = '0001-01-01T00:00:00Z'
    const first = { startsAt, endsAt: '0001-01-01T01:00:00Z', technicianIds: [ids.tia] }
    await newJob(first)
    await expect(newJob(first)).rejects.toEqual(status(409))
  })
})

test('a job is neither its own recall nor under its own warranty', async () => {
  const job = await newJob(visitOn())
  for (const field of ['recallForId', 'warrantyId'] as const) {
    const change = office.change('jobs', job, { [field]: job.id })
    await expect(change).rejects.toEqual(invalid(`body.${field}`, 'Expected another job'))
  }
  const next = await newJob(visitOn())
  expect((await office.change('jobs', next, { recallForId: job.id })).recallForId).toBe(job.id)
})
