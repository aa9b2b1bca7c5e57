import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from '../axe.ts'
import { heading } from '../visit.ts'
import { createOwnAccount, type OwnAccount, type Technicians, twoTechnicians } from './own-account.ts'

// A customer, a location, a job and an appointment are created from one page.

let account: OwnAccount
let technicians: Technicians
beforeAll(async () => {
  account = await createOwnAccount()
  technicians = await twoTechnicians(account)
}, 300_000)
afterAll(() => account[Symbol.asyncDispose]())

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true }

async function choose(page: Page, label: string, option?: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click()
  // Not those of a select of the browser.
  const options = page.locator('[role="option"]:visible')
  await (option === undefined ? options.first() : options.filter({ hasText: option }).first()).click()
}

async function fillTimes(page: Page, from: string, to: string): Promise<void> {
  await page.getByLabel(/^Starts at/).fill(from)
  await page.getByLabel(/^Ends at/).fill(to)
}

const count = async (table: string) =>
  Number(
    (await account.readRow<{ count: string }>(`SELECT count(*) FROM lazi.${table} WHERE tenant_id = $1`))
      .count,
  )

test('a new customer gets a job with an appointment, on a phone', async () => {
  const { adaName, ada } = technicians
  const page = await account.visit('/new-job?customer=new', account.keys.office, phone)
  await page.getByLabel('Name').fill('Zelda Quist')
  await page.getByLabel('Phone').fill('913 555 0142')
  await page.getByLabel('Address street').fill('12 Heron Way')
  await choose(page, 'Job type')
  await choose(page, 'Business unit')
  await page.getByLabel('Summary').fill('No heat upstairs')
  await fillTimes(page, '2026-07-01T09:00', '2026-07-01T11:00')
  await choose(page, 'Technicians', adaName)
  await page.keyboard.press('Escape')
  await expectAccessible(page)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(wide).toBeLessThanOrEqual(390)
  await page.getByRole('button', { name: 'Book the job' }).click()
  await page.getByRole('heading', { level: 1, name: /^Job L\d+/ }).waitFor()
  await page.getByText('No heat upstairs').waitFor()
  const stored = await account.readRow(
    `SELECT customer.name, location.address_street AS street, job.summary, contact.value,
            appointment.technician_ids AS technicians, appointment.starts_at AS start
       FROM lazi.customers AS customer
       JOIN lazi.customer_contacts AS contact ON contact.tenant_id = $1 AND contact.customer_id = customer.id
       JOIN lazi.locations AS location ON location.tenant_id = $1 AND location.customer_id = customer.id
       JOIN lazi.jobs AS job ON job.tenant_id = $1 AND job.location_id = location.id
       JOIN lazi.appointments AS appointment ON appointment.tenant_id = $1 AND appointment.job_id = job.id
      WHERE customer.tenant_id = $1 AND customer.name = 'Zelda Quist'`,
  )
  expect(stored).toEqual({
    name: 'Zelda Quist',
    street: '12 Heron Way',
    summary: 'No heat upstairs',
    value: '913 555 0142',
    technicians: [ada],
    start: new Date('2026-07-01T14:00:00Z'),
  })
})

test('what is missing or wrong is said beside its field, and nothing is created', async () => {
  const before = await count('customers')
  const page = await account.visit('/new-job?customer=new', account.keys.office)
  await fillTimes(page, '2026-07-01T11:00', '2026-07-01T09:00')
  await page.getByRole('button', { name: 'Book the job' }).click()
  await page.getByText('It must be after the beginning.').waitFor()
  expect(await page.getByText('This is required.').count()).toBe(3)
  await expectAccessible(page)
  expect(await count('customers')).toBe(before)
})

test('when the job is refused, the customer that was created is kept, and not created again', async () => {
  const { adaName, ada } = technicians
  await account.book({
    startsAt: '2026-07-02T14:00:00Z',
    endsAt: '2026-07-02T16:00:00Z',
    technicianIds: [ada],
  })
  const before = await count('customers')
  const page = await account.visit('/new-job?customer=new', account.keys.office, { expected: /409/ })
  await page.getByLabel('Name').fill('Yannick Orr')
  await choose(page, 'Job type')
  await choose(page, 'Business unit')
  await fillTimes(page, '2026-07-02T10:00', '2026-07-02T12:00')
  await choose(page, 'Technicians', adaName)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Book the job' }).click()
  const dialog = page.getByRole('dialog', { name: 'Already booked at that time' })
  await dialog.getByRole('button', { name: 'Do not book it' }).click()
  await page.getByText('The customer is created.').waitFor()
  await fillTimes(page, '2026-07-02T12:00', '2026-07-02T14:00')
  await page.getByRole('button', { name: 'Book the job' }).click()
  await page.getByRole('heading', { level: 1, name: /^Job L\d+/ }).waitFor()
  expect(await count('customers')).toBe(before + 1)
})

test('what was changed after a lost response is not said to be booked: the page shows the job that there is', async () => {
  const before = { customers: await count('customers'), jobs: await count('jobs') }
  const page = await account.visit('/new-job?customer=new', account.keys.office, {
    expected: /409|ERR_FAILED/,
  })
  await page.getByLabel('Name').fill('Xaver Pohl')
  await choose(page, 'Job type')
  await choose(page, 'Business unit')
  await fillTimes(page, '2026-09-01T09:00', '2026-09-01T11:00')
  const lost = new Set(['customers', 'jobs'])
  await page.route(/\/api\/v2\/(customers|jobs)$/, async (route) => {
    const name = route.request().url().split('/').at(-1) ?? ''
    if (route.request().method() !== 'POST' || !lost.delete(name)) return route.continue()
    await route.fetch()
    await route.abort()
  })
  const book = page.getByRole('button', { name: 'Book the job' })
  await book.click()
  await expect.poll(() => count('customers')).toBe(before.customers + 1)
  await page.getByText('The API cannot be reached').first().waitFor()
  await page.getByLabel('Name').fill('Xaver Pohlmann')
  await book.click()
  await page.getByText('The customer was created before the form was changed.').waitFor()

  await book.click()
  await expect.poll(() => count('jobs')).toBe(before.jobs + 1)
  await page.getByText('The API cannot be reached').first().waitFor()
  await fillTimes(page, '2026-09-02T09:00', '2026-09-02T11:00')
  await book.click()
  const notice = page.getByText('The job was created before the form was changed.')
  await notice.waitFor()
  await expectAccessible(page)
  await page.getByRole('region', { name: 'Job' }).getByRole('link', { name: 'Its page' }).click()
  await page.getByRole('heading', { level: 1, name: /^Job L\d+/ }).waitFor()
  expect({ customers: await count('customers'), jobs: await count('jobs') }).toEqual({
    customers: before.customers + 1,
    jobs: before.jobs + 1,
  })
})

test('without the right to create jobs, the page says what is missing', async () => {
  const page = await account.visit('/new-job', account.keys.dispatcher)
  await heading(page).waitFor()
  await page.getByText('Jobs are created here once people change the jobs of this account').waitFor()
})
