import { afterAll, beforeAll, expect, test } from 'vitest'
import { entriesOf } from '../fixtures/entries.ts'
import { invalid, type Office, openOffice, status } from '../fixtures/office.ts'

// People merge customers in LAZI.

let opened: Office
let server: Office['server']
let office: Office['client']
let ids: Office['ids']
beforeAll(async () => {
  opened = await openOffice()
  ;({ server, client: office, ids } = opened)
})
afterAll(() => opened.close())

test('a customer is merged into another one, with everything that it has', async () => {
  const loser = await office.create('customers', {
    name: 'Hal',
    tagTypeIds: [ids.tag],
    contacts: [{ type: 'Phone', value: '555 0120' }],
  })
  const location = await office.create('locations', { customerId: loser.id, name: 'Hal Home' })
  const winner = await office.create('customers', { name: 'Hal B.' })
  const merged = await office.mergeCustomer(loser, winner.id)
  expect(merged).toMatchObject({ active: false, mergedIntoId: winner.id, version: 2 })
  expect(await office.get('locations', location.id)).toMatchObject({ customerId: winner.id, version: 2 })
  expect((await office.list('customer-contacts', { customerId: winner.id })).data).toHaveLength(1)
  expect((await office.get('customers', winner.id)).tagTypeIds).toEqual([ids.tag])
  await expect(office.mergeCustomer(merged, ids.ada)).rejects.toEqual(status(409))
  await expect(office.mergeCustomer(await office.get('customers', winner.id), winner.id)).rejects.toEqual(
    invalid('body.into'),
  )
  const inactive = office.create('locations', { customerId: loser.id, name: 'Shed' })
  await expect(inactive).rejects.toEqual(invalid('body.customerId'))
  expect((await entriesOf(server.database.pool, '1')).slice(-1)).toMatchObject([
    {
      action: 'merge',
      entityId: loser.id,
      changes: {
        moved: { new: { customer_contacts: 1, locations: 1, jobs: 0, appointments: 0 } },
        customers: {
          old: { [winner.id]: { tagTypeIds: [] } },
          new: { [winner.id]: { tagTypeIds: [ids.tag] } },
        },
      },
    },
  ])
})

test('a customer that was merged stays inactive, and takes no other customer in', async () => {
  const [one, other] = await Promise.all([
    office.create('customers', { name: 'Ira' }),
    office.create('customers', { name: 'Ira B.' }),
  ])
  const merged = await office.mergeCustomer(one, other.id)
  const refused = status(409, { detail: expect.stringContaining(`was merged into ${other.id}`) })
  await expect(office.change('customers', merged, { active: true })).rejects.toEqual(refused)
  const renamed = await office.change('customers', merged, { name: 'Ira A.', active: false })
  expect(renamed).toMatchObject({ name: 'Ira A.', active: false })
  const winner = await office.get('customers', other.id)
  await expect(office.mergeCustomer(winner, merged.id)).rejects.toEqual(refused)
  // ServiceTitan may have such a customer as active.
  await opened.pool.query('UPDATE lazi.customers SET active = true WHERE id = $1', [merged.id])
  await expect(office.mergeCustomer(winner, merged.id)).rejects.toEqual(refused)
})

test('after merges a customer may have more tags than are given at once, and keeps them', async () => {
  const { rows } = await opened.pool.query<{ id: string }>(
    `INSERT INTO lazi.tag_types (tenant_id, id, st_id, source, active, name)
     SELECT 1, lazi.projected_id(1, 'tag_types', 9000 + n), 9000 + n, 'servicetitan', true, 'Tag ' || n
       FROM generate_series(1, 150) AS n RETURNING id::text`,
  )
  const tags = rows.map(({ id }) => id)
  const loser = await office.create('customers', { name: 'Jo', tagTypeIds: tags.slice(0, 80) })
  const { id } = await office.create('customers', { name: 'Jo B.', tagTypeIds: tags.slice(60, 140) })
  await office.mergeCustomer(loser, id)
  const winner = await office.get('customers', id)
  expect(winner.tagTypeIds).toHaveLength(140)
  const fewer = winner.tagTypeIds?.slice(1) ?? []
  const changed = await office.change('customers', winner, { tagTypeIds: fewer, name: 'Jo C.' })
  expect(changed.tagTypeIds).toEqual(fewer)
  const more = [...fewer, String(tags.at(-1))]
  await expect(office.change('customers', changed, { tagTypeIds: more })).rejects.toEqual(
    invalid('body.tagTypeIds', 'Expected at most 100'),
  )
  await expect(office.create('customers', { name: 'K', tagTypeIds: fewer })).rejects.toEqual(
    invalid('body.tagTypeIds'),
  )
})
