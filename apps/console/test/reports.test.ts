import { createClient } from 'api/client'
import { expect, test } from 'vitest'
import { addDecimals } from '../src/components/values/decimal.ts'
import { describeFormer, formatMetric } from '../src/components/values/format-metric.ts'
import { formatCount, formatDays, formatMoney } from '../src/components/values/format-number.ts'
import { ageingParts } from '../src/pages/receivables/ageing.ts'
import { formatCalendarDate, localDay } from '../src/time/local-day.ts'
import { address, figure, path, period, rowsOf, shownAt } from './report-page.ts'
import { dataNow, demo } from './stack/tenants.ts'
import { heading, settle, stack, visit } from './visit.ts'

const client = createClient({ url: stack.url, key: stack.keys.read })

const columns = [
  'technician_revenue',
  'technician_jobs',
  'booked_minutes',
  'revenue_per_booked_hour',
  'total_sales',
  'sold_estimates',
  'estimate_win_rate',
]

test('the scorecard has the numbers of the API for each technician, compared, and what has none', async () => {
  const { data: definitions } = await client.metrics()
  const days = { from: '2026-02-24', to: '2026-03-10' }
  const { rows, totals } = await client.queryMetrics({
    metrics: columns,
    ...days,
    by: 'technician',
    compare: 'previous',
  })
  const unitOf = (name: string) => definitions.find((known) => known.name === name)?.unit ?? 'count'
  expect(rows.length).toBeGreaterThan(5)
  const expected = rows.map(({ member, values }) => [
    member?.name ?? 'No technician',
    ...columns.map((name) => {
      const { value = null, former } = values[name] ?? {}
      return `${formatMetric(value, unitOf(name))}${describeFormer(value, former, unitOf(name)).join('')}`
    }),
  ])
  const page = await visit(
    path('scorecard?period=custom&from=2026-02-24&through=2026-03-09&compare=previous'),
  )
  await page.getByText('Compared with Feb 10, 2026 – Feb 23, 2026.').waitFor()
  const shown = await rowsOf(page.getByRole('table', { name: 'Technicians' }))
  expect(shown.toSorted()).toEqual(expected.toSorted())
  expect(await figure(page, 'Technician revenue').textContent()).toContain(
    formatMetric(totals.technician_revenue?.value, 'money'),
  )
})

test('a header sorts by its column, in the address, and keeps the focus', async () => {
  const page = await visit(path(`scorecard?${address}`))
  const table = page.getByRole('table', { name: 'Technicians' })
  const header = (name: string) => table.getByRole('columnheader', { name })
  const amounts = async (place: number) =>
    (await rowsOf(table))
      .filter(([name]) => name !== 'No technician')
      .map((cells) => Number(cells[place]?.replaceAll(/[$,]/g, '')))
  await table.waitFor()
  expect(await header('Technician revenue').getAttribute('aria-sort')).toBe('descending')
  const revenue = await amounts(1)
  expect(revenue).toEqual(revenue.toSorted((one, other) => other - one))

  const sales = header('Sales').getByRole('button')
  await sales.focus()
  await page.keyboard.press('Enter')
  await page.waitForURL('**&sort=-total_sales')
  await table.locator('th[aria-sort="descending"]').getByText('Sales').waitFor()
  expect(await header('Technician revenue').getAttribute('aria-sort')).toBe(null)
  const most = await amounts(5)
  expect(most).toEqual(most.toSorted((one, other) => other - one))
  expect(new Set(most).size).toBeGreaterThan(1)
  await page.keyboard.press('Enter')
  await page.waitForURL('**&sort=total_sales')
  await table.locator('th[aria-sort="ascending"]').getByText('Sales').waitFor()
  expect(await amounts(5)).toEqual(most.toReversed())
  expect(await sales.evaluate((button) => button === document.activeElement)).toBe(true)

  await header('Technician').first().getByRole('button').click()
  await page.waitForURL('**&sort=name')
  await page.reload()
  await table.locator('th[aria-sort="ascending"]').getByText('Technician').waitFor()
  const names = (await rowsOf(table)).flatMap(([name = '']) => (name === 'No technician' ? [] : [name]))
  expect(names).toEqual(names.toSorted((one, other) => one.localeCompare(other)))
})

test('a number of a technician leads to the rows behind it, and back to the scorecard', async () => {
  const page = await visit(path(`scorecard?${address}`))
  const first = page.getByRole('table', { name: 'Technicians' }).locator('tbody tr').first()
  const name = (await first.getByRole('link').first().textContent()) ?? ''
  const link = first.getByRole('link').nth(1)
  const value = (await link.textContent()) ?? ''
  await link.click()
  await page.getByRole('heading', { level: 1, name: 'Technician revenue' }).waitFor()
  await page.getByText(`Technician: ${name}`).waitFor()
  await page.getByRole('heading', { name: `Total: ${value}` }).waitFor()
  await page
    .getByRole('link', { name: /^Job \d+$/ })
    .first()
    .waitFor()
  await page.getByRole('link', { name: 'Scorecard of this period' }).click()
  await page.waitForURL(`**/scorecard?${address}`)
  await page.getByRole('table', { name: 'Technicians' }).getByRole('link', { name, exact: true }).click()
  await heading(page).getByText(name).waitFor()
})

