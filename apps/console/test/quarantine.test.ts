import { expect, test } from 'vitest'
import { insertDrift, quarantineJob } from './arrange.ts'
import { demo } from './stack/tenants.ts'
import { heading, stack, visit } from './visit.ts'

test('the button Replay writes a record in quarantine to its table', async () => {
  await quarantineJob('77000001')
  // The record is found once LAZI's records have followed the cache.
  const page = await visit(`/t/${demo.id}/quarantine`, { expected: /404/ })
  await page.getByRole('link', { name: 'jobs 77000001' }).click()
  await page.getByRole('heading', { name: 'jobs 77000001' }).waitFor()
  await page.getByRole('alert').getByText('value too long for type character varying(10)').waitFor()
  await page.getByText('"id": 77000001').waitFor()
  await page.getByRole('button', { name: 'Replay' }).click()
  const confirmation = page.getByRole('dialog', { name: 'Replay this record?' })
  await confirmation.getByRole('textbox', { name: 'Reason' }).fill('The column is wider now')
  await confirmation.getByRole('button', { name: 'Replay it' }).click()
  await page.getByText('Replay completed').waitFor()
  await page.getByText('Resolved').first().waitFor()
  expect(await page.getByRole('button', { name: 'Replay' }).count()).toBe(0)

  await page.goto(`/t/${demo.id}/jobs/st:77000001`)
  await page.getByRole('heading', { name: 'Job 77000001' }).waitFor()
})

test('the button Drop drops a record only after a confirmation', async () => {
  const id = await quarantineJob('77000002')
  const page = await visit(`/t/${demo.id}/quarantine/${id}`)
  await page.getByRole('button', { name: 'Drop' }).click()
  const confirmation = page.getByRole('dialog', { name: 'Drop this record?' })
  await confirmation.getByRole('button', { name: 'Keep it' }).click()
  await confirmation.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Drop' }).click()
  await confirmation.getByRole('button', { name: 'Drop it' }).click()
  await page.getByText('Drop completed').waitFor()

  await page.goto(`/t/${demo.id}/quarantine?state=resolved`)
  await page.getByRole('link', { name: 'jobs 77000002' }).waitFor()
})

test('a key with the scope read sees the error, but neither the payload nor an enabled button', async () => {
  const id = await quarantineJob('77000003')
  const page = await visit(`/t/${demo.id}/quarantine/${id}`, { key: stack.keys.read })
  await page.getByText('value too long').waitFor()
  await page.getByText('shown to keys with the scope admin').waitFor()
  expect(await page.getByRole('button', { name: 'Replay' }).isDisabled()).toBe(true)
  expect(await page.getByText('"id": 77000003').count()).toBe(0)
})

test('the overview links to the API drift of a resource', async () => {
  await insertDrift('st_invoices', 'items[].unit')
  const page = await visit('/')
  await page.getByRole('link', { name: 'invoices has API drift at one path' }).click()
  await page.waitForURL('**/drift?resource=invoices')
  await page.getByText('items[].unit').waitFor()
})

test('the schema page shows the columns and indexes of a table, the migrations, and the verification', async () => {
  const page = await visit(`/t/${demo.id}/schema`)
  await page.getByText('Verified.').waitFor()
  await page.getByRole('button', { name: 'raw.st_technicians' }).click()
  await page.getByRole('table', { name: 'Columns' }).getByText('business_unit_id').waitFor()
  await page.getByRole('table', { name: 'Indexes' }).getByText('st_technicians_pkey').waitFor()
  await page.getByRole('tab', { name: /^Migrations/ }).click()
  await page.getByText('001_create_raw_schema').waitFor()
  expect(await heading(page).textContent()).toBe('Schema')
})
