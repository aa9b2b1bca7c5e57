import { createClient } from 'api/client'
import { expect, test } from 'vitest'
import { formatMetric } from '../src/components/values/format-metric.ts'
import { address, exportCsv, path, period, rowsOf } from './report-page.ts'
import { heading, stack, visit } from './visit.ts'

const client = createClient({ url: stack.url, key: stack.keys.read })

test('first-time fixes and recalls are those of each month, with chart, table, rows and file', async () => {
  const metrics = ['first_time_fix_rate', 'recall_rate', 'completed_jobs']
  const { rows, totals } = await client.queryMetrics({ metrics, ...period, grain: 'month' })
  const { data: definitions } = await client.metrics()
  const cellsOf = (values: typeof totals) =>
    metrics.map((name) =>
      formatMetric(values[name]?.value, definitions.find((known) => known.name === name)?.unit ?? 'count'),
    )
  const page = await visit(path(`quality?${address}`), { acceptDownloads: true })
  const title = 'First-time fixes and recalls'
  const table = page.getByRole('table', { name: title })
  expect((await rowsOf(table)).map(([, ...cells]) => cells)).toEqual([
    ...rows.map(({ values }) => cellsOf(values)),
    cellsOf(totals),
  ])
  await page.locator('[aria-hidden] .recharts-line').nth(1).waitFor()
  const { name, csv } = await exportCsv(page, title)
  expect(name).toBe('first-time-fixes-and-recalls-2025-12-01-2026-04-30.csv')
  expect(csv.split('\r\n')[0]).toBe(
    '\ufeffmonth,isPartial,first_time_fix_rate,first_time_fix_rate_numerator,first_time_fix_rate_denominator,recall_rate,recall_rate_numerator,recall_rate_denominator,completed_jobs',
  )
  await table
    .getByRole('row', { name: /^Whole period/ })
    .getByRole('link')
    .nth(1)
    .press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Recalls' }).waitFor()
  await page.getByRole('link', { name: 'Quality of this period' }).click()
  await page.waitForURL(`**/quality?${address}`)
})

test('each recall is listed with the job that it is a recall of, and leads to both', async () => {
  const { data } = await client.recalls({ ...period, limit: 500 })
  expect(data.length).toBeGreaterThan(0)
  const page = await visit(path(`quality?${address}`), { acceptDownloads: true })
  const table = page.getByRole('table', { name: 'Recalls', exact: true })
  const shown = await rowsOf(table)
  expect(shown.map(([recall, original]) => [recall, original])).toEqual(
    data.slice(0, 50).map(({ recall, original }) => [`Job ${recall.number}`, `Job ${original.number}`]),
  )
  const { csv } = await exportCsv(page, 'Recalls')
  expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + data.length)
  const [first] = data
  await table
    .getByRole('link', { name: `Job ${first?.original.number}` })
    .first()
    .click()
  await heading(page).getByText(`Job ${first?.original.number}`).waitFor()
  await page.goBack()
  await table
    .getByRole('link', { name: `Job ${first?.recall.number}` })
    .first()
    .click()
  await heading(page).getByText(`Job ${first?.recall.number}`).waitFor()
})
