import { expect, test } from 'vitest'
import { readRow } from './arrange.ts'
import { demo } from './stack/tenants.ts'
import { heading, settle, visit } from './visit.ts'

const aJob = () =>
  readRow<{ id: string; st_id: string; number: string }>(
    'SELECT id, st_id, number FROM lazi.jobs WHERE tenant_id = $1 AND active ORDER BY st_id DESC LIMIT 1',
  )

test('the tabs of a record work by keyboard, are kept in the address, and load what ServiceTitan has when opened', async () => {
  const job = await aJob()
  const page = await visit(`/t/${demo.id}/jobs`)
  const requests: string[] = []
  page.on('request', (request) => requests.push(new URL(request.url()).pathname))
  const cached = () => requests.filter((path) => path.includes('/servicetitan/'))
  await page.goto(`/t/${demo.id}/jobs/${job.id}`)
  const record = page.getByRole('tab', { name: 'Record', selected: true })
  await record.waitFor()
  await settle(page)
  expect(cached()).toEqual([])

  await record.focus()
  await page.keyboard.press('ArrowRight')
  const inServiceTitan = page.getByRole('tab', { name: 'In ServiceTitan', selected: true })
  await inServiceTitan.waitFor()
  await page.waitForURL(`**/jobs/${job.id}?tab=servicetitan`)
  expect(await inServiceTitan.evaluate((tab) => tab === document.activeElement)).toBe(true)
  const panel = page.getByRole('tabpanel', { name: 'In ServiceTitan' })
  await panel.getByText(`"jobNumber": "${job.number}"`).waitFor()
  await panel.getByRole('region', { name: 'In the cache' }).getByText(job.st_id, { exact: true }).waitFor()
  await panel.getByRole('region', { name: 'Columns' }).getByText(job.number, { exact: true }).waitFor()
  await panel.getByRole('button', { name: 'Copy' }).waitFor()
  expect(new Set(cached())).toEqual(new Set([`/api/v2/servicetitan/jobs/${job.st_id}`]))

  await page.reload()
  await inServiceTitan.waitFor()
  await inServiceTitan.focus()
  await page.keyboard.press('ArrowLeft')
  await record.waitFor()
  await page.waitForURL(`**/jobs/${job.id}`)
  await page.getByRole('table', { name: 'Appointments' }).waitFor()
})

test.each(['st:', ''])(
  'an address with ServiceTitan’s id, as %s40233, leads to the record',
  async (prefix) => {
    const job = await aJob()
    const page = await visit(`/t/${demo.id}/jobs/${prefix}${job.st_id}?tab=servicetitan`)
    await page.waitForURL(`**/jobs/${job.id}?tab=servicetitan`)
    expect(await heading(page).textContent()).toBe(`Job ${job.number}`)
    await page.getByRole('tab', { name: 'In ServiceTitan', selected: true }).waitFor()
  },
)
