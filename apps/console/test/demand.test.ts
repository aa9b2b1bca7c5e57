import { createClient } from 'api/client'
import { expect, test } from 'vitest'
import { formatMetric } from '../src/components/values/format-metric.ts'
import { address, exportCsv, path, period, rowsOf } from './report-page.ts'
import { stack, visit } from './visit.ts'

const client = createClient({ url: stack.url, key: stack.keys.read })

/** What the API answers for a metric of a member, as the console writes it. */
async function shownOf(metric: string, by: 'campaign' | 'cancel-reason' | 'technician') {
  const { rows } = await client.queryMetrics({ metrics: [metric], ...period, by })
  const { data } = await client.metrics()
  const unit = data.find(({ name }) => name === metric)?.unit ?? 'count'
  const values = rows.map(
    ({ member, values: of }) => [member?.name ?? '', formatMetric(of[metric]?.value, unit)] as const,
  )
  expect(values.length).toBeGreaterThan(1)
  return values
}

test('calls, costs, cancellations and memberships are those of the API, by campaign and reason', async () => {
  const page = await visit(path(`demand?${address}`), { acceptDownloads: true })
  const campaigns = page.getByRole('table', { name: 'Calls and costs by campaign' })
  const shown = new Map((await rowsOf(campaigns)).map(([name, ...cells]) => [name, cells]))
  const header = await campaigns.getByRole('columnheader').allTextContents()
  const place = header.indexOf('Cost per lead') - 1
  for (const [name, value] of await shownOf('cost_per_lead', 'campaign'))
    if (name) expect(shown.get(name)?.[place]).toBe(value)

  const reasons = new Map(
    (await rowsOf(page.getByRole('table', { name: 'Cancellations by reason' }))) as [string, string][],
  )
  for (const [name, value] of await shownOf('cancellations', 'cancel-reason'))
    if (name) expect(reasons.get(name)).toBe(value)
  const { csv } = await exportCsv(page, 'Cancellations by reason')
  expect(csv.trimEnd().split('\r\n').length).toBeGreaterThan(2)

  const totals = await client.queryMetrics({ metrics: ['membership_growth'], ...period })
  const growth = formatMetric(totals.totals.membership_growth?.value, 'count')
  await page.getByRole('link', { name: `${growth} Membership growth: rows behind it` }).waitFor()

  // A number of a reason opens the cancellations for it.
  const [[reason = '', count = ''] = []] = [...reasons]
  await page
    .getByRole('table', { name: 'Cancellations by reason' })
    .getByRole('link', { name: count })
    .first()
    .click()
  await page.getByRole('heading', { level: 1, name: 'Cancellations made' }).waitFor()
  await page.getByText(reason).first().waitFor()
})

test('the scorecard shows the time of technicians, and quality the visits on time', async () => {
  const scorecard = await visit(path(`scorecard?${address}`))
  const table = scorecard.getByRole('table', { name: 'Time by technician' })
  const shown = new Map((await rowsOf(table)).map(([name, ...cells]) => [name, cells]))
  for (const [name, value] of await shownOf('utilisation', 'technician'))
    if (name) expect(shown.get(name)?.[0]).toBe(value)
  const quality = await visit(path(`quality?${address}`))
  const { totals } = await client.queryMetrics({ metrics: ['on_time_rate'], ...period })
  const onTime = formatMetric(totals.on_time_rate?.value, 'ratio')
  await quality
    .getByRole('table', { name: 'Visits on time' })
    .getByRole('row', { name: /^Whole period/ })
    .getByText(onTime)
    .waitFor()
})
