import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPushNotes } from '../../src/push/push-notes.ts'
import { tenantId } from '../support/account.ts'
import { type HybridCustomers, openHybridCustomers } from '../support/hybrid-customers.ts'

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

/** A file in which the tenant's position is noted, changed. */
async function noted(name: string, change: object = {}) {
  const file = join(folder, name)
  await createPushNotes(file).note(hybrid.account.database.pool, tenantId)
  const notes = JSON.parse(await readFile(file, 'utf8'))
  await writeFile(file, JSON.stringify({ [tenantId]: { ...notes[tenantId], ...change } }))
  return file
}
const sending = async () => (await hybrid.json('domains', 'list')).tenants[0].domains[1]

test('what was noted is in the database: nothing stops', async () => {
  const { pool } = hybrid.account.database
  await hybrid.edit(hybrid.nextCustomer().id, { name: 'Noted' })
  const file = await noted('same')
  expect(await createPushNotes(file).check(pool)).toEqual([])
  // The feed goes on.
  await hybrid.edit(hybrid.nextCustomer().id, { name: 'Later' })
  expect(await createPushNotes(file).check(pool)).toEqual([])
  await createPushNotes(null).note(pool, tenantId)
  expect(await createPushNotes(join(folder, 'none')).check(pool)).toEqual([])
})

test.each([
  ['ends before what was noted', { seq: '999999' }],
  ['has another change there', { at: '2001-01-01T00:00:00Z' }],
])('a feed that %s stops the sending until a person confirms', async (what, change) => {
  const { pool } = hybrid.account.database
  await hybrid.edit(hybrid.nextCustomer().id, { name: what })
  const file = await noted(what, change)
  expect(await createPushNotes(file).check(pool)).toEqual([tenantId])
  expect(await sending()).toMatchObject({ domain: 'customers', sending: 'restored' })
  expect(await hybrid.claim()).toBeUndefined()
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({})
  expect(await hybrid.sync('domains', 'confirm-restore', '--yes')).toMatchObject({ code: 0 })
  expect(await sending()).toMatchObject({ sending: 'on' })
  expect(await createPushNotes(file).check(pool)).toEqual([])
})

test('a tenant that was removed and added again is another one', async () => {
  const file = await noted('removed', { epoch: '00000000-0000-4000-8000-000000000000', seq: '999999' })
  expect(await createPushNotes(file).check(hybrid.account.database.pool)).toEqual([])
})
