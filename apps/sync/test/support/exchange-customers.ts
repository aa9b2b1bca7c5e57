import pg from 'pg'
import {
  changeContact,
  changeCustomer,
  createContact,
  createCustomer,
  createLocation,
  customerContacts,
  removeContact,
} from 'records/writes'
import type { Sandbox } from 'servicetitan-sandbox'
import { recordAt, writeAsPerson } from './person-writes.ts'

const address = {
  addressStreet: '1 Elm St',
  addressCity: 'Tulsa',
  addressState: 'OK',
  addressZip: '74105',
  addressCountry: 'USA',
}

/**
 * What people create, and what becomes of it while both sides change customers: sent, refused, lost and found, removed
 * before it is known, and known to the projection before.
 * @param push sends what is due
 */
export async function exchangeCustomers(
  {
    databaseUrl,
    sandbox,
    sync,
  }: {
    readonly databaseUrl: string
    readonly sandbox: Sandbox
    readonly sync: (...args: string[]) => Promise<void>
  },
  push: () => Promise<void>,
): Promise<void> {
  const people = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  const admin = new pg.Client({ connectionString: databaseUrl })
  await admin.connect()
  const write = <T>(work: Parameters<typeof writeAsPerson<T>>[1]) =>
    writeAsPerson(people, work, { domains: ['customers'] })
  const create = (name: string) =>
    write(async (opened) => {
      const contacts = [{ type: 'Email', value: `${name}@example.test` }]
      const { id } = await createCustomer(opened, { values: { name, ...address }, contacts })
      await createLocation(opened, { values: { customerId: id, name, ...address }, contacts: [] })
      return id
    })
  const add = (parent: string, value: string) =>
    write((opened) => createContact(opened, customerContacts, { parent, values: { type: 'Email', value } }))
  /** As if the waits were over. */
  const wait = () =>
    admin.query(
      `UPDATE sync.outbox SET due_at = now(), sent_at = sent_at - interval '1 hour', leased_until = NULL`,
    )
  const lose = () => sandbox.addFault({ method: 'POST', path: '/crm/', applyThenFail: 500, times: 1 })
  try {
    const id = await create('Created')
    await push()
    const contact = await add(id, 'added@example.test')
    await push()
    const added = await recordAt(admin, 'customer_contacts', contact.id)
    await write((opened) => changeContact(opened, customerContacts, { ...added, values: { memo: 'Desk' } }))
    await push()
    const changed = await recordAt(admin, 'customer_contacts', contact.id)
    await write((opened) => removeContact(opened, customerContacts, changed))
    await push()
    sandbox.addFault({ method: 'POST', path: '/crm/', status: 400, times: 1 })
    const refused = await create('Refused')
    await push()
    await write((opened) =>
      changeCustomer(opened, { reference: refused, version: '1', values: { name: 'Taken' } }),
    )
    await push()
    lose()
    const lost = await add(id, 'lost@example.test')
    await push()
    await write((opened) => removeContact(opened, customerContacts, { reference: lost.id, version: '1' }))
    await wait()
    await push()
    lose()
    await create('Found')
    await push()
    await sync('run', 'customers', '--hot')
    // It is held back; then it is not known any more that it may be ours.
    await sync('project')
    await admin.query(`UPDATE sync.outbox SET state = 'blocked' WHERE state = 'unknown'`)
    await sync('project')
    await wait()
    await push()
    await wait()
    await push()
  } finally {
    await people.end()
    await admin.end()
  }
}
