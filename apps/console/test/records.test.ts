import { expect, test } from 'vitest'
import { readRow } from './arrange.ts'
import { demo } from './stack/tenants.ts'
import { settle, visit } from './visit.ts'

interface AssignedJob {
  readonly id: string
  readonly st_id: string
  readonly number: string
  readonly customer: string
  readonly technician: string
  readonly technician_id: string
}

const assignedJob = () =>
  readRow<AssignedJob>(
    `SELECT j.id, j.st_id, j.number, c.name AS customer, t.name AS technician, t.id AS technician_id
       FROM lazi.jobs j
       JOIN lazi.customers c ON c.tenant_id = $1 AND c.id = j.customer_id
       JOIN lazi.appointments a ON a.tenant_id = $1 AND a.job_id = j.id AND a.status <> 'Canceled' AND a.active
       JOIN lazi.technicians t ON t.tenant_id = $1 AND t.id = a.technician_id AND t.active
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
    .getByRole('link', { name: new RegExp(`Job ${job.number}`) })
    .first()
    .waitFor()
})

test('the search finds customers by the beginning of their name, and reports that there are no results', async () => {
  const { name } = await readRow<{ name: string }>(
    'SELECT name FROM lazi.customers WHERE tenant_id = $1 AND active ORDER BY st_id LIMIT 1',
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
    `SELECT customer_id AS customer, location_id AS location, number AS name
       FROM lazi.jobs WHERE tenant_id = $1 AND active ORDER BY st_id DESC LIMIT 1`,
  )
  const page = await visit(`/t/${demo.id}/customers/${ids.customer}`)
  await page.getByRole('table', { name: 'Jobs' }).getByRole('link', { name: ids.name }).waitFor()
  await page.getByRole('table', { name: 'Locations' }).getByRole('link').first().waitFor()
  await page.goto(`/t/${demo.id}/locations/${ids.location}`)
  await page.getByRole('table', { name: 'Jobs' }).getByRole('link', { name: ids.name }).waitFor()
  await page.getByRole('link', { name: 'Technicians' }).click()
  await page.getByRole('table', { name: 'Technicians' }).getByRole('link').first().click()
  await page.getByRole('heading', { name: 'Appointments from today on' }).waitFor()
})

test('the page of an appointment shows its customer, and links to its day on the board', async () => {
  const { id, customer } = await readRow<{ id: string; customer: string }>(
    `SELECT a.id, c.name AS customer
       FROM lazi.appointments a JOIN lazi.customers c ON c.tenant_id = $1 AND c.id = a.customer_id
      WHERE a.tenant_id = $1 AND a.active ORDER BY a.st_id LIMIT 1`,
  )
  const page = await visit(`/t/${demo.id}/appointments/${id}`)
  await page.getByRole('region', { name: 'Customer' }).getByRole('link', { name: customer }).waitFor()
  await page.getByRole('link', { name: 'Day on the board' }).waitFor()
})

test('the page of a location shows the technicians of its appointments by their names', async () => {
  const { location, technician } = await readRow<{ location: string; technician: string }>(
    `SELECT j.location_id AS location, t.name AS technician
       FROM lazi.appointments a
       JOIN lazi.jobs j ON j.tenant_id = $1 AND j.id = a.job_id AND j.active
       JOIN lazi.technicians t ON t.tenant_id = $1 AND t.id = a.technician_id
      WHERE a.tenant_id = $1 AND a.active ORDER BY a.st_id LIMIT 1`,
  )
  const page = await visit(`/t/${demo.id}/locations/${location}`)
  const table = page.getByRole('table', { name: 'Appointments' })
  await table.getByRole('link', { name: technician }).first().waitFor()
  await settle(page)
  // No technician is shown by an id.
  expect(await table.getByRole('link', { name: /^(?:\d+|[\da-f-]{36})$/ }).count()).toBe(0)
})

test('the page of a record shows times in the tenant’s time zone, not in the browser’s', async () => {
  const { id, local } = await readRow<{ id: string; local: string }>(
    `SELECT id, to_char(starts_at AT TIME ZONE 'America/Chicago', 'FMHH12:MI AM') AS local
       FROM lazi.appointments WHERE tenant_id = $1 AND active ORDER BY st_id LIMIT 1`,
  )
  const page = await visit(`/t/${demo.id}/appointments/${id}`)
  const begins = page.locator('dl > div', { hasText: 'Begins' }).locator('time')
  expect((await begins.textContent())?.replaceAll('\u202f', ' ')).toContain(local)
  expect(await begins.getAttribute('title')).toMatch(/C[SD]T$/)
})
