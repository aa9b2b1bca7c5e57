import { expect, test } from 'vitest'
import { noteDrift, quarantineJob } from './arrange.ts'
import { demo } from './stack/tenants.ts'
import { heading, stack, visit } from './visit.ts'

test('replays a record in quarantine, which is in its table then', async () => {
  await quarantineJob('77000001')
  const page = await visit(`/t/${demo.id}/quarantine`)
  await page.getByRole('link', { name: 'jobs 77000001' }).click()
  await page.getByRole('heading', { name: 'jobs 77000001' }).waitFor()
  await page.getByRole('alert').getByText('value too long for type character varying(10)').waitFor()
  await page.getByText('"id": 77000001').waitFor()
  await page.getByRole('button', { name: 'Replay' }).click()
  await page.getByText('Replay is done').waitFor()
  await page.getByText('Resolved').first().waitFor()
  expect(await page.getByRole('button', { name: 'Replay' }).count()).toBe(0)

  await page.goto(`/t/${demo.id}/jobs/77000001`)
  await page.getByRole('heading', { name: 'Job 77000001' }).waitFor()
})

test('drops a record only after it was confirmed', async () => {
  const id = await quarantineJob('77000002')
  const page = await visit(`/t/${demo.id}/quarantine/${id}`)
  await page.getByRole('button', { name: 'Drop' }).click()
  const question = page.getByRole('dialog', { name: 'Drop this record?' })
  await question.getByRole('button', { name: 'Keep it' }).click()
  await question.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Drop' }).click()
  await question.getByRole('button', { name: 'Drop it' }).click()
  await page.getByText('Drop is done').waitFor()

  await page.goto(`/t/${demo.id}/quarantine?state=resolved`)
  await page.getByRole('link', { name: 'jobs 77000002' }).waitFor()
})

test('a key that may only read sees why, but neither the record nor the buttons’ work', async () => {
  const id = await quarantineJob('77000003')
  const page = await visit(`/t/${demo.id}/quarantine/${id}`, { key: stack.keys.read })
  await page.getByText('value too long').waitFor()
  await page.getByText('shown to keys with the scope admin').waitFor()
  expect(await page.getByRole('button', { name: 'Replay' }).isDisabled()).toBe(true)
  expect(await page.getByText('"id": 77000003').count()).toBe(0)
})

test('shows what drifted, also on the overview', async () => {
  await noteDrift('st_invoices', 'items[].unit')
  const page = await visit('/')
  await page.getByRole('link', { name: 'invoices drifted at one path' }).click()
  await page.waitForURL('**/drift?resource=invoices')
  await page.getByText('items[].unit').waitFor()
})

test('shows the schema of each table, the migrations, and that all is as it should be', async () => {
  const page = await visit(`/t/${demo.id}/schema`)
  await page.getByText('Verified.').waitFor()
  await page.getByRole('button', { name: 'raw.st_technicians' }).click()
  await page.getByRole('table', { name: 'Columns' }).getByText('business_unit_id').waitFor()
  await page.getByRole('table', { name: 'Indexes' }).getByText('st_technicians_pkey').waitFor()
  await page.getByRole('tab', { name: /^Migrations/ }).click()
  await page.getByText('001_create_raw_schema').waitFor()
  expect(await heading(page).textContent()).toBe('Schema')
})
