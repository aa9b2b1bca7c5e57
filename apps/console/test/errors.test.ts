import { createTestDatabase } from 'db-migrations/testing'
import { expect, test } from 'vitest'
import { run } from './stack/child.ts'
import { createKey, serveApi } from './stack/start-stack.ts'
import { busyDay, demo } from './stack/tenants.ts'
import { stack, visit } from './visit.ts'

test('the page of a record explains that the record does not exist', async () => {
  const page = await visit(`/t/${demo.id}/jobs`, { expected: /404/ })
  await page.goto(`/t/${demo.id}/jobs/st:1`)
  await page.getByRole('alert').getByText('Not found in this account').waitFor()
  await page.getByText('press /').waitFor()
})

test('the console explains an account without a session, and an unknown page', async () => {
  const page = await visit('/')
  await page.goto('/t/77/jobs')
  await page.getByRole('heading', { name: 'This browser is not signed in to account 77' }).waitFor()
  await page.goto('/nowhere')
  await page.getByRole('heading', { name: 'Page not found' }).waitFor()
  await page.getByRole('link', { name: 'Go to the overview' }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
})

test('the address of an account without a page leads to its part of the overview', async () => {
  const page = await visit('/')
  await page.goto(`/t/${demo.id}`)
  await page.waitForURL(`**/#account-${demo.id}`)
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await page.locator(`#account-${demo.id}`).getByRole('heading', { name: demo.name }).waitFor()
  await page.goto('/t/77')
  await page.getByRole('heading', { name: 'This browser is not signed in to account 77' }).waitFor()
})

test('a list reports that the device is offline, keeps its rows, and resumes when the network is back', async () => {
  const page = await visit(`/t/${demo.id}/customers`, { expected: /ERR_INTERNET_DISCONNECTED/ })
  await page.getByRole('table', { name: 'Customers' }).getByRole('link').first().waitFor()
  await page.context().setOffline(true)
  await page.getByText('This device is offline.').waitFor()
  // Fifty customers, and the row of the headers.
  expect(await page.getByRole('table', { name: 'Customers' }).getByRole('row').count()).toBe(51)
  await page.getByRole('button', { name: 'Load more' }).click()
  await page.getByText('The API cannot be reached: this data may be out of date.').waitFor()
  await page.context().setOffline(false)
  await page.getByText('This device is offline.').waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('The API cannot be reached').waitFor({ state: 'hidden' })
})

test('a list reports that the database is unavailable', async () => {
  const database = await createTestDatabase()
  const env = { DATABASE_URL: database.url }
  await run(['apps/sync/src/main.ts', 'tenants', 'add', demo.id, '--name', demo.name], env)
  const key = await createKey(env, demo.id, 'read')
  await using api = await serveApi(env)
  const page = await visit('/', { key, baseURL: String(api.ready.url), expected: /50[03]/ })
  await page.getByRole('table', { name: /^Tables/ }).waitFor()
  await database.close()
  await page.getByRole('link', { name: 'Jobs', exact: true }).click()
  await page.getByRole('alert').getByText('The database is unavailable').waitFor()
  await page.getByRole('button', { name: 'Try again' }).waitFor()
})

test('a skeleton has the size of its page, so that nothing moves when the data arrives', async () => {
  const page = await visit('/', { key: stack.keys.admin })
  await page.addInitScript(() => {
    const shifts: number[] = []
    Object.assign(globalThis, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        shifts.push((entry as PerformanceEntry & { value: number }).value)
    }).observe({ type: 'layout-shift', buffered: true })
  })
  for (const path of [
    '',
    `t/${demo.id}/jobs`,
    `t/${demo.id}/customers`,
    `t/${demo.id}/schedule?date=${busyDay}`,
  ]) {
    await page.goto(`/${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null)
    const moved = await page.evaluate(() =>
      (globalThis as unknown as { shifts: number[] }).shifts.reduce((sum, shift) => sum + shift, 0),
    )
    expect({ path, isSteady: moved < 0.05, moved }).toMatchObject({ path, isSteady: true })
  }
})
