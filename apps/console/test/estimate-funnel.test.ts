import { createClient } from 'api/client'
import { expect, test } from 'vitest'
import { addDecimals, shareOf } from '../src/components/values/decimal.ts'
import { formatMetric } from '../src/components/values/format-metric.ts'
import { address, exportCsv, path, period, rowsOf } from './report-page.ts'
import { stack, visit } from './visit.ts'

const client = createClient({ url: stack.url, key: stack.keys.read })
const stages = ['created', 'won', 'open', 'dismissed']

test('the funnel has the numbers of the API, and the stages together are what was created', async () => {
  const metrics = stages.flatMap((stage) => [`${stage}_estimates`, `${stage}_subtotal`])
  const { totals } = await client.queryMetrics({ metrics, ...period })
  const totalOf = (name: string) => totals[name]?.value ?? '0'
  for (const unit of ['estimates', 'subtotal'])
    expect(addDecimals(stages.slice(1).map((stage) => totalOf(`${stage}_${unit}`)))).toBe(
      totalOf(`created_${unit}`),
    )
  expect(Number(totalOf('won_estimates'))).toBeGreaterThan(0)
  const page = await visit(path(`estimate-funnel?${address}`), { acceptDownloads: true })
  const title = 'What became of the estimates'
  const share = (name: string, of: string) => formatMetric(shareOf(totalOf(name), totalOf(of)), 'ratio')
  expect(await rowsOf(page.getByRole('table', { name: title }))).toEqual(
    stages.map((stage, place) => [
      ['Created', 'Sold', 'Open', 'Dismissed'][place],
      formatMetric(totalOf(`${stage}_estimates`), 'count'),
      share(`${stage}_estimates`, 'created_estimates'),
      formatMetric(totalOf(`${stage}_subtotal`), 'money'),
      share(`${stage}_subtotal`, 'created_subtotal'),
    ]),
  )
  const { name, csv } = await exportCsv(page, title)
  expect(name).toBe('what-became-of-the-estimates-2025-12-01-2026-04-30.csv')
  expect(csv).toBe(`\ufeff${metrics.join()}\r\n${metrics.map((metric) => totalOf(metric)).join()}\r\n`)

  // A number opens to its estimates, and from there the way back has the same days.
  await page
    .getByRole('table', { name: title })
    .getByRole('row', { name: /^Dismissed/ })
    .getByRole('link')
    .first()
    .click()
  await page
    .getByRole('heading', { name: `Total: ${formatMetric(totalOf('dismissed_estimates'), 'count')}` })
    .waitFor()
  const rows = page.getByRole('table', { name: 'Rows behind Dismissed estimates' })
  await rows
    .getByRole('link', { name: /^Estimate / })
    .first()
    .waitFor()
  await page.getByRole('link', { name: 'Estimate funnel of this period' }).click()
  await page.waitForURL(`**/estimate-funnel?${address}`)
})

test('the win rate is that of each month, and of each seller and business unit, with the rows behind it', async () => {
  const { rows, totals } = await client.queryMetrics({
    metrics: ['estimate_win_rate', 'created_estimates', 'won_estimates'],
    ...period,
    grain: 'month',
  })
  const page = await visit(path(`estimate-funnel?${address}&compare=previous`))
  await page.getByText(/^Compared with /).waitFor()
  const shown = await rowsOf(page.getByRole('table', { name: 'Win rate' }))
  const cellsOf = (values: typeof totals) => [
    formatMetric(values.estimate_win_rate?.value, 'ratio'),
    formatMetric(values.created_estimates?.value, 'count'),
    formatMetric(values.won_estimates?.value, 'count'),
  ]
  expect(shown.map(([, ...cells]) => cells)).toEqual([
    ...rows.map(({ values }) => cellsOf(values)),
    cellsOf(totals),
  ])
  await page.locator('[aria-hidden] .recharts-line').first().waitFor()

  await page.getByRole('table', { name: 'Estimates by technician' }).waitFor()
  await page.getByRole('combobox', { name: 'Break down by' }).click()
  await page.getByRole('option', { name: 'By business unit' }).click()
  await page.waitForURL('**&by=business-unit')
  const table = page.getByRole('table', { name: 'Estimates by business unit' })
  const { rows: units } = await client.queryMetrics({
    metrics: ['created_estimates', 'won_estimates', 'estimate_win_rate'],
    ...period,
    by: 'business-unit',
  })
  const first = (await rowsOf(table))[0] ?? []
  const [most] = units.toSorted(
    (one, other) =>
      Number(other.values.created_estimates?.value) - Number(one.values.created_estimates?.value),
  )
  expect(first[0]).toBe(most?.member?.name ?? 'No business unit')
  expect(first[1]).toMatch(new RegExp(`^${formatMetric(most?.values.created_estimates?.value, 'count')}`))
  await table.locator('tbody tr').first().getByRole('link').nth(1).click()
  await page.getByText(`Business unit: ${most?.member?.name}`).waitFor()
  await page
    .getByRole('heading', { name: `Total: ${formatMetric(most?.values.won_estimates?.value, 'count')}` })
    .waitFor()
})
