import { describe, expect, it } from 'vitest'
import { findOperation } from '../contract/index.ts'
import { connect } from '../testing/client.ts'
import { violations } from '../testing/validate.ts'
import { ADDRESS, createWriting, crm, first, jpm, TENANT, writeViolations } from '../testing/writing.ts'

const GUID = '6f1b0c52-8f0d-4a44-9a53-2f6d1d0a7c11'
const OTHER_GUID = '00000000-0000-4000-8000-000000000001'
const marked = (value: string, applicationGuid = GUID) => ({
  applicationGuid,
  externalData: [{ key: 'lazi_id', value }],
})

const newCustomer = (fields: object = {}) => ({
  name: 'Hollis',
  address: ADDRESS,
  locations: [
    { name: 'Hollis Residence', address: ADDRESS, contacts: [{ type: 'Phone', value: '918-555-0123' }] },
  ],
  contacts: [{ type: 'Email', value: 'h@example.test', memo: 'at night' }],
  ...fields,
})

describe('a customer', () => {
  it('is created with its locations and contacts, in one request', async () => {
    const { sandbox, client } = await createWriting()
    const path = crm('customers')
    const answer = await client.send('POST', path, newCustomer({ type: 'Commercial', creditLimit: 500 }))
    expect(answer.status).toBe(200)
    expect(writeViolations(['POST', path], answer)).toEqual([])
    const { body } = answer
    expect(body).toMatchObject({ name: 'Hollis', type: 'Commercial', active: true, balance: 0 })
    expect(body.locations).toMatchObject([{ name: 'Hollis Residence', customerId: body.id }])
    expect(body.locations[0].contacts).toMatchObject([{ type: 'Phone', value: '918-555-0123', memo: null }])
    expect(body.contacts).toMatchObject([{ type: 'Email', value: 'h@example.test', memo: 'at night' }])

    const one = await client.one('customers', body.id)
    expect(one.body).toMatchObject({ name: 'Hollis', createdOn: body.createdOn, creditLimit: 500 })
    const listed = await client.list('customer-contacts', { customerIds: String(body.id) })
    expect(listed.body.data).toMatchObject([{ value: 'h@example.test', customerId: body.id }])
    expect(sandbox.record(TENANT, 'locations', body.locations[0].id)).toMatchObject({
      zoneId: null,
      taxExempt: false,
      address: { ...ADDRESS, latitude: null, longitude: null },
    })
  })

  it('is in the export only after the export’s lag', async () => {
    const { sandbox, client } = await createWriting()
    const { continueFrom: from } = await client.drain('customers')
    const { body } = await client.send('POST', crm('customers'), newCustomer())
    expect((await client.export('customers', { from })).body.data).toEqual([])
    sandbox.clock.advance(15 * 60_000)
    const later = await connect(sandbox)
    expect((await later.export('customers', { from })).body.data).toMatchObject([{ id: body.id }])
  })

  it('needs a location', async () => {
    const { client } = await createWriting()
    const path = crm('customers')
    const answer = await client.send('POST', path, newCustomer({ locations: [] }))
    expect(answer.status).toBe(400)
    expect(writeViolations(['POST', path], answer)).toEqual([])
    expect(answer.body.errors).toEqual({ locations: ['A customer must have at least one location.'] })
  })

  it('keeps what a PATCH leaves out, and replaces lists and the whole address', async () => {
    const { sandbox, client } = await createWriting()
    const { id } = first(sandbox.records(TENANT, 'customers'), ({ active }) => active)
    const [tag] = sandbox.records(TENANT, 'tag-types')
    const path = crm(`customers/${id}`)
    await client.send('PATCH', path, {
      tagTypeIds: [tag?.id],
      customFields: [{ typeId: 7_711_105, value: 'Gwen' }],
    })
    const before = sandbox.record(TENANT, 'customers', id)
    sandbox.clock.advance(60_000)
    const address = { ...ADDRESS, unit: '#2', latitude: 36.1, longitude: -95.9 }
    const answer = await client.send('PATCH', path, { name: 'Renamed', address, tagTypeIds: [] })
    expect(writeViolations(['PATCH', path], answer)).toEqual([])
    const expected = {
      ...before,
      name: 'Renamed',
      address,
      tagTypeIds: [],
      modifiedOn: '2026-06-18T15:01:00Z',
    }
    expect(answer.body).toEqual(expected)
    expect((await client.one('customers', id)).body).toEqual(expected)
  })

  it('can be deactivated, and then refuses reads and writes of its contacts', async () => {
    const { sandbox, client } = await createWriting()
    const { id } = first(sandbox.records(TENANT, 'customers'), ({ active }) => active)
    expect((await client.send('PATCH', crm(`customers/${id}`), { active: false })).body.active).toBe(false)
    const path = crm(`customers/${id}/contacts`)
    const answers = [
      await client.get(path),
      await client.send('POST', path, { type: 'Phone', value: '1' }),
      await client.send('PATCH', `${path}/1`, { memo: 'x' }),
      await client.send('DELETE', `${path}/1`),
    ]
    for (const { status, body } of answers)
      expect([status, body.title]).toEqual([409, `Customer ID = ${id} is not active`])
  })

  it('responds to an unknown id with 404, and to an invalid one with 400', async () => {
    const { client } = await createWriting()
    expect((await client.send('PATCH', crm('customers/5'), {})).status).toBe(404)
    const invalid = await client.send('PATCH', crm('customers/abc'), {})
    expect([invalid.status, invalid.body.errors]).toEqual([400, { id: ["The value 'abc' is not valid."] }])
  })

  it.each(['customers', 'locations'] as const)('has tags, one of %s at a time', async (name) => {
    const { sandbox, client } = await createWriting()
    const [tag] = sandbox.records(TENANT, 'tag-types')
    const { id } = first(sandbox.records(TENANT, name), ({ active }) => active)
    sandbox.update(TENANT, name, id, { tagTypeIds: [] })
    const path = crm(`${name}/${id}/tags/${tag?.id}`)
    const added = await client.send('POST', path)
    expect(writeViolations(['POST', path], added)).toEqual([])
    expect(added.body).toMatchObject({ tagTypeIds: [tag?.id] })
    expect((await client.send('POST', path)).status).toBe(409)
    const removed = await client.send('DELETE', path)
    expect([removed.status, removed.text]).toEqual([200, ''])
    expect((await client.send('DELETE', path)).status).toBe(404)
    expect(sandbox.record(TENANT, name, id)?.tagTypeIds).toEqual([])
    expect((await client.send('POST', crm(`${name}/${id}/tags/5`))).status).toBe(404)
  })
})

