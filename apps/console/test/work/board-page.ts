import type { Locator, Page } from 'playwright-core'
import type { OwnAccount } from './own-account.ts'

// The board of an account, for tests that move appointments on it.

/** 9 AM to 11 AM of a day in June, in the account's time zone. */
export const morning = (day: string) => ({ startsAt: `${day}T14:00:00Z`, endsAt: `${day}T16:00:00Z` })
const board = (page: Page) => page.getByRole('region', { name: 'Board' })
export const lane = (page: Page, name: string) => board(page).getByRole('region', { name })
export const blockIn = (page: Page, name: string, id: string) =>
  lane(page, name).locator(`a[href$="/appointments/${id}"]`)
/** A window that shows all lanes, so that none moves while a block is dragged to it. */
const tall = { viewport: { width: 1280, height: 1400 } }

/** The board of an account, and its appointments in the database. */
export const boardOf = (account: () => OwnAccount) => ({
  visit: (day: string, key = account().keys.dispatcher, options = {}) =>
    account().visit(`/schedule?date=${day}`, key, { ...tall, ...options }),
  stored: (id: string) =>
    account().readRow<Stored>(
      `SELECT to_char(starts_at AT TIME ZONE 'UTC', 'HH24:MI') AS start, technician_ids AS technicians,
              to_char(ends_at AT TIME ZONE 'UTC', 'HH24:MI') AS end
         FROM lazi.appointments WHERE tenant_id = $1 AND id = $2`,
      [id],
    ),
})

interface Stored {
  readonly start: string
  readonly end: string
  readonly technicians: readonly string[] | null
}

/** Drags a block with the mouse to the lane of a technician, some hours later. */
export async function drag(page: Page, block: Locator, to: Locator, hours: number): Promise<void> {
  await block.scrollIntoViewIfNeeded()
  const [from, lane] = [await block.boundingBox(), await to.boundingBox()]
  if (!from || !lane) throw new Error('Expected a block and a lane that can be seen')
  const [first, second] = [
    await page.locator('[data-hour]').nth(0).boundingBox(),
    await page.locator('[data-hour]').nth(1).boundingBox(),
  ]
  const hour = (second?.x ?? 0) - (first?.x ?? 0)
  const x = from.x + from.width / 2
  await page.mouse.move(x, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(x + 10, from.y + from.height / 2)
  await page.mouse.move(x + hours * hour, lane.y + lane.height / 2, { steps: 5 })
  await page.mouse.up()
}
