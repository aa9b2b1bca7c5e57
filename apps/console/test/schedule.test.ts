import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { changeAppointment, readRow } from './arrange.ts'
import { busyDay, demo } from './stack/tenants.ts'
import { settle, visit } from './visit.ts'

interface Booked {
  readonly id: string
  readonly technician: string
  readonly technician_id: string
  readonly hours: number
}

/** An appointment of an active technician on the busy day, in working hours. */
const booked = () =>
  readRow<Booked>(
    `SELECT a.id, t.name AS technician, t.id AS technician_id,
            extract(epoch FROM a.ends_at - a.starts_at) / 3600 AS hours
       FROM lazi.appointments a
       JOIN lazi.technicians t ON t.tenant_id = $1 AND t.id = a.technician_id AND t.active
      WHERE a.tenant_id = $1 AND a.active AND a.status <> 'Canceled'
        AND a.starts_at >= $2::timestamptz AND a.starts_at < $2::timestamptz + interval '7 hours'
      ORDER BY a.st_id LIMIT 1`,
    [`${busyDay}T08:00:00-06:00`],
  )

const board = (page: Page) => page.getByRole('region', { name: 'Board' })

test('the board shows an appointment in its technician’s lane, as wide as the appointment is long', async () => {
  const { id, technician, hours } = await booked()
  const page = await visit(`/t/${demo.id}/schedule?date=${busyDay}`)
  await page.getByText('Tuesday, March 3, 2026 · times in America/Chicago (CST)').waitFor()
  const lane = page.getByRole('region', { name: technician })
  const block = lane.locator(`a[href$="/appointments/${id}"]`)
  const box = await block.boundingBox()
  const hour = await hourWidth(page)
  expect(box?.width).toBeCloseTo(Number(hours) * hour, -1)
  expect(await lane.textContent()).toMatch(/booked/)
})

test('the board shows a single technician, and moves to the next day', async () => {
  const { technician, technician_id } = await booked()
  const page = await visit(`/t/${demo.id}/schedule?date=${busyDay}&technicianId=${technician_id}`)
  await page.getByRole('region', { name: technician }).waitFor()
  await settle(page)
  expect(await board(page).getByRole('link', { name: technician, exact: true }).count()).toBe(1)
  await page.getByRole('button', { name: 'Next day' }).click()
  await page.waitForURL('**/schedule?date=2026-03-04&technicianId=*')
  await page.getByText('Wednesday, March 4, 2026').waitFor()
})

test('the board shows 23 or 25 hours on days when clocks change', async () => {
  const page = await visit(`/t/${demo.id}/schedule?date=2026-03-08&wholeDay=true`)
  expect(await hoursOf(page)).toHaveLength(23)
  expect(await hoursOf(page)).not.toContain('2 AM')
  await page.goto(`/t/${demo.id}/schedule?date=2026-11-01&wholeDay=true`)
  await page.getByText('Sunday, November 1, 2026').waitFor()
  expect(await hoursOf(page)).toHaveLength(25)
  expect((await hoursOf(page)).filter((hour) => hour === '1 AM')).toHaveLength(2)
})

test('the board shows the free time of a technician without bookings', async () => {
  const { technician } = await booked()
  const page = await visit(`/t/${demo.id}/schedule?date=2026-06-02`)
  const lane = page.getByRole('region', { name: technician })
  await lane.getByText('Nothing booked').waitFor()
  await lane.getByText('9 h free').waitFor()
})

test('the team filter hides technicians of other teams', async () => {
  const { team, others } = await readRow<{ team: string; others: string }>(
    `SELECT min(t.name) AS team,
            (SELECT min(o.name) FROM lazi.technicians o WHERE o.tenant_id = $1 AND o.active AND o.team_id <> t.id) AS others
       FROM lazi.teams t WHERE tenant_id = $1
        AND id = (SELECT team_id FROM lazi.technicians
                      WHERE tenant_id = $1 AND active AND team_id IS NOT NULL ORDER BY st_id LIMIT 1)
      GROUP BY t.id`,
  )
  const page = await visit(`/t/${demo.id}/schedule?date=${busyDay}`)
  await page.getByRole('region', { name: others }).waitFor()
  await page.getByRole('combobox', { name: 'Team' }).click()
  await page.getByRole('option', { name: team, exact: true }).click()
  await page.waitForURL('**/schedule?date=*&teamId=*')
  await page.getByRole('region', { name: others }).waitFor({ state: 'hidden' })
  await board(page).getByRole('heading', { name: team }).waitFor()
})

test('the board updates live with the change feed', async () => {
  const { id } = await booked()
  await changeAppointment(id, { status: 'Scheduled' })
  const page = await visit(`/t/${demo.id}/schedule?date=${busyDay}`)
  const block = board(page).locator(`a[href$="/appointments/${id}"]`).first()
  await page.getByText('Live', { exact: true }).waitFor()
  await block.and(page.locator('[data-status="Scheduled"]')).waitFor()
  await changeAppointment(id, { status: 'Working' })
  await block.and(page.locator('[data-status="Working"]')).waitFor()
})

test('an appointment on the board opens its page by keyboard', async () => {
  const { id } = await booked()
  const page = await visit(`/t/${demo.id}/schedule?date=${busyDay}`)
  await board(page).locator(`a[href$="/appointments/${id}"]`).first().focus()
  await page.getByRole('tooltip').getByText('Job').waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/appointments/${id}`)
  await page.getByRole('heading', { level: 1, name: /^Appointment/ }).waitFor()
})

test('the board shows unassigned appointments in a separate lane', async () => {
  const { id } = await booked()
  await changeAppointment(id, { isUnassigned: true })
  const page = await visit(`/t/${demo.id}/schedule?date=${busyDay}`)
  const lane = page.getByRole('region', { name: 'Unassigned' })
  await lane.locator(`a[href$="/appointments/${id}"]`).waitFor()
})

async function hoursOf(page: Page): Promise<string[]> {
  await settle(page)
  await board(page).waitFor()
  const labels = await page.locator('[data-hour]').allTextContents()
  return labels.map((label) => label.replaceAll('\u202f', ' '))
}

async function hourWidth(page: Page): Promise<number> {
  const hours = page.locator('[data-hour]')
  const [first, second] = [await hours.nth(0).boundingBox(), await hours.nth(1).boundingBox()]
  return (second?.x ?? 0) - (first?.x ?? 0)
}
