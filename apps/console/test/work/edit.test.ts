import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violationsOf } from '../axe.ts'
import { createOwnAccount, type OwnAccount, type Technicians, twoTechnicians } from './own-account.ts'

// Records are changed through their forms, which are made from the fields that people can change.

let account: OwnAccount
let technicians: Technicians
beforeAll(async () => {
  account = await createOwnAccount()
  technicians = await twoTechnicians(account)
}, 300_000)
afterAll(() => account[Symbol.asyncDispose]())

const day = (of: string) => ({ startsAt: `${of}T14:00:00Z`, endsAt: `${of}T16:00:00Z` })
const job = (id: string) =>
  account.readRow<Readonly<Record<'summary' | 'priority' | 'status' | 'customer_po', string | null>>>(
    'SELECT summary, priority, status, customer_po FROM lazi.jobs WHERE tenant_id = $1 AND id = $2',
    [id],
  )
const dialog = (page: Page, name: RegExp) => page.getByRole('dialog', { name })

async function openForm(page: Page) {
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  const form = dialog(page, /^Edit Job/)
  await form.waitFor()
  return form
}

test('a field that another person changed is shown with both values; other fields are kept', async () => {
  const { jobId } = await account.book({ ...day('2026-08-03'), technicianIds: [] })
  const first = await account.visit(`/jobs/${jobId}`, account.keys.office)
  const second = await account.visit(`/jobs/${jobId}`, account.keys.office, { expected: /412/ })
  const [one, two] = [await openForm(first), await openForm(second)]
  await one.getByLabel('Priority').selectOption('High')
  await one.getByRole('button', { name: 'Save' }).click()
  await expect.poll(() => job(jobId)).toMatchObject({ priority: 'High' })
  await first.getByRole('alert').getByRole('button', { name: 'Close' }).waitFor()
  expect(await violationsOf(first)).toEqual([])

  // Another field: saved for the version that the record has now, without a question.
  await two.getByLabel('Summary').fill('Leak in the basement')
  await two.getByRole('button', { name: 'Save' }).click()
  await expect.poll(() => job(jobId)).toMatchObject({ priority: 'High', summary: 'Leak in the basement' })

  for (const page of [first, second]) await page.getByText('Leak in the basement').first().waitFor()
  const [three, four] = [await openForm(first), await openForm(second)]
  await three.getByLabel('Summary').fill('Leak in the garage')
  await three.getByRole('button', { name: 'Save' }).click()
  await expect.poll(() => job(jobId)).toMatchObject({ summary: 'Leak in the garage' })
  await four.getByLabel('Summary').fill('Leak in the attic')
  await four.getByLabel('Customer PO').fill('PO 7')
  await four.getByRole('button', { name: 'Save' }).click()
  const row = four
    .getByRole('table', { name: 'Fields that both changed' })
    .getByRole('row', { name: /^Summary/ })
  await row.getByText('Leak in the attic').waitFor()
  await row.getByText('Leak in the garage').waitFor()
  expect(await violationsOf(second)).toEqual([])
  await row.getByRole('button', { name: 'Use theirs' }).click()
  await four.getByRole('button', { name: 'Save' }).click()
  await expect
    .poll(() => job(jobId))
    .toMatchObject({ summary: 'Leak in the garage', customer_po: 'PO 7', priority: 'High' })
})

test('of custom fields that two people changed, each keeps what only one has edited', async () => {
  const { jobId } = await account.book({ ...day('2026-08-08'), technicianIds: [] })
  const fields = async () =>
    (
      await account.readRow<{ fields: unknown }>(
        'SELECT custom_fields AS fields FROM lazi.jobs WHERE tenant_id = $1 AND id = $2',
        [jobId],
      )
    ).fields
  await account.database.pool.query(
    `UPDATE lazi.jobs SET custom_fields = '{"1": "a", "2": "b"}' WHERE id = $1`,
    [jobId],
  )
  const first = await account.visit(`/jobs/${jobId}`, account.keys.office)
  const second = await account.visit(`/jobs/${jobId}`, account.keys.office, { expected: /412/ })
  const [one, two] = [await openForm(first), await openForm(second)]
  await one.getByLabel('Custom field 2').fill('theirs')
  await one.getByRole('button', { name: 'Save' }).click()
  await expect.poll(fields).toEqual({ 1: 'a', 2: 'theirs' })
  await two.getByLabel('Custom field 1').fill('mine')
  await two.getByRole('button', { name: 'Save' }).click()
  await two.getByRole('button', { name: 'Save mine' }).click()
  await expect.poll(fields).toEqual({ 1: 'mine', 2: 'theirs' })
})

