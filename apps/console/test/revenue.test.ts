import { createClient } from 'api/client'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addDecimals } from '../src/components/values/decimal.ts'
import { formatDifference, formatMetric } from '../src/components/values/format-metric.ts'
import { readRow } from './arrange.ts'
import { violationsOf } from './axe.ts'
import { dataNow, demo } from './stack/tenants.ts'
import { heading, stack, visit } from './visit.ts'

const client = createClient({ url: stack.url, key: stack.keys.read })

/** Months with all data of the sandbox. */
const period = { from: '2025-12-01', to: '2026-05-01' }
const address = 'period=custom&from=2025-12-01&through=2026-04-30'
const path = (search = address) => `/t/${demo.id}/revenue?${search}`
const rowsPath = (metric: string, filters = '') =>
  `/t/${demo.id}/revenue/rows?metric=${metric}&from=${period.from}&to=${period.to}${filters}`

const figure = (page: Page, label: string) =>
  page.locator('dl > div').filter({ has: page.getByRole('button', { name: `Definition of ${label}` }) })
const cellsOf = (row: Locator) => row.locator('td').allTextContents()

test('the figures are those of the API, compared with as many days before, and days are those of the tenant', async () => {
  const { data: definitions } = await client.metrics()
  const shown = definitions.filter(({ name }) =>
    ['total_revenue', 'completed_jobs', 'opportunity_average', 'conversion_rate', 'booked_jobs'].includes(
      name,
    ),
  )
  const names = shown.map(({ name }) => name)
  const days = { from: '2026-02-24', to: '2026-03-10' }
  const { totals } = await client.queryMetrics({ metrics: names, ...days, compare: 'previous' })
  for (const name of names) expect(Number(totals[name]?.former)).toBeGreaterThan(0)

  const page = await visit(path('period=custom&from=2026-02-24&through=2026-03-09&compare=previous'))
  await page.getByText('Feb 24, 2026 – Mar 9, 2026 · days in America/Chicago').waitFor()
  await page.getByText('Compared with Feb 10, 2026 – Feb 23, 2026.').waitFor()
  for (const { name, label, unit } of shown) {
    const { value = null, former } = totals[name] ?? {}
    const text = await figure(page, label).textContent()
    expect(text).toContain(`${label}${formatMetric(value, unit)}`)
    const difference = formatDifference(value, former, unit)
    expect(text).toContain(`${formatMetric(former, unit)} before · ${difference}`)
  }
  await page.getByText(/^As of (just now|\d+ s ago), all \d+ facts complete$/).waitFor()
})

test('the table has the numbers of the chart, by month and member, and they add up', async () => {
  const { rows, totals } = await client.queryMetrics({
    metrics: ['completed_revenue'],
    ...period,
    by: 'business-unit',
    grain: 'month',
  })
  const page = await visit(path(`${address}&by=business-unit`))
  const table = page.getByRole('table', { name: 'Completed revenue by business unit' })
  const march = table.getByRole('row', { name: 'March 2026' })
  await march.waitFor()
  const headers = await table.getByRole('columnheader').allTextContents()
  const members = headers.slice(1, -1)
  expect(members.length).toBeGreaterThan(1)
  const valueAt = (name: string, bucket: string) =>
    rows.find((row) => row.member?.name === name && row.bucket === bucket)?.values.completed_revenue?.value
  for (const [bucket, label] of [
    ['2026-02-01', 'February 2026'],
    ['2026-03-01', 'March 2026'],
  ] as const) {
    const values = members.map((name) => valueAt(name, bucket) ?? '0')
    expect(await cellsOf(table.getByRole('row', { name: label }))).toEqual([
      label,
      ...[...values, addDecimals(values)].map((value) => formatMetric(value, 'money')),
    ])
  }
  const whole = await cellsOf(table.getByRole('row', { name: 'Whole period' }))
  expect(whole.at(-1)).toBe(formatMetric(totals.completed_revenue?.value, 'money'))

  // The chart is a picture of the table: hidden from assistive technology, and loaded after it.
  const chart = page.locator('[aria-hidden] .recharts-surface').first()
  await chart.waitFor()
  expect(await page.locator('.recharts-surface[tabindex]').count()).toBe(0)
})

