import { beforeAll, expect, test } from 'vitest'
import { changeSummary, insertDrift, quarantineJob, readRow } from './arrange.ts'
import { expectAccessible, violationsOf } from './axe.ts'
import { expectPrintable } from './print.ts'
import { busyDay, demo } from './stack/tenants.ts'
import { heading, settle, visit } from './visit.ts'

const tenant = `/t/${demo.id}`
/** With all data of the sandbox. */
const period = 'period=custom&from=2025-12-01&through=2026-04-30'
/** Reports, which fit A4 too. */
const reports: Record<string, string> = {
  dashboard: `${tenant}/dashboard?${period}`,
  'revenue by job type': `${tenant}/revenue?${period}&by=job-type&compare=previous`,
  'revenue of a period without jobs': `${tenant}/revenue?period=custom&from=2020-01-01&through=2020-01-31&by=campaign`,
  'rows behind a number': `${tenant}/revenue/rows?metric=opportunity_average&from=2026-02-01&to=2026-04-01`,
  scorecard: `${tenant}/scorecard?${period}&compare=previous&sort=name`,
  'estimate funnel': `${tenant}/estimate-funnel?${period}&compare=year`,
  quality: `${tenant}/quality?${period}`,
  demand: `${tenant}/demand?${period}`,
  receivables: `${tenant}/receivables`,
  'receivables of a former day': `${tenant}/receivables?on=${busyDay}`,
  retention: `${tenant}/retention?${period}`,
  backlog: `${tenant}/backlog`,
}
const paths: Record<string, string> = {
  overview: '/',
  schedule: `${tenant}/schedule?date=${busyDay}`,
  jobs: `${tenant}/jobs`,
  customers: `${tenant}/customers`,
  locations: `${tenant}/locations`,
  technicians: `${tenant}/technicians`,
  estimates: `${tenant}/estimates`,
  invoices: `${tenant}/invoices`,
  payments: `${tenant}/payments`,
  ...reports,
  'an unknown account': '/t/77',
  runs: `${tenant}/runs`,
  outbox: `${tenant}/outbox`,
  conflicts: `${tenant}/conflicts`,
  quarantine: `${tenant}/quarantine`,
  drift: `${tenant}/drift`,
  audit: `${tenant}/audit`,
  'audit of keys': `${tenant}/audit?entity=api.keys`,
  'an audit entry': `${tenant}/audit/1`,
  keys: `${tenant}/keys`,
  "ServiceTitan's records": `${tenant}/servicetitan?resource=calls`,
  schema: `${tenant}/schema`,
  migrations: `${tenant}/schema?tab=migrations`,
  'sign-in': '/sign-in',
}
const records = [
  'job',
  'job in ServiceTitan',
  'history of a job',
  'job of a moment',
  'customer',
  'location',
  'technician',
  'appointment',
  'appointments',
  'estimate',
  'invoice',
  'payment',
  'run',
  'entry',
]

