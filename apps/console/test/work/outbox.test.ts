import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violationsOf } from '../axe.ts'
import { demo } from '../stack/tenants.ts'
import { createOwnAccount, type OwnAccount } from './own-account.ts'

// What ServiceTitan lacks, and what both sides have changed, of all records: people decide on these pages, also on a phone.

let account: OwnAccount
let ids: string[]
beforeAll(async () => {
  account = await createOwnAccount(['customers', 'hybrid'])
  const { rows } = await account.database.pool.query<{ id: string }>(
    'SELECT id::text FROM lazi.customers WHERE active ORDER BY st_id LIMIT 6',
  )
  ids = rows.map(({ id }) => id)
}, 300_000)
afterAll(() => account[Symbol.asyncDispose]())

const phone = { viewport: { width: 390, height: 844 } }

/** A record that differs, as a worker leaves it. */
async function differs(id: string | undefined, state: string, rest: object = {}): Promise<void> {
  const row = { blocked_by: null, error: null, failed_fields: {}, ...rest }
  await account.database.pool.query(
    `INSERT INTO sync.outbox (tenant_id, table_name, record_id, op, base, state, blocked_by, error, failed_fields,
                              first_edited_at, updated_at)
     SELECT tenant_id, 'customers', id, 'update', '{"name": "Agreed"}', $2, $3, $4, $5, now(), now()
       FROM lazi.customers WHERE id = $1`,
    [id, state, row.blocked_by, row.error, JSON.stringify(row.failed_fields)],
  )
}

async function conflicts(id: string | undefined, theirs: string): Promise<void> {
  await differs(id, 'blocked', { blocked_by: 'conflict' })
  await account.database.pool.query(`UPDATE sync.outbox SET base = $2 WHERE record_id = $1`, [
    id,
    JSON.stringify({ name: theirs }),
  ])
  await account.database.pool.query(
    `INSERT INTO sync.conflicts (tenant_id, conflict_id, table_name, record_id, field, kind, base, lazi_value,
                                 servicetitan_value, policy, opened_at)
     SELECT tenant_id, gen_random_uuid(), 'customers', id, 'name', 'both-changed', '"Before"', to_jsonb(name),
            to_jsonb($2::text), 'ask', now()
       FROM lazi.customers WHERE id = $1`,
    [id, theirs],
  )
}

/** By how much the page is wider than the screen. */
const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

const nameOf = async (id: string | undefined) =>
  (
    await account.readRow<{ name: string }>(
      'SELECT name FROM lazi.customers WHERE tenant_id = $1 AND id = $2',
      [id],
    )
  ).name

test('the outbox lists each record with its state and reason, and sends one again', async () => {
  const [pending, unknown, failed] = ids
  await differs(pending, 'pending')
  await differs(unknown, 'unknown')
  await differs(failed, 'failed', { failed_fields: { name: 'The name is too odd.' } })
  const page = await account.visit('/outbox', account.keys.office)
  const table = page.getByRole('table', { name: 'Outbox' })
  const rowOf = async (id: string | undefined) =>
    table.getByRole('row').filter({ has: page.getByRole('link', { name: await nameOf(id), exact: true }) })
  await (await rowOf(pending)).getByText('Pending').waitFor()
  await (await rowOf(unknown)).getByText('Unknown: ServiceTitan has not answered').waitFor()
  const refused = await rowOf(failed)
  await refused.getByText('Failed: The name is too odd.').waitFor()
  expect(await violationsOf(page)).toEqual([])
  expect(await page.getByRole('button', { name: /^Give up/ }).count()).toBe(0)
  await page.getByText('Wait for a person').click()
  await (await rowOf(pending)).waitFor({ state: 'hidden' })
  await refused.getByRole('button', { name: /^Send again/ }).click()
  await page.getByText('No record waits for a person').waitFor()
  expect(
    await account.readRow('SELECT state FROM sync.outbox WHERE tenant_id = $1 AND record_id = $2', [failed]),
  ).toEqual({ state: 'pending' })
})

