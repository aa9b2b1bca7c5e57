import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { readRow } from './arrange.ts'
import { dataNow, demo } from './stack/tenants.ts'
import { settle, visit } from './visit.ts'

interface Busy {
  readonly id: string
  readonly name: string
  readonly assigned: number
  readonly upcoming: number
  /** The local day of the first one from that day on. */
  readonly first: string
  readonly month: number
}

/**
 * The technician with most appointments, and their numbers: all that are assigned, deactivated ones too; the active ones
 * from the day of `dataNow` on; and the active ones of its month.
 */
const busiest = () =>
  readRow<Busy>(
    `WITH assigned AS (
       SELECT DISTINCT m.technician_id, m.appointment_id
         FROM lazi.appointment_assignments m WHERE m.tenant_id = $1 AND m.active AND m.deleted_at IS NULL
     ), day AS (
       SELECT date_trunc('day', $2::timestamptz, $3) AS today, date_trunc('month', $2::timestamptz, $3) AS month
     )
     SELECT t.id, t.name, count(*)::integer AS assigned,
            count(*) FILTER (WHERE a.ends_at > today AND a.starts_at < today + interval '30 days')::integer AS upcoming,
            to_char(min(a.starts_at) FILTER (WHERE a.ends_at > today) AT TIME ZONE $3, 'Mon FMDD, YYYY') AS first,
            count(*) FILTER (WHERE a.ends_at > month AND a.starts_at < month + interval '1 month')::integer AS month
       FROM assigned JOIN day ON true
       JOIN lazi.technicians t ON t.tenant_id = $1 AND t.id = technician_id AND t.active
       LEFT JOIN lazi.appointments a ON a.tenant_id = $1 AND a.id = appointment_id AND a.active
      GROUP BY t.id, t.name ORDER BY assigned DESC, id LIMIT 1`,
    [dataNow, demo.timeZone],
  )

const rows = (page: Page) => page.getByRole('table', { name: 'Appointments' }).getByRole('row')

test('the page of a technician shows the appointments from today on, with customers and jobs, and the number of all', async () => {
  const { id, name, assigned, upcoming, first, month } = await busiest()
  const page = await visit(`/t/${demo.id}/technicians/${id}`, { now: dataNow })
  await rows(page).nth(1).waitFor()
  expect(await rows(page).count()).toBe(1 + upcoming)
  const next = rows(page).nth(1)
  expect(await next.locator('time').first().textContent()).toContain(first)
  await next.getByRole('link', { name: /^Job \d+/ }).waitFor()
  expect(await next.getByRole('link').nth(1).getAttribute('href')).toMatch(/\/customers\/[\da-f-]{36}$/)
  expect(await page.getByRole('table', { name: 'Appointments' }).getByText(name).count()).toBe(0)

  await page.getByRole('link', { name: `All ${assigned} assigned appointments` }).click()
  await page.waitForURL(`**/appointments?technicianId=${id}`)
  await page.getByRole('heading', { name: 'March 2026' }).waitFor()
  await rows(page).nth(1).waitFor()
  await settle(page)
  expect(await rows(page).count()).toBe(1 + month)
  await page.getByRole('button', { name: 'Previous month' }).click()
  await page.waitForURL(`**/appointments?technicianId=${id}&month=2026-02`)
  await page.getByRole('heading', { name: 'February 2026' }).waitFor()
  await page.getByRole('button', { name: 'This month' }).click()
  await page.waitForURL(`**/appointments?technicianId=${id}`)
})

test('the list of appointments asks for a technician', async () => {
  const { id, name } = await busiest()
  const page = await visit(`/t/${demo.id}/appointments`, { now: dataNow })
  await page.getByText('Choose a technician', { exact: true }).first().waitFor()
  await page.getByRole('combobox', { name: 'Technician' }).click()
  await page.getByRole('option', { name, exact: true }).click()
  await page.waitForURL(`**/appointments?technicianId=${id}`)
  await rows(page).nth(1).waitFor()
})
