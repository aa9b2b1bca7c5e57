// Writes a screenshot of each page to docs/screenshots, from the demo that `pnpm start` starts.

import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createClient } from 'api/client'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { chromiumOptions } from '../test/stack/chromium.ts'
import { type Demo, startDemo } from './demo.ts'

const folder = fileURLToPath(new URL('../../../docs/screenshots', import.meta.url))

const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } }
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true }

/** Pages whose charts the screenshots wait for. */
const withCharts = ['overview', 'dashboard', 'revenue', 'estimate-funnel', 'quality', 'receivables']

await using demo = await startDemo()
const pages = await findPages(demo)
await using browser = await chromium.launch(chromiumOptions())
await mkdir(folder, { recursive: true })
await takeScreenshots('', Object.keys(pages), { ...desktop, colorScheme: 'light' })
await takeScreenshots('-dark', ['overview', 'schedule', 'job'], { ...desktop, colorScheme: 'dark' })
await takeScreenshots('-phone', ['overview', 'schedule', 'job'], { ...phone, colorScheme: 'light' })

async function takeScreenshots(
  suffix: string,
  names: readonly string[],
  settings: BrowserContextOptions,
): Promise<void> {
  const context = await browser.newContext({
    baseURL: demo.url,
    locale: 'en-US',
    reducedMotion: 'reduce',
    ...settings,
  })
  const page = await context.newPage()
  await context.request.post('/api/v2/sessions', {
    headers: { authorization: `Bearer ${demo.key}` },
    data: {},
  })
  await page.goto('/')
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  for (const name of names) {
    await page.goto(pages[name] ?? '/')
    await settle(page)
    if (name === 'search') await search(page)
    // Charts are rendered after the figures.
    if (withCharts.includes(name) && suffix !== '-phone')
      await page.locator('.recharts-surface').last().waitFor()
    await page.screenshot({ path: `${folder}/${name}${suffix}.png` })
  }
  await context.close()
}

async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null)
}

async function search(page: Page): Promise<void> {
  await page.keyboard.press('/')
  await page.getByRole('combobox', { name: 'Search' }).fill('ma')
  await page.getByRole('option').first().waitFor()
}

/** The path of each page. The pages of records are those of a current appointment, if any. */
async function findPages({ url, key }: Demo): Promise<Record<string, string>> {
  const client = createClient({ url, key })
  const { tenant } = await client.me()
  const at = (path: string) => `/t/${tenant.id}${path}`
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: tenant.timeZone }).format()
  const { appointments } = await client.schedule({ date: today })
  const current = appointments.find(
    ({ status, technicianIds }) => status === 'Working' && technicianIds.length > 0,
  )
  const { jobId, customerId, locationId, technicianIds, id } = current ?? appointments[0] ?? {}
  const { data: runs } = await client.runs({ limit: 50 })
  return {
    overview: '/',
    schedule: at('/schedule'),
    jobs: at('/jobs'),
    job: at(`/jobs/${jobId}`),
    customer: at(`/customers/${customerId}`),
    location: at(`/locations/${locationId}`),
    technicians: at('/technicians'),
    technician: at(`/technicians/${technicianIds?.[0]}`),
    appointment: at(`/appointments/${id}`),
    dashboard: at('/dashboard'),
    revenue: at('/revenue?by=business-unit'),
    scorecard: at('/scorecard'),
    'estimate-funnel': at('/estimate-funnel'),
    quality: at('/quality'),
    receivables: at('/receivables'),
    retention: at('/retention'),
    backlog: at('/backlog'),
    runs: at('/runs'),
    run: at(
      `/runs/${runs.find(({ kind, resource }) => kind === 'full' && resource === 'jobs')?.id ?? runs[0]?.id}`,
    ),
    schema: at('/schema'),
    search: at('/customers'),
  }
}
