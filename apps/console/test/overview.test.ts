import { recordSources } from 'api/client'
import { expect, test } from 'vitest'
import { failTable, finishRun, insertRun } from './arrange.ts'
import { demo } from './stack/tenants.ts'
import { stack, visit } from './visit.ts'

test('the overview shows the rows of each table and their age', async () => {
  const page = await visit('/')
  const table = page.getByRole('table', { name: `Tables of ${demo.name}` })
  await table.getByRole('row', { name: /technicians/ }).waitFor()
  const row = table.getByRole('row', { name: /^technicians/ })
  expect(await row.textContent()).toMatch(/12.*of 30 min/)
  // One row per resource, below the header.
  expect(await table.getByRole('row').count()).toBe(Object.keys(recordSources).length + 1)
})

test('the overview shows failed tables first, with the error and a link to the runs of the table', async () => {
  await failTable('st_zones', 'GET /dispatch/v2/tenant/1001001/zones: status 503')
  const page = await visit('/')
  await page.getByText('GET /dispatch/v2/tenant/1001001/zones: status 503').waitFor()
  const first = page
    .getByRole('table', { name: `Tables of ${demo.name}` })
    .getByRole('row')
    .nth(1)
  expect(await first.textContent()).toContain('zones')
  await page.getByRole('link', { name: 'zones failed 2 times in a row' }).click()
  await page.waitForURL('**/runs?resource=zones')
  await page.getByRole('heading', { name: 'Runs' }).waitFor()
})

test('the sync button requests a sync, shows that it is pending, and notifies when it has completed', async () => {
  const page = await visit('/')
  await page.getByRole('button', { name: 'Sync now tag-types' }).click()
  await page.getByRole('button', { name: 'Sync now tag-types' }).and(page.locator('[data-loading]')).waitFor()
  await page.getByText('Sync of tag-types completed').waitFor()

  await page.getByRole('link', { name: 'tag-types', exact: true }).click()
  const runs = page.getByRole('table', { name: 'Runs' })
  await runs.getByRole('link', { name: 'tag-types · incremental' }).first().click()
  await page.getByText('incremental sync of tag-types').waitFor()
  await page.getByText('Succeeded').first().waitFor()
})

test('the menu of the sync button requests other kinds of syncs', async () => {
  const page = await visit('/')
  await page.getByRole('button', { name: 'Other syncs of teams' }).click()
  await page.getByRole('menuitem', { name: /^Full/ }).click()
  await page.getByText('Sync of teams completed').waitFor()
  await page.goto(`/t/${demo.id}/runs?resource=teams`)
  await page.getByRole('link', { name: 'teams · full' }).first().waitFor()
})

test('a key with the scope read cannot request syncs', async () => {
  const page = await visit('/', { key: stack.keys.read })
  const button = page.getByRole('button', { name: 'Sync now jobs' })
  await button.waitFor()
  expect(await button.isDisabled()).toBe(true)
})

test('the page of a run shows its progress, then its result without a reload', async () => {
  const id = await insertRun('st_estimates', 1234)
  const page = await visit(`/t/${demo.id}/runs/${id}`)
  await page.getByText('1,234 records so far').waitFor()
  await page.getByText('Running', { exact: true }).waitFor()
  await finishRun(id, 5678)
  await page.getByText('Succeeded', { exact: true }).waitFor()
  await page.getByText('records so far').waitFor({ state: 'hidden' })
  await page.getByText('5,678').waitFor()
})
