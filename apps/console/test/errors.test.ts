import { createTestDatabase } from 'db-migrations/testing'
import { expect, test } from 'vitest'
import { run } from './stack/child.ts'
import { makeKey, serveApi } from './stack/start-stack.ts'
import { busyDay, demo } from './stack/tenants.ts'
import { stack, visit } from './visit.ts'

test('explains a record that does not exist', async () => {
  const page = await visit(`/t/${demo.id}/jobs`, { expected: /404/ })
  await page.goto(`/t/${demo.id}/jobs/1`)
  await page.getByRole('alert').getByText('There is no such record here').waitFor()
  await page.getByText('press /').waitFor()
})

test('explains an account without a key in this browser, and an unknown page', async () => {
  const page = await visit('/')
  await page.goto('/t/77/jobs')
  await page.getByText('This browser has no key for account 77').waitFor()
  await page.goto('/nowhere')
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
  await page.getByRole('link', { name: 'To the overview' }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
})

test('reports when the device is offline, keeps what is shown, and continues when it is back', async () => {
  const page = await visit(`/t/${demo.id}/customers`, { expected: /ERR_INTERNET_DISCONNECTED/ })
  await page.getByRole('table', { name: 'Customers' }).getByRole('link').first().waitFor()
  await page.context().setOffline(true)
  await page.getByText('This device is offline.').waitFor()
  expect(await page.getByRole('table', { name: 'Customers' }).getByRole('link').count()).toBe(50)
  await page.getByRole('button', { name: 'Load more' }).click()
  await page.getByText('The API cannot be reached: what you see may be old.').waitFor()
  await page.context().setOffline(false)
  await page.getByText('This device is offline.').waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('The API cannot be reached').waitFor({ state: 'hidden' })
})

test('reports when the database is unavailable', async () => {
  const database = await createTestDatabase()
  const env = { DATABASE_URL: database.url }
  await run(['apps/sync/src/main.ts', 'tenants', 'add', demo.id, '--name', demo.name], env)
  const key = await makeKey(env, demo.id, 'read')
  await using api = await serveApi(env)
  const page = await visit('/', { key, baseURL: String(api.ready.url), expected: /50[03]/ })
  await page.getByRole('table', { name: /^Tables/ }).waitFor()
  await database.close()
  await page.getByRole('link', { name: 'Jobs', exact: true }).click()
  await page.getByRole('alert').getByText('The database is away').waitFor()
  await page.getByRole('button', { name: 'Try again' }).waitFor()
})

test('shows the skeleton of a page in its final size: nothing moves when the data comes', async () => {
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
