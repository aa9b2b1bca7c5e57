import { afterAll, beforeAll, expect, test } from 'vitest'
import { violationsOf } from '../axe.ts'
import { createOwnAccount, type OwnAccount } from './own-account.ts'

// Both sides change customers: their page says what becomes of changes, and people decide conflicts on it.

let account: OwnAccount
let id: string
beforeAll(async () => {
  account = await createOwnAccount(['customers', 'hybrid'])
  const row = await account.readRow<{ id: string }>(
    'SELECT id FROM lazi.customers WHERE tenant_id = $1 AND active ORDER BY st_id LIMIT 1',
  )
  id = row.id
}, 300_000)
afterAll(() => account[Symbol.asyncDispose]())

test('a change is on its way, and in step when ServiceTitan has it', async () => {
  const page = await account.visit(`/customers/${id}`, account.keys.office)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  expect(await page.getByRole('menuitem').allTextContents()).toEqual(['Edit …', 'Add a location …'])
  await page.getByRole('menuitem', { name: 'Edit …' }).click()
  const form = page.getByRole('dialog', { name: /^Edit / })
  await form.getByText('Fields that cannot be changed here').click()
  await form.getByText('It changes in ServiceTitan while both sides change these records.').first().waitFor()
  await form.getByLabel('Name', { exact: false }).first().fill('Hollis Park')
  await form.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Changes are on their way to ServiceTitan.').waitFor()
  expect(await violationsOf(page)).toEqual([])
  await account.sync('worker', '--once')
  await page.getByText('Changes are on their way to ServiceTitan.').waitFor({ state: 'hidden' })
  expect(
    await account.readRow('SELECT count(*)::integer AS left FROM sync.outbox WHERE tenant_id = $1'),
  ).toEqual({
    left: 0,
  })
})

test('a conflict shows both values, and the decision of a person ends it', async () => {
  const { database, readRow } = account
  await database.pool.query(
    `INSERT INTO sync.outbox (tenant_id, table_name, record_id, op, base, state, blocked_by, first_edited_at, updated_at)
     SELECT tenant_id, 'customers', id, 'update', '{"name": "Theirs"}', 'blocked', 'conflict', now(), now()
       FROM lazi.customers WHERE id = $1`,
    [id],
  )
  await database.pool.query(
    `INSERT INTO sync.conflicts (tenant_id, conflict_id, table_name, record_id, field, kind, base, lazi_value,
                                 servicetitan_value, policy, opened_at)
     SELECT tenant_id, gen_random_uuid(), 'customers', id, 'name', 'both-changed', '"Before"', to_jsonb(name), '"Theirs"',
            'ask', now()
       FROM lazi.customers WHERE id = $1`,
    [id],
  )
  const page = await account.visit(`/customers/${id}`, account.keys.office)
  const row = page
    .getByRole('table', { name: 'Values that both sides changed' })
    .getByRole('row', { name: /^Name/ })
  await row.getByText('Hollis Park').waitFor()
  await row.getByText('Theirs').first().waitFor()
  expect(await violationsOf(page)).toEqual([])
  await row.getByRole('button', { name: 'Take theirs' }).click()
  await page.getByRole('heading', { level: 1, name: /Theirs/ }).waitFor()
  await row.waitFor({ state: 'hidden' })
  expect(await readRow('SELECT name FROM lazi.customers WHERE tenant_id = $1 AND id = $2', [id])).toEqual({
    name: 'Theirs',
  })
})