test('filters are in the address, and figures that they do not fit are left out with the reason', async () => {
  const page = await visit(path())
  await figure(page, 'Total revenue').waitFor()
  await page.getByRole('combobox', { name: 'Break down by' }).click()
  await page.getByRole('option', { name: 'By job type' }).click()
  await page.waitForURL('**&by=job-type')
  await page
    .getByText('Total revenue is left out: it can only be broken down and filtered by business unit.')
    .waitFor()
  await figure(page, 'Total revenue').waitFor({ state: 'hidden' })
  await figure(page, 'Completed revenue').waitFor()
  await page.getByRole('table', { name: 'Completed revenue by job type' }).waitFor()

  const { name } = await readRow<{ name: string }>(
    'SELECT name FROM lazi.business_units WHERE tenant_id = $1 AND active ORDER BY name LIMIT 1',
  )
  await page.getByRole('combobox', { name: 'Business unit', exact: true }).click()
  await page.getByRole('option', { name, exact: true }).click()
  await page.waitForURL(/businessUnit=[0-9a-f-]{36}/)
  // On paper, the filters are said in words.
  const words = page.getByText(`By job type · Business unit: ${name}`)
  expect(await words.isVisible()).toBe(false)
  await page.emulateMedia({ media: 'print' })
  await words.waitFor()
  await page.emulateMedia({ media: 'screen' })
  await page.reload()
  await page.waitForFunction(
    (expected) => [...document.querySelectorAll('input')].some(({ value }) => value === expected),
    name,
  )
  const businessUnitId = new URL(page.url()).searchParams.get('businessUnit') ?? ''
  const { totals } = await client.queryMetrics({ metrics: ['completed_revenue'], ...period, businessUnitId })
  await figure(page, 'Completed revenue')
    .getByText(formatMetric(totals.completed_revenue?.value, 'money'))
    .waitFor()
})

test('a preset is days of the tenant until today, whose part is marked, and becomes a custom period', async () => {
  const page = await visit(path('period=this-month'), { now: Date.parse(dataNow) })
  await page.getByText('Mar 1, 2026 – Mar 10, 2026').waitFor()
  await page.getByRole('combobox', { name: 'Period' }).click()
  await page.getByRole('option', { name: 'Custom' }).click()
  await page.waitForURL('**period=custom&from=2026-03-01&through=2026-03-10')
  await page.getByRole('textbox', { name: 'From' }).or(page.getByLabel('From')).first().fill('2025-12-01')
  await page.waitForURL('**from=2025-12-01**')
  await page.getByText('Dec 1, 2025 – Mar 10, 2026').waitFor()
  await page.getByRole('combobox', { name: 'Period' }).click()
  await page.getByRole('option', { name: 'Last 12 months' }).click()
  await page.waitForURL((url) => url.search === '')
  await page.getByText('Apr 1, 2025 – Mar 10, 2026').waitFor()
})

test('a number leads to the rows behind it, which add up to it, and each to its record', async () => {
  const page = await visit(path())
  const value = (await figure(page, 'Total revenue').getByRole('link').textContent()) ?? ''
  await figure(page, 'Total revenue').getByRole('link').click()
  await page.waitForURL(`**${rowsPath('total_revenue')}`)
  await page.getByRole('heading', { level: 1, name: 'Total revenue' }).waitFor()
  const [shown = ''] = value.split(' ')
  await page.getByRole('heading', { name: `Total: ${shown}` }).waitFor()
  await page.getByText('completed revenue + adjustments').waitFor()

  const table = page.getByRole('table', { name: 'Rows behind Total revenue' })
  const more = page.getByRole('button', { name: 'Load more' })
  await table.getByRole('link').first().waitFor()
  for (let rows = await table.getByRole('link').count(); await more.isVisible(); ) {
    await more.click()
    await page.waitForFunction((before) => document.querySelectorAll('td a').length > before, rows)
    rows = await table.getByRole('link').count()
  }
  const amounts = await table.locator('tbody tr td:last-child').allTextContents()
  expect(formatMetric(addDecimals(amounts.map((text) => text.replaceAll(/[$,]/g, ''))), 'money')).toBe(shown)
  await table
    .getByRole('link', { name: /^Job \d+$/ })
    .first()
    .click()
  await page.getByRole('heading', { level: 1, name: /^Job \d+$/ }).waitFor()
})

