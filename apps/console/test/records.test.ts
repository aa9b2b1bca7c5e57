import { expect, test } from 'vitest'
import { readRow } from './arrange.ts'
import { demo } from './stack/tenants.ts'
import { settle, visit } from './visit.ts'

interface AssignedJob {
  readonly id: string
  readonly number: string
  readonly customer: string
  readonly technician: string
  readonly technician_id: string
}

const assignedJob = () =>
  readRow<AssignedJob>(
    `SELECT j.st_id AS id, j.job_number AS number, c.name AS customer, t.name AS technician, t.st_id AS technician_id
       FROM raw.st_jobs j
       JOIN raw.st_customers c ON c.tenant_id = $1 AND c.st_id = j.customer_id
       JOIN raw.st_appointments a ON a.tenant_id = $1 AND a.job_id = j.st_id AND a.status <> 'Canceled' AND a.active
       JOIN raw.st_technicians t ON t.tenant_id = $1 AND t.st_id = a.technician_id AND t.active
      WHERE j.tenant_id = $1 AND j.active ORDER BY j.st_id DESC LIMIT 1`,
  )

test('the search finds a job by keyboard alone, and the job links to its technician’s day', async () => {
  const job = await assignedJob()
  const page = await visit('/')
  await page.keyboard.press('/')
  await page.getByRole('combobox', { name: 'Search' }).waitFor()
  await page.keyboard.type(job.number)
  await page.getByRole('option', { name: job.number, selected: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/t/${demo.id}/jobs/${job.id}`)
  await page.getByRole('heading', { name: `Job ${job.number}` }).waitFor()
  await page.getByRole('link', { name: job.customer }).first().waitFor()

  await page
    .getByRole('table', { name: 'Appointments' })
    .getByRole('link', { name: job.technician })
    .first()
    .click()
  await page.waitForURL(`**/schedule?date=*&technicianId=${job.technician_id}`)
  const lane = page.getByRole('region', { name: job.technician })
  await lane
    .getByRole('link', { name: new RegExp(`job ${job.number}`) })
    .first()
    .waitFor()
})

test('the search finds customers by the beginning of their name, and reports that there are no results', async () => {
  const { name } = await readRow<{ name: string }>(
    'SELECT name FROM raw.st_customers WHERE tenant_id = $1 AND active ORDER BY st_id LIMIT 1',
  )
  const page = await visit('/')
  await page.getByRole('button', { name: /^Search/ }).click()
  await page.getByRole('combobox', { name: 'Search' }).fill(name.slice(0, 5).toLowerCase())
  await page.getByRole('group', { name: 'Customers' }).getByRole('option').first().waitFor()
  await page.getByRole('combobox', { name: 'Search' }).fill('zzzz')
  await page.getByText('No results for “zzzz”').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: 'Search' }).waitFor({ state: 'hidden' })
})

test('a list loads page by page, and keeps its filters in the address', async () => {
  const page = await visit(`/t/${demo.id}/jobs`)
  const rows = page.getByRole('table', { name: 'Jobs' }).getByRole('row')
  await page.getByText('50 shown').waitFor()
  await page.getByRole('button', { name: 'Load more' }).click()
  await page.getByText('100 shown').waitFor()
  expect(await rows.count()).toBe(101)

  await page.getByRole('combobox', { name: 'Status' }).click()
  await page.getByRole('option', { name: 'Canceled' }).click()
  await page.waitForURL('**/jobs?status=Canceled')
  await settle(page)
  await page.reload()
  await rows.getByRole('link').first().waitFor()
  const shown = await rows.allTextContents()
  expect(shown.slice(1).every((row) => row.includes('Canceled'))).toBe(true)
})

test('the pages of customers, locations and technicians show their related records', async () => {
  const ids = await readRow<{ customer: string; location: string; name: string }>(
    `SELECT customer_id AS customer, location_id AS location, job_number AS name
       FROM raw.st_jobs WHERE tenant_id = $1 AND active ORDER BY st_id DESC LIMIT 1`,
  )
  const page = await visit(`/t/${demo.id}/customers/${ids.customer}`)
  await page.getByRole('table', { name: 'Jobs' }).getByRole('link', { name: ids.name }).waitFor()
  await page.getByRole('table', { name: 'Locations' }).getByRole('link').first().waitFor()
  await page.goto(`/t/${demo.id}/locations/${ids.location}`)
  await page.getByRole('table', { name: 'Jobs' }).getByRole('link', { name: ids.name }).waitFor()
  await page.getByRole('link', { name: 'Technicians' }).click()
  await page.getByRole('table', { name: 'Technicians' }).getByRole('link').first().click()
  await page.getByRole('table', { name: 'Appointments' }).getByRole('link').first().click()
  await page.getByRole('heading', { name: /^Appointment / }).waitFor()
  await page.getByRole('link', { name: 'Day on the board' }).waitFor()
})

test('the page of a record shows the record as ServiceTitan sent it', async () => {
  const job = await assignedJob()
  const page = await visit(`/t/${demo.id}/jobs/${job.id}`)
  await page.getByRole('button', { name: 'Record as ServiceTitan sent it' }).click()
  await page.getByText(`"jobNumber": "${job.number}"`).waitFor()
  await page.getByRole('button', { name: 'Copy' }).waitFor()
})

test('the page of a record shows times in the tenant’s time zone, not in the browser’s', async () => {
  const { id, local } = await readRow<{ id: string; local: string }>(
    `SELECT st_id AS id, to_char(start_time AT TIME ZONE 'America/Chicago', 'FMHH12:MI AM') AS local
       FROM raw.st_appointments WHERE tenant_id = $1 AND active ORDER BY st_id LIMIT 1`,
  )
  const page = await visit(`/t/${demo.id}/appointments/${id}`)
  const begins = page.locator('dl > div', { hasText: 'Begins' }).locator('time')
  expect((await begins.textContent())?.replaceAll('\u202f', ' ')).toContain(local)
  expect(await begins.getAttribute('title')).toMatch(/C[SD]T$/)
})
