import { createCustomer, createLocation } from 'records/writes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tenantId } from '../support/account.ts'
import { runHere } from '../support/command.ts'
import { type Exchange, openExchange } from '../support/exchange.ts'

// What a restored database does not know to have sent stays in doubt until it is looked for.

let exchange: Exchange
beforeAll(async () => {
  exchange = await openExchange(['customers'])
})
afterAll(() => exchange.account.close())

const address = {
  addressStreet: '1 Elm St',
  addressCity: 'Tulsa',
  addressState: 'OK',
  addressZip: '74105',
  addressCountry: 'USA',
}

test.each([
  ['before', 'its customer is found'],
  ['after', 'the feed has brought it'],
])('after a restore, a contact is not created once more: looked for %s %s', async (order) => {
  const name = `Restored ${order}`
  const email = `${order}@example.test`
  const id = await exchange.write(async (write) => {
    const contacts = [{ type: 'Email', value: email }]
    const created = await createCustomer(write, { values: { name, ...address }, contacts })
    await createLocation(write, { values: { customerId: created.id, name, ...address }, contacts: [] })
    return created.id
  })
  const backup = await exchange.query(
    'SELECT table_name, record_id, op, base, first_edited_at FROM sync.outbox',
  )
  await exchange.pushAll()
  // As in a database of before: ServiceTitan has the records, and this database does not know.
  for (const table of ['customers', 'customer_contacts', 'locations'])
    await exchange.query(
      `UPDATE lazi.${table} SET st_id = NULL, st_modified_on = NULL WHERE ${table === 'customers' ? 'id' : 'customer_id'} = $1`,
      [id],
    )
  for (const row of backup)
    await exchange.query(
      `INSERT INTO sync.outbox (tenant_id, table_name, record_id, op, base, state, due_at, first_edited_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, 'pending', $6, $6, $6)`,
      [tenantId, row.table_name, row.record_id, row.op, JSON.stringify(row.base), row.first_edited_at],
    )
  if (order === 'after') await exchange.follow('customers', 'customer-contacts', 'locations')
  await exchange.query(`UPDATE sync.domains SET sends_from = 'elsewhere' WHERE mode = 'hybrid'`)
  await runHere(['domains', 'confirm-restore', '--tenant', tenantId, '--yes'], exchange.account.env)
  await exchange.query('UPDATE sync.outbox SET due_at = $1', [new Date(exchange.account.sandbox.clock.now())])
  // Another worker claims the contact before the customer is found.
  await exchange.query(
    `UPDATE sync.outbox SET due_at = due_at - interval '1 second' WHERE table_name = 'customer_contacts'`,
  )
  await exchange.settle()
  const there = [...exchange.account.sandbox.records(Number(tenantId), 'customer-contacts')]
  expect(there.filter(({ value }) => value === email)).toHaveLength(1)
  expect(await exchange.query('SELECT table_name, state, blocked_by, error FROM sync.outbox')).toEqual([])
})
