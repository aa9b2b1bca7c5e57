import { afterAll, beforeAll, expect, test } from 'vitest'
import { violationsOf } from '../axe.ts'
import { demo } from '../stack/tenants.ts'
import { stack } from '../visit.ts'
import { blockIn, boardOf, drag, lane } from './board-page.ts'
import { createOwnAccount, type OwnAccount } from './own-account.ts'

// Both sides change jobs: a dispatcher moves an appointment on the board, and ServiceTitan has it.

let account: OwnAccount
beforeAll(async () => {
  account = await createOwnAccount(['jobs', 'hybrid'])
}, 300_000)
afterAll(() => account[Symbol.asyncDispose]())
const { visit: visitBoard } = boardOf(() => account)

interface Planned {
  readonly id: string
  readonly stId: string
  readonly day: string
  readonly start: string
  readonly technicianId: string
  readonly technician: string
}

/** An appointment of a morning that is to be done, with its technician. */
const planned = () =>
  account.readRow<Planned>(
    `SELECT visit.id, visit.st_id::text AS "stId", technician.id AS "technicianId", technician.name AS technician,
            to_char(visit.starts_at AT TIME ZONE $2, 'YYYY-MM-DD') AS day, visit.starts_at::text AS start
       FROM lazi.appointments AS visit
       JOIN lazi.jobs AS job ON job.tenant_id = $1 AND job.id = visit.job_id AND job.status = 'Scheduled'
       JOIN lazi.technicians AS technician ON technician.tenant_id = $1 AND technician.id = visit.technician_id AND technician.active
      WHERE visit.tenant_id = $1 AND visit.active AND visit.status = 'Scheduled' AND cardinality(visit.technician_ids) = 1
        AND extract(hour FROM visit.starts_at AT TIME ZONE $2) BETWEEN 8 AND 14
      ORDER BY visit.starts_at DESC, visit.id LIMIT 1`,
    [demo.timeZone],
  )

/** A technician without bookings on a day. */
const free = (day: string) =>
  account.readRow<{ stId: string; name: string }>(
    `SELECT st_id::text AS "stId", name FROM lazi.technicians AS technician
      WHERE tenant_id = $1 AND active
        AND NOT EXISTS (SELECT FROM lazi.appointment_assignments AS booked
                         WHERE booked.tenant_id = $1 AND booked.technician_id = technician.id AND booked.is_live
                           AND (booked.starts_at AT TIME ZONE $2)::date = $3::date)
      ORDER BY st_id LIMIT 1`,
    [demo.timeZone, day],
  )

test('an appointment that is moved on the board arrives in ServiceTitan, with its technician', async () => {
  const { id, stId, day, start, technician } = await planned()
  const other = await free(day)
  const page = await visitBoard(day)
  await drag(page, blockIn(page, technician, id), lane(page, other.name), 1)
  await blockIn(page, other.name, id).waitFor()
  await page.goto(account.path(`/appointments/${id}`))
  await page.getByText('Changes are on their way to ServiceTitan.').waitFor()
  expect(await page.getByRole('button', { name: 'Dispatch', exact: true }).count()).toBe(0)
  await account.sync('worker', '--once')
  await page.getByText('Changes are on their way to ServiceTitan.').waitFor({ state: 'hidden' })
  expect(await violationsOf(page)).toEqual([])

  const office = await page.context().newPage()
  await office.goto(`${stack.env.SERVICETITAN_API_URL}/office/${demo.id}/appointments/${stId}`)
  const startsAt = await office.getByRole('group', { name: 'Time' }).getByLabel('Start').inputValue()
  expect(Date.parse(startsAt) - Date.parse(start)).toBe(3_600_000)
  await office.getByRole('button', { name: `Unassign ${other.name}` }).waitFor()
  expect(await office.getByRole('button', { name: `Unassign ${technician}` }).count()).toBe(0)
})

test('a change of a job arrives in ServiceTitan', async () => {
  const { jobId, jobStId } = await account.readRow<{ jobId: string; jobStId: string }>(
    `SELECT id AS "jobId", st_id::text AS "jobStId" FROM lazi.jobs
      WHERE tenant_id = $1 AND status = 'Scheduled' ORDER BY st_id DESC LIMIT 1`,
  )
  const page = await account.visit(`/jobs/${jobId}`, account.keys.office)
  expect(await page.getByRole('button', { name: 'Complete', exact: true }).count()).toBe(0)
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  const form = page.getByRole('dialog', { name: /^Edit / })
  await form.getByLabel('Summary').fill('No heat upstairs')
  await form.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Changes are on their way to ServiceTitan.').waitFor()
  await account.sync('worker', '--once')
  await page.getByText('Changes are on their way to ServiceTitan.').waitFor({ state: 'hidden' })
  const office = await page.context().newPage()
  await office.goto(`${stack.env.SERVICETITAN_API_URL}/office/${demo.id}/jobs/${jobStId}`)
  const summary = office.getByRole('group', { name: 'Summary' }).getByRole('textbox')
  expect(await summary.inputValue()).toContain('No heat upstairs')
})
