import { expect, test } from 'vitest'
import { quarantineJob } from './arrange.ts'
import { createKey } from './stack/start-stack.ts'
import { demo } from './stack/tenants.ts'
import { stack, visit } from './visit.ts'

const createOwnKey = (scope: string) => createKey({ DATABASE_URL: stack.databaseUrl }, demo.id, scope)
const idOf = (key: string) => key.split('_')[2] ?? ''

test('a key is revoked after a confirmation, and the audit log says who did it, when and why', async () => {
  const key = await createOwnKey('read')
  const id = idOf(key)
  const page = await visit(`/t/${demo.id}/keys`)
  const row = page.getByRole('row', { name: `${id} · test read` })
  await row.getByText('Valid').waitFor()
  const open = () => row.getByRole('button', { name: `Revoke key ${id}` }).click()
  await open()
  const confirmation = page.getByRole('dialog', { name: `Revoke test read (key ${id})?` })
  await confirmation.getByRole('button', { name: 'Keep it' }).click()
  await confirmation.waitFor({ state: 'hidden' })
  await open()
  await confirmation.getByRole('textbox', { name: 'Reason' }).fill('Gerät verloren: 100 %')
  await confirmation.getByRole('button', { name: 'Revoke it' }).click()
  await row.getByText('Revoked').waitFor()
  expect(await row.getByRole('button').count()).toBe(0)

  await row.getByRole('link').click()
  await page.waitForURL(`**/audit?entity=api.keys&entityId=${id}`)
  await page.getByText('Gerät verloren: 100 %').waitFor()
  await page.getByRole('link', { name: `Create key ${id}` }).waitFor()
  await page.getByRole('link', { name: `Revoke key ${id}` }).click()
  await page.getByRole('heading', { name: `Revoke key ${id}` }).waitFor()
  await page.getByRole('link', { name: 'test admin' }).waitFor()
  await page.getByText('Gerät verloren: 100 %').waitFor()
  const changed = page.getByRole('table', { name: 'Changes' }).getByRole('row', { name: /^revokedAt – 20/ })
  await changed.waitFor()
  await page.getByRole('link', { name: `api.keys ${id}` }).click()
  await page.waitForURL('**/keys')
})

test('revoking the own key says so, and signs out', async () => {
  const key = await createOwnKey('admin')
  const page = await visit(`/t/${demo.id}/keys`, { key, expected: /401/ })
  await page.getByRole('button', { name: `Revoke key ${idOf(key)}` }).click()
  await page.getByText('This is your own key').waitFor()
  await page.getByRole('button', { name: 'Revoke it' }).click()
  await page.getByText(`Account ${demo.id}: This session was revoked with its API key.`).waitFor()
})

test('the audit log is filtered by who, what and when, and the address keeps the filters', async () => {
  const entry = await quarantineJob('77000009')
  const page = await visit(`/t/${demo.id}/quarantine/${entry}`)
  await page.getByText('"id": 77000009').waitFor()
  await page.getByRole('link', { name: 'Audit log' }).click()
  const viewed = page.getByRole('link', { name: `View quarantine entry ${entry}`, exact: true })
  await viewed.waitFor()

  await page.getByRole('combobox', { name: 'Who' }).fill('Any cli')
  await page.getByRole('option', { name: 'Any cli' }).click()
  await page.waitForURL('**/audit?actor=cli')
  await page
    .getByRole('link', { name: /^Create key/ })
    .first()
    .waitFor()
  await viewed.waitFor({ state: 'hidden' })

  await page.goto(`/t/${demo.id}/audit?entity=raw.quarantine&action=view`)
  await viewed.waitFor()
  await page.getByLabel('Through').fill('2020-01-31')
  await page.waitForURL('**&through=2020-01-31')
  await page.getByText('No matching entries').waitFor()
  await page.getByLabel('Through').fill('')
  await viewed.click()
  await page.getByRole('link', { name: `raw.quarantine ${entry}` }).click()
  await page.getByRole('heading', { name: 'jobs 77000009' }).waitFor()
})

test('the pages are for keys with the scope admin', async () => {
  const page = await visit(`/t/${demo.id}/audit`, { key: stack.keys.read })
  await page.getByText('shown to keys with the scope admin').waitFor()
  expect(await page.getByRole('link', { name: 'Audit log' }).count()).toBe(0)
  await page.goto(`/t/${demo.id}/keys`)
  await page.getByText('shown to keys with the scope admin').waitFor()
  expect(await page.getByRole('link', { name: 'Keys' }).count()).toBe(0)
})
