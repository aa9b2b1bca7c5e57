import { expect, test } from 'vitest'
import { changeSummary, readRow } from './arrange.ts'
import { demo } from './stack/tenants.ts'
import { settle, visit } from './visit.ts'

const aJob = (offset: number) =>
  readRow<{ id: string }>(
    `SELECT id FROM lazi.jobs WHERE tenant_id = $1 AND active ORDER BY st_id OFFSET $2 LIMIT 1`,
    [offset],
  )

test('the history of a record has its versions, and leads to the record of a moment and back', async () => {
  const { id } = await aJob(11)
  const long = `The first summary: ${'very '.repeat(40)}long`
  const first = await changeSummary(id, long)
  const second = await changeSummary(id, 'The second summary')
  const page = await visit(`/t/${demo.id}/jobs/${id}`)
  await page.getByRole('tab', { name: 'History' }).click()
  await page.waitForURL(`**/jobs/${id}?tab=history`)
  const versions = page.getByRole('list', { name: 'Versions' }).getByRole('listitem')
  const latest = versions.filter({ hasText: 'The second summary' })
  await latest.getByText('Changed in ServiceTitan').waitFor()
  const change = latest.getByRole('definition')
  // The former value is collapsed.
  expect(await change.getByText(long, { exact: true }).isVisible()).toBe(false)
  await change.locator('summary').click()
  await change.getByText(long, { exact: true }).waitFor()
  const run = latest.getByRole('link', { name: `Run ${second.runId}` })
  expect(await run.getAttribute('href')).toBe(`/t/${demo.id}/runs/${second.runId}`)
  await page.getByText('complete since').waitFor()

  await versions.filter({ hasText: long }).last().getByRole('link', { name: 'Look at this moment' }).click()
  await page.getByRole('tab', { name: 'Record', selected: true }).waitFor()
  await page.getByText('This is the record of a former moment.').waitFor()
  const then = page.getByRole('region', { name: 'Record then' })
  await then.getByText(long, { exact: true }).waitFor({ state: 'attached' })
  const asOf = new URL(page.url()).searchParams.get('asOf') ?? ''
  expect(new Date(asOf).getTime()).toBe(first.at.getTime())

  await page.getByRole('link', { name: 'Back to now' }).click()
  await page.waitForURL(`**/jobs/${id}`)
  await page.getByRole('region', { name: 'Job', exact: true }).getByText('The second summary').waitFor()
})

test('a record without changes says so, and a moment before the history since when it is known', async () => {
  const { id } = await readRow<{ id: string }>(
    `SELECT id FROM lazi.technicians AS technician WHERE tenant_id = $1 AND NOT EXISTS (
       SELECT FROM raw.changes WHERE tenant_id = $1 AND table_name = 'st_technicians' AND st_id = technician.st_id)
      LIMIT 1`,
  )
  const page = await visit(`/t/${demo.id}/technicians/${id}?tab=history`, { expected: /404/ })
  await page.getByText('No changes yet').waitFor()
  await page.goto(`/t/${demo.id}/technicians/${id}?asOf=2020-01-01T00:00:00Z`)
  await page.getByText('The history does not reach back so far').waitFor()
  await page.getByText(/^The history of this row is known since/).waitFor()
  await page.getByRole('link', { name: 'Back to now' }).click()
  await page.getByRole('region', { name: 'Technician', exact: true }).waitFor()
  await settle(page)
})