test('an admin gives up the changes of a record, on a phone', async () => {
  const [, , failed] = ids
  await account.database.pool.query(
    `UPDATE sync.outbox SET state = 'failed', error = 'Odd' WHERE record_id = $1`,
    [failed],
  )
  const page = await account.visit('/outbox', account.keys.admin, phone)
  await page.getByText('Failed: Odd').waitFor()
  expect(await violationsOf(page)).toEqual([])
  expect(await overflowOf(page)).toBeLessThanOrEqual(0)
  await page.getByRole('button', { name: /^Give up/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Give them up' }).click()
  await page.getByText('Failed: Odd').waitFor({ state: 'hidden' })
  expect(await nameOf(failed)).toBe('Agreed')
})

test('conflicts are shown with the values of both sides, on a phone too, and decided one by one', async () => {
  const [, , , first, second] = ids
  const before = await nameOf(first)
  await conflicts(first, 'Theirs one')
  await conflicts(second, 'Theirs two')
  const page = await account.visit('/conflicts', account.keys.office, phone)
  const card = page.getByRole('listitem').filter({ hasText: 'Theirs one' })
  for (const text of ['Before', before, 'Theirs one'])
    await card.getByText(text, { exact: true }).last().waitFor()
  expect(await violationsOf(page)).toEqual([])
  expect(await overflowOf(page)).toBeLessThanOrEqual(0)
  await card.getByRole('button', { name: /^Take theirs/ }).click()
  await card.waitFor({ state: 'hidden' })
  expect(await nameOf(first)).toBe('Theirs one')
})

test('many conflicts are decided alike, after a confirmation', async () => {
  const [, , , , second, third] = ids
  const [mine, own] = [await nameOf(second), await nameOf(third)]
  await conflicts(third, 'Theirs three')
  const page = await account.visit('/conflicts?of=customers.name', account.keys.office)
  await page.getByText('Theirs three').waitFor()
  await page.getByRole('button', { name: 'Keep ours: all' }).click()
  const dialog = page.getByRole('dialog', { name: 'Decide all 2 conflicts alike?' })
  await dialog.getByLabel('Reason').fill('We know better')
  await dialog.getByRole('button', { name: 'Keep ours: all' }).click()
  await page.getByText('No conflicts').waitFor()
  expect([await nameOf(second), await nameOf(third)]).toEqual([mine, own])
  expect(
    await account.readRow(
      `SELECT count(*)::integer AS decided FROM audit.entries WHERE tenant_id = $1 AND reason = 'We know better'`,
    ),
  ).toEqual({ decided: 2 })
})

test('readers see conflicts, and decide none', async () => {
  await account.database.pool.query('DELETE FROM sync.outbox; DELETE FROM sync.conflicts')
  await conflicts(ids[4], 'Theirs again')
  const page = await account.visit('/conflicts', account.keys.reader)
  await page.getByText('Theirs again').waitFor()
  expect(await page.getByRole('button', { name: /^(Keep|Take)/ }).count()).toBe(0)
})

test('the overview says what waits, and a pause; an admin sets a rule on the page of a record', async () => {
  const [, , , , , last] = ids
  await differs(last, 'failed', { error: 'Odd' })
  await account.sync('domains', 'pause', 'customers', '--by', 'Dana', '--tenant', demo.id)
  const page = await account.visit(`/customers/${last}?tab=servicetitan`, account.keys.admin)
  const rule = page.getByRole('combobox', { name: 'When both sides change Name' })
  await rule.waitFor()
  expect(await violationsOf(page)).toEqual([])
  await rule.click()
  await page.getByRole('option', { name: 'LAZI’s value stays' }).click()
  await page.getByText('Rule set').waitFor()
  expect(
    await account.readRow('SELECT on_conflict AS rule FROM sync.field_rules WHERE tenant_id = $1'),
  ).toEqual({ rule: 'lazi' })
  await page.getByRole('link', { name: 'Overview' }).click()
  await page.getByText(/^Sending of customers is paused since .* by Dana$/).waitFor()
  await page.getByRole('link', { name: /has refused a change of one record/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Outbox' }).waitFor()
  await page.getByText(/^Sending of customers is paused/).waitFor()
})
