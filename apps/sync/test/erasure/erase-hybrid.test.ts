import { changeCustomer } from 'records/writes'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { byTest } from '../support/by-test.ts'
import { openPerson, type Person, word } from '../support/person.ts'
import { writeInLazi } from '../support/write-in-lazi.ts'

// What an erasure removes while both sides change customers: what is still to be sent, and conflicts.

let person: Person
beforeEach(async () => {
  person = await openPerson()
})
afterEach(() => person[Symbol.asyncDispose]())

test('edits that were not sent, their former values and conflicts are erased', async () => {
  const { query, found, fill, sync, erase, tenant, customerId } = person
  const { tenantId, pool } = tenant
  await fill()
  await sync('project')
  expect(await sync('domains', 'set', 'customers', 'hybrid', '--tenant', tenantId, '--yes')).toMatchObject({
    code: 0,
  })
  const [customer] = await query('SELECT id::text, version::text FROM lazi.customers WHERE st_id = $1', [
    customerId,
  ])
  await writeInLazi(pool, { tenantId, domains: ['customers'], act: byTest() }, (write) =>
    changeCustomer(write, {
      reference: customer.id,
      version: customer.version,
      values: { name: `Edited ${word}` },
    }),
  )
  await query(
    `INSERT INTO sync.conflicts (tenant_id, conflict_id, table_name, record_id, field, kind, base, lazi_value,
                                 servicetitan_value, policy, opened_at)
     VALUES ($1, gen_random_uuid(), 'customers', $2, 'name', 'both-changed', to_jsonb($3::text), to_jsonb($3::text),
             to_jsonb($3::text), 'ask', now())`,
    [tenantId, customer.id, `Conflict ${word}`],
  )
  expect(await found()).toEqual(expect.arrayContaining(['sync.outbox', 'sync.conflicts', 'lazi.customers']))
  expect(await erase('--yes')).toMatchObject({ code: 0 })
  expect(await found()).toEqual([])
  expect(await query('SELECT FROM sync.outbox')).toEqual([])
})