describe('a location', () => {
  it('is created for a known customer', async () => {
    const { sandbox, client } = await createWriting()
    const { id } = first(sandbox.records(TENANT, 'customers'), ({ active }) => active)
    const path = crm('locations')
    const body = { customerId: id, name: 'Barn', address: ADDRESS, contacts: [] }
    const answer = await client.send('POST', path, body)
    expect(writeViolations(['POST', path], answer)).toEqual([])
    expect(answer.body).toMatchObject({ customerId: id, name: 'Barn', contacts: [] })
    const unknown = await client.send('POST', path, { ...body, customerId: 5 })
    expect([unknown.status, unknown.body.title]).toEqual([409, 'Unknown customer 5'])
  })

  it('moves to another customer, and refuses an unknown customer or tax zone', async () => {
    const { sandbox, client } = await createWriting()
    const customers = [...sandbox.records(TENANT, 'customers')].filter(({ active }) => active)
    const { id, customerId } = first(sandbox.records(TENANT, 'locations'), ({ active }) => active)
    const to = customers.find((customer) => customer.id !== customerId)?.id
    const path = crm(`locations/${id}`)
    const moved = await client.send('PATCH', path, { customerId: to, taxZoneId: 302 })
    expect(writeViolations(['PATCH', path], moved)).toEqual([])
    expect(moved.body).toMatchObject({ customerId: to, taxZoneId: 302 })
    expect((await client.send('PATCH', path, { customerId: 5 })).status).toBe(409)
    expect((await client.send('PATCH', path, { taxZoneId: 5 })).status).toBe(409)
    const address = { ...ADDRESS, unit: '' }
    expect((await client.send('PATCH', path, { address })).body.address.latitude).toBeNull()
    // Its jobs keep their customer, and can still be changed.
    const job = first(sandbox.records(TENANT, 'jobs'), ({ locationId }) => locationId === id)
    expect(job.customerId).toBe(customerId)
    const changed = await client.send('PATCH', jpm(`jobs/${job.id}`), { summary: 'x' })
    expect([changed.status, changed.body.customerId]).toEqual([200, customerId])
  })
})