beforeAll(async () => {
  const ids = await readRow<
    Record<'job' | 'customer' | 'location' | 'technician' | 'appointment' | 'run', string>
  >(
    `SELECT j.id AS job, j.customer_id AS customer, j.location_id AS location, a.technician_id AS technician,
            a.id AS appointment, (SELECT max(run_id) FROM raw.sync_runs WHERE tenant_id = $1) AS run
       FROM lazi.jobs j JOIN lazi.appointments a ON a.tenant_id = $1 AND a.job_id = j.id
      WHERE j.tenant_id = $1 AND j.active AND a.technician_id IS NOT NULL ORDER BY j.st_id LIMIT 1`,
  )
  const documents = await readRow<Record<'estimate' | 'invoice' | 'payment', string>>(
    `SELECT (SELECT id FROM lazi.estimates WHERE tenant_id = $1 AND active AND sold_by_id IS NOT NULL LIMIT 1) AS estimate,
            (SELECT id FROM lazi.invoices WHERE tenant_id = $1 AND active AND total > 0 LIMIT 1) AS invoice,
            (SELECT id FROM lazi.payments WHERE tenant_id = $1 AND active AND unapplied_amount = 0 LIMIT 1) AS payment`,
  )
  const { at } = await changeSummary(ids.job, `A leak below the sink, ${'w'.repeat(300)}`)
  await insertDrift('st_customers', 'address.planet')
  Object.assign(paths, {
    job: `${tenant}/jobs/${ids.job}`,
    'job in ServiceTitan': `${tenant}/jobs/${ids.job}?tab=servicetitan`,
    'history of a job': `${tenant}/jobs/${ids.job}?tab=history`,
    'job of a moment': `${tenant}/jobs/${ids.job}?asOf=${at.toISOString()}`,
    customer: `${tenant}/customers/${ids.customer}`,
    location: `${tenant}/locations/${ids.location}`,
    technician: `${tenant}/technicians/${ids.technician}`,
    appointment: `${tenant}/appointments/${ids.appointment}`,
    appointments: `${tenant}/appointments?technicianId=${ids.technician}&month=${busyDay.slice(0, 7)}`,
    estimate: `${tenant}/estimates/${documents.estimate}`,
    invoice: `${tenant}/invoices/${documents.invoice}`,
    payment: `${tenant}/payments/${documents.payment}`,
    run: `${tenant}/runs/${ids.run}`,
    entry: `${tenant}/quarantine/${await quarantineJob('78000001')}`,
  })
})

test.each([...Object.keys(paths), ...records])(
  'the page %s passes axe in light and dark, and fits a screen of 360 px',
  async (name) => {
    const page = await visit(paths[name] ?? '', { colorScheme: 'light' })
    await settle(page)
    await expectAccessible(page)
    if (name in reports) await expectPrintable(page)
  },
)

test('the menu on a phone opens a page and closes', async () => {
  const page = await visit('/', { viewport: { width: 390, height: 844 }, hasTouch: true })
  await page.getByRole('button', { name: 'Open the menu' }).click()
  const menu = page.getByRole('dialog')
  await menu.getByRole('link', { name: 'Schedule' }).click()
  await page.getByRole('heading', { name: 'Schedule' }).waitFor()
  await menu.waitFor({ state: 'hidden' })
})

test('the console follows the system’s colour scheme until the user chooses another one', async () => {
  const page = await visit('/', { colorScheme: 'dark' })
  const scheme = () => page.evaluate(() => getComputedStyle(document.body).colorScheme)
  expect(await scheme()).toBe('dark')
  await page.getByRole('button', { name: 'Colour scheme' }).click()
  await page.getByRole('menuitem', { name: 'Light' }).click()
  await page.waitForFunction(() => getComputedStyle(document.body).colorScheme === 'light')
  await page.reload()
  await heading(page).waitFor()
  expect(await scheme()).toBe('light')
})

test('the first Tab reaches a link to the content, and a navigation focuses the heading of the new page', async () => {
  const page = await visit('/')
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to content' })
  expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true)
  await page.keyboard.press('Enter')
  // The browser moves the focus shortly after the key press.
  await page.waitForFunction(() => document.activeElement?.id === 'content')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)
  await page.getByRole('link', { name: 'Customers', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.waitForFunction(
    () => document.activeElement?.textContent === 'Customers' && document.activeElement.tagName === 'H1',
  )
})

test('the search, a menu and a dialog pass axe', async () => {
  const page = await visit(paths.entry ?? '')
  await page.keyboard.press('/')
  await page.getByRole('combobox', { name: 'Search' }).fill('5')
  await page.getByText('No results for').or(page.getByRole('option').first()).first().waitFor()
  const found = await violationsOf(page)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Add an account' }).waitFor()
  found.push(...(await violationsOf(page)))
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Drop' }).click()
  await page.getByRole('dialog').waitFor()
  found.push(...(await violationsOf(page)))
  expect(found).toEqual([])
})