test('the receivables of a former day are those of the API, by age, with the invoices that add up to them', async () => {
  const on = '2026-03-10'
  const { total, ageing, dso } = await client.receivables({ on })
  expect(Object.keys(ageing)).toEqual(Object.keys(ageingParts))
  const page = await visit(path(`receivables?on=${on}`))
  await page.getByText('At the end of Mar 10, 2026 · days in America/Chicago').waitFor()
  await figure(page, 'Still to be paid').waitFor()
  expect(await shownAt(page, 'Still to be paid')).toBe(formatMoney(total))
  expect(await shownAt(page, 'Days of sales (DSO)')).toBe(formatDays(dso))
  expect(await rowsOf(page.getByRole('table', { name: 'Receivables by age' }))).toEqual([
    ...Object.entries(ageingParts).map(([name, label]) => [label, formatMoney(ageing[name])]),
    ['Total', formatMoney(total)],
  ])
  await page.getByText('Unknown for a former day').waitFor()
  // The chart is a picture of the table.
  await page.locator('[aria-hidden] .recharts-surface').first().waitFor()

  const table = page.getByRole('table', { name: 'Open invoices' })
  const more = page.getByRole('button', { name: 'Load more' })
  await table.getByRole('link').first().waitFor()
  for (let rows = await table.getByRole('link').count(); await more.isVisible(); ) {
    await more.click()
    await page.waitForFunction((before) => document.querySelectorAll('td a').length > before, rows)
    rows = await table.getByRole('link').count()
  }
  const open = await table.locator('tbody tr td:last-child').allTextContents()
  expect(formatMoney(addDecimals(open.map((text) => text.replaceAll(/[$,]/g, ''))))).toBe(formatMoney(total))
  const first = table.getByRole('link').first()
  const title = (await first.textContent()) ?? ''
  await first.click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
})

test("those of today are compared with ServiceTitan's balances, and another day is kept in the address", async () => {
  const today = localDay(Date.now(), demo.timeZone)
  const { total, reconciliation } = await client.receivables({ on: today })
  const page = await visit(path('receivables'))
  await page.getByText(`At the end of ${formatCalendarDate(today)}`).waitFor()
  const panel = page.getByRole('region', { name: 'Compared with ServiceTitan' })
  await panel.waitFor()
  expect(await panel.locator('dl').textContent()).toBe(
    `Receivables${formatMoney(total)}ServiceTitan’s balances${formatMoney(reconciliation?.balance)}Difference${formatMoney(reconciliation?.difference)}`,
  )
  await page.getByLabel('Day', { exact: true }).and(page.locator('input')).fill('2026-02-28')
  await page.waitForURL('**/receivables?on=2026-02-28')
  await panel.getByText('Unknown for a former day').waitFor()
  await page.getByLabel('Day', { exact: true }).and(page.locator('input')).fill(today)
  await page.waitForURL((url) => url.search === '')
  await panel.getByText('Difference').waitFor()
})

test('customers who came back, and the cohorts of the period, are those of the API', async () => {
  const { customers, returned, rate, cohorts } = await client.customersReport(period)
  expect(cohorts.length).toBeGreaterThan(1)
  const page = await visit(path(`retention?${address}`), { now: dataNow })
  await figure(page, 'Customers').waitFor()
  expect(await shownAt(page, 'Customers')).toBe(formatCount(customers))
  expect(await shownAt(page, 'Came back')).toBe(formatCount(returned))
  expect(await shownAt(page, 'Share')).toBe(formatMetric(rate, 'ratio'))
  const [first] = cohorts
  if (!first) throw new Error('Expected a cohort')
  const [size = 0, ...later] = first.customers
  const [row = []] = await rowsOf(page.getByRole('table', { name: 'Cohorts' }))
  expect(row[1]).toBe(formatCount(size))
  const [, , ...shown] = row
  expect(shown.length).toBeGreaterThan(0)
  expect(shown.map((text) => text.replace(' so far', ''))).toEqual(
    shown.map((_, place) => {
      const count = later[place] ?? 0
      return `${formatMetric(String(count / size), 'ratio')} (${count})`
    }),
  )
  expect(shown.at(-1)).toMatch(/ so far$/)
  await page.getByRole('link', { name: 'Completed jobs of this period' }).click()
  await page.getByRole('heading', { level: 1, name: 'Completed jobs' }).waitFor()
})

test('the backlog is that of the API, by business unit', async () => {
  const { jobs, value, oldest, byBusinessUnit } = await client.backlog()
  expect(jobs).toBeGreaterThan(0)
  const page = await visit(path('backlog'))
  await settle(page)
  expect(await shownAt(page, 'Open jobs')).toBe(formatCount(jobs))
  expect(await shownAt(page, 'Sold with them')).toBe(formatMoney(value))
  expect(await shownAt(page, 'Oldest')).toBe(formatCalendarDate(oldest ?? ''))
  expect(await rowsOf(page.getByRole('table', { name: 'Backlog by business unit' }))).toEqual(
    byBusinessUnit.map(({ businessUnit, jobs: count, value: sold, oldest: first }) => [
      businessUnit.name ?? 'No business unit',
      formatCount(count),
      formatMoney(sold),
      formatCalendarDate(first ?? ''),
    ]),
  )
})