test('a form says why a field cannot be changed, and what is wrong with a value beside it', async () => {
  const { jobId } = await account.book({ ...day('2026-08-04'), technicianIds: [] })
  const page = await account.visit(`/jobs/${jobId}`, account.keys.office)
  const form = await openForm(page)
  await form.getByText('Fields that cannot be changed here').click()
  await form.getByText('It follows from the invoices of the job, which ServiceTitan keeps.').first().waitFor()
  await form.getByLabel('Customer PO').fill('x'.repeat(101))
  await form.getByRole('button', { name: 'Save' }).click()
  await form.getByText('At most 100 characters, not 101.').waitFor()
  expect(await violationsOf(page)).toEqual([])
  expect(await job(jobId)).toMatchObject({ customer_po: null })
})

test('a visit is dispatched, started and done, and the job completed, from their pages', async () => {
  const { id, jobId } = await account.book({ ...day('2026-08-05'), technicianIds: [technicians.ada] })
  const page = await account.visit(`/appointments/${id}`, account.keys.dispatcher)
  for (const step of ['Dispatch', 'Start', 'Done']) {
    await page.getByRole('button', { name: step, exact: true }).click()
    await page.getByRole('button', { name: step, exact: true }).waitFor({ state: 'hidden' })
  }
  await expect.poll(() => job(jobId)).toMatchObject({ status: 'InProgress' })
  await page.goto(account.path(`/jobs/${jobId}`))
  await page.getByRole('button', { name: 'Complete' }).click()
  await page.getByRole('button', { name: 'Reopen' }).waitFor()
  expect(await job(jobId)).toMatchObject({ status: 'Completed' })
})

test('a visit is moved without the board, and a job canceled for a reason', async () => {
  const { id, jobId } = await account.book({ ...day('2026-08-06'), technicianIds: [technicians.ada] })
  const page = await account.visit(`/appointments/${id}`, account.keys.dispatcher)
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Reschedule or assign …' }).click()
  const form = dialog(page, /^Reschedule/)
  await form.getByLabel(/^Starts at/).fill('2026-08-07T13:00')
  await form.getByLabel(/^Ends at/).fill('2026-08-07T14:00')
  await form.getByRole('button', { name: 'Save' }).click()
  await form.waitFor({ state: 'hidden' })
  const moved = await account.readRow(
    'SELECT starts_at FROM lazi.appointments WHERE tenant_id = $1 AND id = $2',
    [id],
  )
  expect(moved).toEqual({ starts_at: new Date('2026-08-07T18:00:00Z') })

  await page.goto(account.path(`/jobs/${jobId}`))
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Cancel the job …' }).click()
  const reason = dialog(page, /^Cancel the job/)
  await reason.getByRole('button', { name: 'Cancel the job' }).click()
  expect(await reason.getByText('This is required.').count()).toBe(2)
  expect(await violationsOf(page)).toEqual([])
  await reason.getByRole('combobox', { name: 'Reason' }).click()
  await page.getByRole('option').first().click()
  await reason.getByLabel('Memo').fill('The customer called off')
  await reason.getByRole('button', { name: 'Cancel the job' }).click()
  await page.getByRole('button', { name: 'Restore' }).waitFor()
  expect(await job(jobId)).toMatchObject({ status: 'Canceled' })
})

test('contacts of a customer are added, changed and removed', async () => {
  const { id } = await account.readRow<{ id: string }>(
    'SELECT id FROM lazi.customers WHERE tenant_id = $1 AND active ORDER BY id LIMIT 1',
  )
  const page = await account.visit(`/customers/${id}`, account.keys.office)
  const card = page.getByRole('region', { name: 'Contacts' })
  await card.getByRole('button', { name: 'Add' }).click()
  const form = dialog(page, /^Add a contact/)
  await form.getByLabel('Type').selectOption('Email')
  await form.getByLabel('Value').fill('ada@example.com')
  await form.getByRole('button', { name: 'Add' }).click()
  await card.getByRole('button', { name: 'Edit ada@example.com' }).click()
  const edit = dialog(page, /^Edit ada@example.com/)
  await edit.getByLabel('Memo').fill('work')
  await edit.getByRole('button', { name: 'Save' }).click()
  await card.getByText('· work').waitFor()
  await card.getByRole('button', { name: 'Remove ada@example.com' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click()
  await card.getByText('ada@example.com').waitFor({ state: 'hidden' })
})
