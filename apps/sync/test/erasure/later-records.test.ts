import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableOf, tables } from '../../src/cache/tables.ts'
import { erasableTables } from '../../src/page/erased/erasable-tables.ts'
import { idOfCustomer, openPerson, type Person, word } from '../support/person.ts'
import { lagMs, recordsOf } from '../support/tenant.ts'

// What ServiceTitan sends of an erased person afterwards.

let person: Person
beforeEach(async () => {
  person = await openPerson()
})
afterEach(() => person[Symbol.asyncDispose]())

test('a first sync after a removal of the cursors skips them, and a new contact of theirs too', async () => {
  const { tenant, customerId, fill, found, sync, erase } = person
  await fill()
  expect(await erase('--yes')).toMatchObject({ code: 0 })
  tenant.sandbox.insert(tenant.id, 'customer-contacts', { customerId, value: `new ${word}`, type: 'Email' })
  for (const { resource } of erasableTables.map(
    ({ name }) => tables.find((table) => table.name === name) ?? { resource: '' },
  )) {
    expect(await sync('reset', resource, '--tenant', tenant.tenantId, '--yes')).toMatchObject({ code: 0 })
  }
  tenant.sandbox.clock.advance(lagMs)
  await tenant.syncAll()
  expect(await found()).toEqual([])
  const contacts = tableOf('customer-contacts')
  expect(await tenant.sync(contacts, { kind: 'verify' })).toMatchObject({ mended: 0, inserted: 0 })
})

test('later jobs and documents of the person are kept without texts, and follow their states', async () => {
  const { tenant, customerId, fill, found, query, erase } = person
  await fill()
  expect(await erase('--yes')).toMatchObject({ code: 0 })
  const job = recordsOf(tenant, 'jobs').find((record) => idOfCustomer(record) === customerId) as object
  const added = tenant.sandbox.insert(tenant.id, 'jobs', { ...without(job), summary: `Again ${word}` })
  const invoice = recordsOf(tenant, 'invoices').find(
    (record) => idOfCustomer(record) === customerId,
  ) as object
  tenant.sandbox.insert(tenant.id, 'invoices', { ...without(invoice), summary: `New ${word}` })
  tenant.sandbox.update(tenant.id, 'jobs', (job as { id: number }).id, { jobStatus: 'Canceled' })
  tenant.sandbox.clock.advance(lagMs)
  await tenant.syncAll({ kind: 'incremental' })
  expect(await found()).toEqual([])
  expect(
    await query('SELECT st_id, status, summary FROM raw.st_jobs WHERE st_id = ANY ($1) ORDER BY st_id', [
      [added.id, (job as { id: number }).id],
    ]),
  ).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        st_id: String((job as { id: number }).id),
        status: 'Canceled',
        summary: null,
      }),
      expect.objectContaining({ st_id: String(added.id), summary: null }),
    ]),
  )
  const [{ numbers }] = await query(
    'SELECT count(invoice_number)::integer AS numbers FROM raw.st_invoices WHERE customer_id = $1',
    [customerId],
  )
  expect(numbers).toBeGreaterThan(0)
})

/** A record as a new one: without its id. */
function without(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'id'))
}

test('a location that moves to another customer is no longer erased', async () => {
  const { tenant, customerId, fill, query, erase } = person
  await fill()
  expect(await erase('--yes')).toMatchObject({ code: 0 })
  const location = recordsOf(tenant, 'locations').find((record) => idOfCustomer(record) === customerId) as {
    id: number
  }
  const other = recordsOf(tenant, 'customers').find(({ id }) => id !== customerId) as { id: number }
  tenant.sandbox.update(tenant.id, 'locations', location.id, { customerId: other.id, name: 'New owner' })
  tenant.sandbox.clock.advance(lagMs)
  await tenant.syncAll({ kind: 'incremental' })
  expect(
    await query('SELECT name, deleted_at FROM raw.st_locations WHERE st_id = $1', [location.id]),
  ).toEqual([{ name: 'New owner', deleted_at: null }])
})