test('the rows of a ratio say of how many, and the way back keeps the period and the filters', async () => {
  const { id, name } = await readRow<{ id: string; name: string }>(
    `SELECT unit.id, unit.name FROM lazi.business_units AS unit
       JOIN analytics.jobs AS job ON job.tenant_id = $1 AND job.business_unit_id = unit.id AND job.is_opportunity
      WHERE unit.tenant_id = $1 LIMIT 1`,
  )
  const page = await visit(rowsPath('conversion_rate', `&businessUnit=${id}`))
  await page.getByRole('heading', { name: /^Total: [\d.]+% = [\d,]+ \/ [\d,]+$/ }).waitFor()
  await page.getByText(`Business unit: ${name}`).waitFor()
  const table = page.getByRole('table', { name: 'Rows behind Conversion' })
  await table.getByRole('columnheader', { name: 'Of' }).waitFor()
  await page.getByRole('link', { name: 'Revenue of this period' }).click()
  await page.waitForURL(`**/revenue?${address}&businessUnit=${id}`)
})

test('the definition of a figure opens and closes by keyboard, and passes axe', async () => {
  const page = await visit(path())
  const button = page.getByRole('button', { name: 'Definition of Recalls' })
  await button.focus()
  await page.keyboard.press('Enter')
  const definition = page.getByRole('dialog', { name: 'Definition of Recalls' })
  await definition.getByText('The share of the completed jobs that led to a recall within 30 days.').waitFor()
  await definition.getByText('canceled recalls do not count').waitFor()
  expect(await violationsOf(page)).toEqual([])
  await page.keyboard.press('Escape')
  await definition.waitFor({ state: 'hidden' })
  await page.waitForFunction(
    () => document.activeElement?.getAttribute('aria-label') === 'Definition of Recalls',
  )
})

test('what the address names and does not exist is said, and not an error', async () => {
  const page = await visit(rowsPath('profit'))
  await page.getByText('No such metric').waitFor()
  await page.goto(`/t/${demo.id}/revenue/rows?metric=completed_jobs&from=2026-03-02&to=2026-03-02`)
  await page.getByText('No such period').waitFor()
  await page.goto(path('period=next-year&by=weather&compare=never'))
  await figure(page, 'Total revenue').waitFor()
  expect(await heading(page).textContent()).toBe('Revenue')
})

test('the rows of a metric of technicians are records, one for each of their technicians', async () => {
  const { id, jobs } = await readRow<{ id: string; jobs: number }>(
    `SELECT technician_id AS id, count(*)::integer AS jobs FROM analytics.technician_jobs
      WHERE tenant_id = $1 AND is_completed AND completed_day >= $2 AND completed_day < $3 AND revenue > 0
      GROUP BY technician_id ORDER BY jobs DESC LIMIT 1`,
    [period.from, period.to],
  )
  const page = await visit(rowsPath('technician_revenue', `&technician=${id}`))
  const table = page.getByRole('table', { name: 'Rows behind Technician revenue' })
  await table
    .getByRole('link', { name: /^Job \d+$/ })
    .first()
    .waitFor()
  expect(await table.getByRole('link').count()).toBe(Math.min(jobs, 50))
  await page.goto(rowsPath('booked_minutes'))
  await page.getByRole('heading', { name: /^Total: [\d,.]+ h$/ }).waitFor()
  await page
    .getByRole('link', { name: /^Appointment / })
    .first()
    .waitFor()
})
