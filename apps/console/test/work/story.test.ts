import { afterAll, beforeAll, expect, test } from 'vitest'
import { localDay } from '../../src/time/local-day.ts'
import { demo } from '../stack/tenants.ts'
import { createOwnAccount, type OwnAccount, type Technicians, twoTechnicians } from './own-account.ts'

let account: OwnAccount
let technicians: Technicians
beforeAll(async () => {
  account = await createOwnAccount()
  technicians = await twoTechnicians(account)
}, 300_000)
afterAll(() => account[Symbol.asyncDispose]())

test('a job of LAZI is done, counted in the reports and listed in the audit log, and agrees with it', async () => {
  const { id, jobId, jobNumber } = await account.book({
    startsAt: '2026-09-01T14:00:00Z',
    endsAt: '2026-09-01T16:00:00Z',
    technicianIds: [technicians.ada],
  })
  const page = await account.visit(`/appointments/${id}`, account.keys.admin)
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await page.getByRole('button', { name: 'Done', exact: true }).click()
  await page.getByRole('button', { name: 'Done', exact: true }).waitFor({ state: 'hidden' })
  await page.goto(account.path(`/jobs/${jobId}`))
  await page.getByRole('button', { name: 'Complete' }).click()
  await page.getByRole('button', { name: 'Reopen' }).waitFor()

  await account.sync('analytics', 'refresh')
  const { at } = await account.readRow<{ at: Date }>(
    'SELECT completed_at AS at FROM lazi.jobs WHERE tenant_id = $1 AND id = $2',
    [jobId],
  )
  const from = localDay(at.getTime(), demo.timeZone)
  const to = localDay(at.getTime() + 86_400_000, demo.timeZone)
  await page.goto(account.path(`/revenue/rows?metric=completed_jobs&from=${from}&to=${to}`))
  await page.getByRole('link', { name: jobNumber }).first().waitFor()

  await page.goto(account.path(`/audit?entity=lazi.jobs&entityId=${jobId}`))
  const entries = page.getByRole('table').getByRole('row')
  await entries.filter({ hasText: 'complete' }).first().waitFor()
  await entries.filter({ hasText: 'create' }).first().waitFor()

  // The command fails when an entry and a row disagree.
  expect(await account.sync('audit', 'verify', '--tenant', demo.id, '--state')).not.toBe('')
})
