// Writes a screenshot of each page to docs/screenshots, from the demo that `pnpm start` starts.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createClient } from 'api/client'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { chromiumOptions } from '../test/stack/chromium.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const folder = join(root, 'docs', 'screenshots')

const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } }
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true }

/** Pages whose charts the screenshots wait for. */
const withCharts = ['overview', 'dashboard', 'revenue', 'estimate-funnel', 'quality', 'receivables']

interface Demo {
  readonly url: string
  readonly key: string
}

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
    await page.screenshot({ path: join(folder, `${name}${suffix}.png`) })
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

/** Runs `pnpm start` with a separate PostgreSQL, which is removed at the end. */
async function startDemo(): Promise<Demo & AsyncDisposable> {
  const directory = await mkdtemp(join(tmpdir(), 'lazi-screenshots-'))
  // If root runs this script, PostgreSQL runs as another user, who needs access to the directory.
  await chmod(directory, 0o755)
  const env = { ...process.env, LOCAL_POSTGRES_DIR: directory, API_PORT: '0', ENV_FILE: '', DATABASE_URL: '' }
  const child = spawn(process.execPath, ['scripts/start.ts', '--json'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const { ok, url, key, error } = JSON.parse(line)
  if (!ok) throw new Error(error.message)
  return {
    url,
    key,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await once(child, 'close')
      await once(
        spawn(process.execPath, ['packages/db-migrations/src/postgres/main.ts', 'stop'], {
          cwd: root,
          env,
          stdio: 'inherit',
        }),
        'close',
      )
      await rm(directory, { recursive: true, force: true })
    },
  }
}
