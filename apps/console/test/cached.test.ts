import { createClient } from 'api/client'
import { expect, test } from 'vitest'
import { path, rowsOf } from './report-page.ts'
import { stack, visit } from './visit.ts'

const client = createClient({ url: stack.url, key: stack.keys.read })

test('every kind of records that ServiceTitan has is listed, also those without a model of LAZI', async () => {
  const page = await visit(path('servicetitan'))
  const timesheets = page.getByRole('table', { name: 'Job timesheets' })
  const { data } = await client.serviceTitan.list('job-timesheets', { limit: 50 })
  expect((await rowsOf(timesheets)).map(([id]) => id)).toEqual(data.map(({ id }) => id))

  await page.getByRole('combobox', { name: 'Kind of records' }).click()
  await page.getByRole('option', { name: 'Campaign costs' }).click()
  const costs = await client.serviceTitan.list('campaign-costs', { limit: 50 })
  const table = page.getByRole('table', { name: 'Campaign costs' })
  await table.getByText(String(costs.data[0]?.dailyCost)).first().waitFor()
  expect((await rowsOf(table)).map(([id]) => id)).toEqual(costs.data.map(({ id }) => id))
  expect(new URL(page.url()).searchParams.get('resource')).toBe('campaign-costs')
})
