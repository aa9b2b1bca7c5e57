import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readIdentity } from '../../src/owned/domains.ts'
import { createPushNotes, readPosition } from '../../src/push/push-notes.ts'
import { tenantId } from '../support/account.ts'
import { type HybridCustomers, openHybridCustomers } from '../support/hybrid-customers.ts'
import { connect } from '../support/tenant.ts'

// A database that was restored in place is older than what this worker noted: nothing is sent before a person confirms.

let hybrid: HybridCustomers
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'push-notes-'))
  hybrid = await openHybridCustomers()
})
afterAll(async () => {
  await hybrid.account.close()
  await rm(folder, { recursive: true })
})

const position = async () => {
  const client = await connect(hybrid.account.database.url)
  const found = await readPosition(client, tenantId).finally(() => client.end())
  if (found === undefined) throw new Error('Expected a position')
  return found
}
const sending = async () => (await hybrid.json('domains', 'list')).tenants[0].domains[1]

test('what was noted is in the database: nothing stops', async () => {
  const file = join(folder, 'same')
  await hybrid.edit(hybrid.nextCustomer().id, { name: 'Noted' })
  await createPushNotes(file).note(tenantId, await position())
  expect(await createPushNotes(file).check(hybrid.account.database.pool)).toEqual([])
  // The feed goes on.
  await hybrid.edit(hybrid.nextCustomer().id, { name: 'Later' })
  expect(await createPushNotes(file).check(hybrid.account.database.pool)).toEqual([])
  await createPushNotes(null).note(tenantId, await position())
})

test.each([
  ['ends before what was noted', async () => ({ ...(await position()), seq: '999999' })],
  ['has another change there', async () => ({ ...(await position()), at: '2001-01-01T00:00:00Z' })],
])('a feed that %s stops the sending until a person confirms', async (what, noted) => {
  const { pool } = hybrid.account.database
  const file = join(folder, what)
  const { id } = hybrid.nextCustomer()
  await hybrid.edit(id, { name: what })
  await createPushNotes(file).note(tenantId, await noted())
  expect(await createPushNotes(file).check(pool)).toEqual([tenantId])
  expect(await sending()).toMatchObject({ domain: 'customers', sending: 'restored' })
  expect(await hybrid.claim(await readIdentity(pool))).toBeUndefined()
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({})
  expect(await hybrid.sync('domains', 'confirm-restore', '--yes')).toMatchObject({ code: 0 })
  expect(await sending()).toMatchObject({ sending: 'on' })
  expect(await createPushNotes(file).check(pool)).toEqual([])
})

test('a tenant that was removed and added again is another one', async () => {
  const file = join(folder, 'removed')
  const noted = { ...(await position()), epoch: '00000000-0000-4000-8000-000000000000', seq: '999999' }
  await createPushNotes(file).note(tenantId, noted)
  expect(await createPushNotes(file).check(hybrid.account.database.pool)).toEqual([])
})
