import { heartbeatMs } from 'api/client'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { serveApi } from './stack/start-stack.ts'
import { dataNow, demo } from './stack/tenants.ts'
import { heading, stack, visit } from './visit.ts'

const env = { DATABASE_URL: stack.databaseUrl }
const jobs = `/t/${demo.id}/jobs`
const away = /net::ERR|Failed to fetch|Unable to preload|could not be loaded/

/** A page of the console of an API of its own, which the test may pause or stop; the page's clock is the test's. */
async function visitApi({ ready }: { readonly ready: Readonly<Record<string, unknown>> }): Promise<Page> {
  const page = await visit(jobs, { baseURL: String(ready.url), now: dataNow, expected: away })
  await page.getByRole('table', { name: 'Jobs' }).getByRole('link').first().waitFor()
  await live(page).waitFor()
  return page
}

const live = (page: Page) => page.getByRole('status').getByText('Live', { exact: true })
const menu = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true })

test('the live badge turns after two missed heartbeats of an API that hangs, and turns back', async () => {
  await using api = await serveApi(env)
  const page = await visitApi(api)
  api.pause()
  await page.clock.fastForward(2 * heartbeatMs)
  await page
    .getByRole('status')
    .getByText(/^No word for \d+ (?:s|min)$/)
    .waitFor()
  // Attempts to connect succeed, since the kernel accepts connections: they are not a word.
  await page.clock.fastForward(8 * heartbeatMs)
  await page
    .getByRole('status')
    .getByText(/^No word for \d+ min$/)
    .waitFor()
  api.resume()
  await live(page).waitFor()
})

test('a request that the API does not answer ends with an error, and is repeated when the API responds', async () => {
  await using api = await serveApi(env)
  const page = await visitApi(api)
  api.pause()
  await page.getByRole('combobox', { name: 'Status' }).click()
  await page.getByRole('option', { name: 'Canceled' }).click()
  await page.waitForURL('**/jobs?status=Canceled')
  await page.clock.fastForward(20_000)
  await page.getByRole('alert').getByText('The API does not respond').waitFor()
  await page.getByText('It sent no answer for 20 s').waitFor()
  await page.getByRole('button', { name: 'Try again' }).waitFor()
  api.resume()
  await page.clock.fastForward(heartbeatMs)
  await page.getByRole('table', { name: 'Jobs' }).getByText('Canceled').first().waitFor()
})

test('a page whose code does not arrive shows progress, then the reason, and opens when the API responds', async () => {
  await using api = await serveApi(env)
  const page = await visitApi(api)
  api.pause()
  await menu(page, 'Customers').click()
  await page.getByRole('progressbar', { name: 'Loading the page' }).waitFor()
  await page.clock.fastForward(20_000)
  await page.getByRole('alert').getByText('Checking whether the API can be reached').waitFor()
  await page.clock.fastForward(5_000)
  await page.getByRole('heading', { name: 'The API cannot be reached' }).waitFor()
  api.resume()
  await page.clock.fastForward(5_000)
  await page.getByRole('table', { name: 'Customers' }).getByRole('link').first().waitFor()
})

test('a page whose code cannot be fetched keeps the navigation, and opens when the API is back', async () => {
  const api = await serveApi(env)
  const page = await visitApi(api)
  await api[Symbol.asyncDispose]()
  await menu(page, 'Customers').click()
  await page.getByRole('heading', { name: 'The API cannot be reached' }).waitFor()
  await menu(page, 'Jobs').click()
  await heading(page).getByText('Jobs').waitFor()
  await menu(page, 'Locations').click()
  await page.getByRole('heading', { name: 'The API cannot be reached' }).waitFor()
  await page.getByRole('button', { name: 'Try again' }).click()
  await using _ = await serveApi(env, new URL(String(api.ready.url)).port)
  await page.clock.fastForward(20_000)
  await page.getByRole('table', { name: 'Locations' }).getByRole('link').first().waitFor()
})

test('a page whose code is gone after a deployment is reloaded once by itself', async () => {
  const page = await visit(jobs, { expected: /404|Failed to fetch|Unable to preload|could not be loaded/ })
  const code = '**/assets/customers-page-*.js'
  await page.route(code, (route) => route.fulfill({ status: 404 }), { times: 1 })
  await menu(page, 'Customers').click()
  await page.getByRole('table', { name: 'Customers' }).getByRole('link').first().waitFor()

  // The next console lacks the code too.
  await menu(page, 'Jobs').click()
  await heading(page).getByText('Jobs').waitFor()
  await page.reload()
  await heading(page).getByText('Jobs').waitFor()
  await page.route(code, (route) => route.fulfill({ status: 404 }))
  let loads = 0
  page.on('domcontentloaded', () => {
    loads += 1
  })
  await menu(page, 'Customers').click()
  await page.getByRole('alert').getByText('The console was probably updated').waitFor()
  expect(loads).toBe(1)
  await page.unroute(code)
  await page.getByRole('button', { name: 'Reload' }).click()
  await page.getByRole('table', { name: 'Customers' }).getByRole('link').first().waitFor()
})
