import { afterAll, beforeAll, expect, test } from 'vitest'
import { invalid, type Office, openOffice } from '../fixtures/office.ts'

// Only what changes is checked: what a record has already may be what LAZI would refuse.

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

/** Runs work while a record is not active. */
async function whileInactive(table: string, id: string, work: () => Promise<void>) {
  const set = (isActive: boolean) =>
    pool.query(`UPDATE lazi.${table} SET active = $1 WHERE tenant_id = 1 AND id = $2`, [isActive, id])
  await set(false)
  try {
    await work()
  } finally {
    await set(true)
  }
}

test('the memo of a contact whose value is no e-mail address', async () => {
  const { data } = await office.list('customer-contacts', { customerId: ids.ada })
  const contact = data[0] as (typeof data)[0]
  await pool.query(`UPDATE lazi.customer_contacts SET type = 'Email', value = 'by phone' WHERE id = $1`, [
    contact.id,
  ])
  const changed = await office.change('customer-contacts', contact, {
    memo: 'Evenings',
    doNotText: true,
    value: 'by phone',
  })
  expect(changed).toMatchObject({ memo: 'Evenings', doNotText: true, value: 'by phone' })
  const other = office.change('customer-contacts', changed, { value: 'by mail' })
  await expect(other).rejects.toEqual(invalid('body.value'))
})

test('the name of a location with half a position', async () => {
  await pool.query('UPDATE lazi.locations SET latitude = 41.5, longitude = NULL WHERE id = $1', [ids.adaHome])
  const location = await office.get('locations', ids.adaHome)
  const renamed = await office.change('locations', location, { name: 'Ada Home', latitude: 41.5 })
  expect(renamed).toMatchObject({ name: 'Ada Home', longitude: null })
  const moved = office.change('locations', renamed, { latitude: 42 })
  await expect(moved).rejects.toEqual(invalid('body.longitude'))
})

test('a tag that is no longer active stays, and is not given anew', async () => {
  const [tagged, other] = await Promise.all([
    office.create('customers', { name: 'Nia', tagTypeIds: [ids.tag] }),
    office.create('customers', { name: 'Nia B.' }),
  ])
  await whileInactive('tag_types', ids.tag, async () => {
    const change = { name: 'Nia A.', tagTypeIds: [ids.tag] }
    expect(await office.change('customers', tagged, change)).toMatchObject({ ...change, version: 2 })
    const given = office.change('customers', other, { tagTypeIds: [ids.tag] })
    await expect(given).rejects.toEqual(invalid('body.tagTypeIds.0', 'This tag is not active'))
  })
})

test('a customer that is no longer active stays that of its location', async () => {
  const customer = await office.create('customers', { name: 'Oda' })
  const location = await office.create('locations', { customerId: customer.id, name: 'Oda Home' })
  const other = await office.create('locations', { customerId: ids.ada, name: 'Shed' })
  await whileInactive('customers', customer.id, async () => {
    const change = { customerId: customer.id, name: 'Oda Cabin' }
    expect(await office.change('locations', location, change)).toMatchObject(change)
    await expect(office.change('locations', other, change)).rejects.toEqual(
      invalid('body.customerId', 'This customer is not active'),
    )
  })
})

test('a technician who is no longer active stays assigned, and is not assigned anew', async () => {
  const [visit] = await visitsOf(await newJob(visitOn({ technicianIds: [ids.tia] })))
  const [other] = await visitsOf(await newJob(visitOn()))
  await whileInactive('technicians', ids.tia, async () => {
    const { startsAt, endsAt } = visitOn()
    const times = { startsAt, endsAt }
    const both = { ...times, technicianIds: [ids.tia, ids.uma] }
    const moved = await office.act('appointments', visit, 'reschedule', both)
    expect(moved.technicianIds).toEqual([ids.tia, ids.uma])
    const refused = invalid('body.technicianIds.0', 'This technician is not active')
    await expect(office.act('appointments', other, 'reschedule', both)).rejects.toEqual(refused)
    const assign = office.act('appointments', other, 'assign', { technicianIds: [ids.tia] })
    await expect(assign).rejects.toEqual(refused)
  })
})

test.each(['customers', 'locations'] as const)('one of the inactive %s gets no contact', async (parents) => {
  const customer = await office.create('customers', { name: 'Pia' })
  const location = await office.create('locations', { customerId: customer.id, name: 'Pia Home' })
  const { id } = parents === 'customers' ? customer : location
  await whileInactive(parents, id, async () => {
    const added = office.addContact(parents, id, { type: 'Phone', value: '555 0130' })
    const path = parents === 'customers' ? 'body.customerId' : 'body.locationId'
    await expect(added).rejects.toEqual(invalid(path, expect.stringContaining('is not active')))
  })
})
