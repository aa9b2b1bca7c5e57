import { createClient } from 'api/client'
import { expect, test } from 'vitest'
import { addDecimals } from '../src/components/values/decimal.ts'
import { describeFormer, formatMetric } from '../src/components/values/format-metric.ts'
import { formatMoney } from '../src/components/values/format-number.ts'
import { readRow } from './arrange.ts'
import { exportCsv, figure, path, rowsOf, shownAt } from './report-page.ts'
import { dataNow, demo } from './stack/tenants.ts'
import { heading, stack, visit } from './visit.ts'

const client = createClient({ url: stack.url, key: stack.keys.read })
const figures = [
  'completed_revenue',
  'completed_jobs',
  'opportunity_average',
  'conversion_rate',
  'total_sales',
  'booked_jobs',
  'recall_rate',
]
const days = { from: '2026-02-24', to: '2026-03-10' }
const filters = 'period=custom&from=2026-02-24&through=2026-03-09'

test('eight figures are those of the API, beside those of the period before, and 18 months are in chart, table and file', async () => {
  const { data: definitions } = await client.metrics()
  const { totals } = await client.queryMetrics({ metrics: figures, ...days, compare: 'previous' })
  const receivables = await client.receivables({ on: '2026-03-09' })
  const former = await client.receivables({ on: '2026-02-23' })
  const page = await visit(path(`dashboard?${filters}`), { now: dataNow, acceptDownloads: true })
  await page.getByText('Compared with Feb 10, 2026 – Feb 23, 2026.').waitFor()
  expect(await page.locator('dl > div').count()).toBe(8)
  for (const name of figures) {
    const { label = '', unit = 'count' } = definitions.find((known) => known.name === name) ?? {}
    const { value = null, former: before } = totals[name] ?? {}
    const shown = await figure(page, label).textContent()
    expect(shown).toContain(`${label}${formatMetric(value, unit)}`)
    expect(shown).toContain(describeFormer(value, before, unit).join(' · '))
  }
  const open = figure(page, 'Receivables on Mar 9, 2026')
  await open.getByText(describeFormer(receivables.total, former.total, 'money').join(' · ')).waitFor()
  expect(await open.textContent()).toContain(formatMoney(receivables.total))

  const title = 'Completed revenue of 18 months'
  const { rows } = await client.queryMetrics({
    metrics: ['completed_revenue'],
    from: '2024-10-01',
    to: '2026-03-11',
    grain: 'month',
    compare: 'year',
  })
  const cells = await rowsOf(page.getByRole('table', { name: title }))
  expect(cells).toHaveLength(19)
  expect(cells.slice(0, -1).map(([, value, before]) => [value, before])).toEqual(
    rows.map(({ values }) => [
      formatMetric(values.completed_revenue?.value, 'money'),
      formatMetric(values.completed_revenue?.former, 'money'),
    ]),
  )
  expect(cells[17]?.[0]).toBe('March 2026 (so far)')
  await page.locator('[aria-hidden] .recharts-surface').first().waitFor()

  const { name, csv } = await exportCsv(page, title)
  expect(name).toBe('completed-revenue-of-18-months-2026-03-10.csv')
  const [header, ...lines] = csv.trimEnd().split('\r\n')
  expect(header).toBe('\ufeffmonth,isPartial,completed_revenue,completed_revenue_former')
  expect(lines).toHaveLength(18)
  expect(addDecimals(lines.map((line) => line.split(',')[2] ?? ''))).toBe(
    addDecimals(rows.map(({ values }) => values.completed_revenue?.value ?? '')),
  )
})

test('each figure leads to its report with the same filters, and filters leave out what they do not fit', async () => {
  const { id, name } = await readRow<{ id: string; name: string }>(
    'SELECT id, name FROM lazi.business_units WHERE tenant_id = $1 AND active ORDER BY name LIMIT 1',
  )
  const page = await visit(path(`dashboard?${filters}&compare=year`))
  await figure(page, 'Receivables on Mar 9, 2026').waitFor()
  await page.getByRole('combobox', { name: 'Business unit', exact: true }).click()
  await page.getByRole('option', { name, exact: true }).click()
  await page.waitForURL(`**&compare=year&businessUnit=${id}`)
  await page.getByText('Receivables are left out: they cannot be filtered.').waitFor()
  const { totals } = await client.queryMetrics({ metrics: figures, ...days, businessUnitId: id })
  await figure(page, 'Completed revenue')
    .getByText(formatMetric(totals.completed_revenue?.value, 'money'))
    .first()
    .waitFor()
  const search = `?${filters}&compare=year&businessUnit=${id}`
  for (const [label, report, title] of [
    ['Completed revenue', 'revenue', 'Revenue'],
    ['Sales', 'estimate-funnel', 'Estimate funnel'],
    ['Recalls', 'quality', 'Quality'],
  ] as const) {
    await figure(page, label).getByRole('link').click()
    await page.waitForURL(`**/${report}${search}`)
    await heading(page).getByText(title, { exact: true }).waitFor()
    await page.goBack()
    await page.waitForURL(`**/dashboard${search}`)
  }
  await page.getByRole('combobox', { name: 'Business unit', exact: true }).waitFor()
})

test('today is the end of the usual period', async () => {
  const { total } = await client.receivables({ on: '2026-03-10' })
  const page = await visit(path('dashboard'), { now: dataNow })
  await page.getByText('Apr 1, 2025 – Mar 10, 2026 · days in America/Chicago').waitFor()
  await figure(page, 'Receivables today').getByText(formatMoney(total)).first().waitFor()
  expect(await shownAt(page, 'Receivables today')).toContain(formatMoney(total))
  await figure(page, 'Receivables today').getByRole('link').click()
  await page.waitForURL(`**/t/${demo.id}/receivables`)
})