describe.each(['customers', 'locations'] as const)('a contact of %s', (name) => {
  const child = name === 'customers' ? 'customer-contacts' : 'location-contacts'

  it('is created, changed and deleted without a change of its parent', async () => {
    const { sandbox, client } = await createWriting()
    const parent = first(sandbox.records(TENANT, name), ({ active }) => active)
    const path = crm(`${name}/${parent.id}/contacts`)
    const created = await client.send('POST', path, { type: 'MobilePhone', value: '(918) 555-0199' })
    expect(writeViolations(['POST', path], created)).toEqual([])
    expect(created.body).toMatchObject({ value: '(918) 555-0199', memo: null, preferences: null })

    const one = `${path}/${created.body.id}`
    const preferences = {
      jobRemindersEnabled: true,
      marketingUpdatesEnabled: false,
      invoiceStatementNotification: true,
      invoiceNotification: true,
      statementNotification: false,
    }
    const changed = await client.send('PATCH', one, { type: 'Email', value: 'a@example.test', preferences })
    expect(writeViolations(['PATCH', one], changed)).toEqual([])
    expect(changed.body).toMatchObject({ type: 'Email', preferences, phoneSettings: { phoneNumber: '' } })
    const values = async () =>
      (await client.get(path, { pageSize: 500 })).body.data.map(({ value }: { value: string }) => value)
    expect(await values()).toContain('a@example.test')

    const deleted = await client.send('DELETE', one)
    expect([deleted.status, deleted.text]).toEqual([200, ''])
    expect(await values()).not.toContain('a@example.test')
    expect(sandbox.record(TENANT, child, created.body.id)?.active).toBe(false)
    expect((await client.send('DELETE', one)).status).toBe(404)
    expect(sandbox.record(TENANT, name, parent.id)).toEqual(parent)
  })

  it('belongs to its own parent only, and is listed in the format of the contract', async () => {
    const { sandbox, client } = await createWriting()
    const [parent, other] = [...sandbox.records(TENANT, name)].filter(({ active }) => active)
    const path = crm(`${name}/${parent?.id}/contacts`)
    const { body } = await client.send('POST', path, { type: 'Phone', value: '1', memo: 'm' })
    const foreign = crm(`${name}/${other?.id}/contacts/${body.id}`)
    expect((await client.send('PATCH', foreign, { memo: 'x' })).status).toBe(404)
    const listed = await client.get(path, { includeTotal: true })
    expect(listed.body.totalCount).toBe(listed.body.data.length)
    const operation = findOperation(child, 'children')
    expect(operation && violations(operation, 200, listed.body)).toEqual([])
    const fields = Object.keys(listed.body.data[0])
    expect(fields).not.toContain('active')
    expect(fields).not.toContain(name === 'customers' ? 'customerId' : 'locationId')
    expect((await client.get(crm(`${name}/5/contacts`))).status).toBe(404)
    expect((await client.send('PATCH', `${path}/${body.id}`, { value: ' ' })).body.errors).toEqual({
      value: ['The value must not be empty.'],
    })
  })
})

describe('external data', () => {
  it('is found by the filters of the lists, and is in no export', async () => {
    const { sandbox, client } = await createWriting()
    const location = { name: 'L', address: ADDRESS, externalData: marked('loc-1') }
    const created = await client.send(
      'POST',
      crm('customers'),
      newCustomer({ externalData: marked('cus-1'), locations: [location] }),
    )
    expect(created.body.externalData).toEqual([{ key: 'lazi_id', value: 'cus-1' }])
    expect(created.body.locations[0].externalData).toEqual([{ key: 'lazi_id', value: 'loc-1' }])
    const find = async (name: 'customers' | 'locations', value: string, guid = GUID) => {
      const parameters = {
        externalDataApplicationGuid: guid,
        externalDataKey: 'lazi_id',
        externalDataValues: value,
      }
      const { body } = await client.list(name, parameters)
      return body.data.map(({ id, externalData }: Record<string, unknown>) => [id, externalData])
    }
    const own = [{ key: 'lazi_id', value: 'cus-1' }]
    expect(await find('customers', 'cus-1')).toEqual([[created.body.id, own]])
    expect(await find('customers', 'x,cus-1')).toEqual([[created.body.id, own]])
    expect(await find('customers', 'cus-1', GUID.toUpperCase())).toEqual([[created.body.id, own]])
    expect(await find('customers', 'cus-2')).toEqual([])
    expect(await find('customers', 'cus-1', OTHER_GUID)).toEqual([])
    expect(await find('locations', 'loc-1')).toHaveLength(1)
    const all = await client.list('customers', { externalDataApplicationGuid: GUID, includeTotal: true })
    expect(all.body.totalCount).toBe(1)
    expect((await client.one('customers', created.body.id)).body.externalData).toEqual([])
    expect(sandbox.record(TENANT, 'customers', created.body.id)?.externalData).toEqual([])
    const { body } = await client.export('customers', { includeRecentChanges: true })
    expect(body.data.at(-1)).toMatchObject({ id: created.body.id, externalData: [] })
  })

  it('is replaced or merged under its own guid only', async () => {
    const { sandbox, client } = await createWriting()
    const { id } = first(sandbox.records(TENANT, 'customers'), ({ active }) => active)
    const put = async (externalData: object) =>
      (await client.send('PATCH', crm(`customers/${id}`), { externalData })).body.externalData
    await put(marked('foreign', OTHER_GUID))
    expect(await put(marked('a'))).toEqual([{ key: 'lazi_id', value: 'a' }])
    const merged = {
      patchMode: 'Merge',
      applicationGuid: GUID,
      externalData: [
        { key: 'more', value: 'b' },
        { key: 'lazi_id', value: null },
      ],
    }
    expect(await put(merged)).toEqual([{ key: 'more', value: 'b' }])
    expect(await put(marked('c'))).toEqual([{ key: 'lazi_id', value: 'c' }])
    const foreign = await client.list('customers', { externalDataApplicationGuid: OTHER_GUID })
    expect(foreign.body.data).toMatchObject([{ id, externalData: [{ value: 'foreign' }] }])
  })

  it.each([
    [{ externalDataKey: 'k', externalDataValues: 'v' }, 'externalDataApplicationGuid'],
    [{ externalDataApplicationGuid: GUID, externalDataKey: 'k' }, 'externalDataKey'],
    [{ externalDataApplicationGuid: 'mine' }, 'externalDataApplicationGuid'],
    [
      {
        externalDataApplicationGuid: GUID,
        externalDataKey: 'k',
        externalDataValues: Array.from({ length: 51 }, String).join(','),
      },
      'externalDataValues',
    ],
  ])('is not looked up by %j', async (parameters, name) => {
    const { client } = await createWriting()
    const { status, body } = await client.list('jobs', parameters)
    expect([status, Object.keys(body.errors)]).toEqual([400, [name]])
  })
})
