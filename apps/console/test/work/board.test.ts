import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violationsOf } from '../axe.ts'
import { settle } from '../visit.ts'
import { createOwnAccount, type OwnAccount, type Technicians, twoTechnicians } from './own-account.ts'

// Appointments are moved on the board of an account whose jobs LAZI owns. Each test has a day of its own.

let account: OwnAccount
let technicians: Technicians
beforeAll(async () => {
  account = await createOwnAccount()
  technicians = await twoTechnicians(account)
}, 300_000)
afterAll(() => account[Symbol.asyncDispose]())

/** 9 AM to 11 AM of a day in June, in the account's time zone. */
const morning = (day: string) => ({ startsAt: `${day}T14:00:00Z`, endsAt: `${day}T16:00:00Z` })
const board = (page: Page) => page.getByRole('region', { name: 'Board' })
const lane = (page: Page, name: string) => board(page).getByRole('region', { name })
const blockIn = (page: Page, name: string, id: string) =>
  lane(page, name).locator(`a[href$="/appointments/${id}"]`)
/** A window that shows all lanes, so that none moves while a block is dragged to it. */
const tall = { viewport: { width: 1280, height: 1400 } }
const visitBoard = (day: string, key = account.keys.dispatcher, options = {}) =>
  account.visit(`/schedule?date=${day}`, key, { ...tall, ...options })

interface Stored {
  readonly start: string
  readonly end: string
  readonly technicians: readonly string[] | null
}

const stored = (id: string) =>
  account.readRow<Stored>(
    `SELECT to_char(starts_at AT TIME ZONE 'UTC', 'HH24:MI') AS start, technician_ids AS technicians,
            to_char(ends_at AT TIME ZONE 'UTC', 'HH24:MI') AS end
       FROM lazi.appointments WHERE tenant_id = $1 AND id = $2`,
    [id],
  )

/** Waits until a screen reader would say a text: the next key is of another step. */
const announced = (page: Page, text: string | RegExp) =>
  page.locator('[role="status"]').getByText(text).first().waitFor({ state: 'attached' })

/** Drags a block with the mouse to the lane of a technician, some hours later. */
async function drag(page: Page, block: Locator, to: Locator, hours: number): Promise<void> {
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

test('a drag moves an appointment to another time and technician, in the database too', async () => {
  const { ada, adaName, boName, bo } = technicians
  const { id } = await account.book({ ...morning('2026-06-02'), technicianIds: [ada] })
  const page = await visitBoard('2026-06-02')
  await drag(page, blockIn(page, adaName, id), lane(page, boName), 2)
  await blockIn(page, boName, id).waitFor()
  await expect.poll(() => stored(id)).toEqual({ start: '16:00', end: '18:00', technicians: [bo] })
  await settle(page)
  await blockIn(page, boName, id).waitFor()
  expect(await blockIn(page, adaName, id).count()).toBe(0)
  expect(new URL(page.url()).pathname).toMatch(/\/schedule$/)
})

test('the keyboard moves an appointment by quarters of an hour and by technicians, and says where it is', async () => {
  const { ada, adaName } = technicians
  const { id } = await account.book({ ...morning('2026-06-03'), technicianIds: [ada] })
  const page = await visitBoard('2026-06-03')
  await blockIn(page, adaName, id).focus()
  await page.keyboard.press('Space')
  await announced(page, /^Picked up: 9:00\sAM – 11:00\sAM, /)
  for (const _ of [1, 2, 3]) await page.keyboard.press('ArrowRight')
  await announced(page, /^9:45\sAM – 11:45\sAM, /)
  await page.keyboard.press('Escape')
  await announced(page, 'It stays where it was.')
  expect(await stored(id)).toMatchObject({ start: '14:00' })

  await page.keyboard.press('Space')
  await announced(page, /^Picked up: /)
  await page.keyboard.press('ArrowLeft')
  await announced(page, new RegExp(`^8:45\\sAM – 10:45\\sAM, ${adaName}`))
  await page.keyboard.press('ArrowDown')
  await announced(page, new RegExp(`^8:45\\sAM – 10:45\\sAM, (?!${adaName})`))
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await stored(id)).start).toBe('13:45')
  const after = await stored(id)
  expect(after.technicians).toHaveLength(1)
  expect(after.technicians).not.toEqual([ada])
  expect(await violationsOf(page)).toEqual([])
})

test('an unassigned appointment is assigned by a drag, and its time stays', async () => {
  const { bo, boName } = technicians
  const { id } = await account.book({ ...morning('2026-06-04'), technicianIds: [] })
  const page = await visitBoard('2026-06-04')
  await drag(page, blockIn(page, 'Unassigned', id), lane(page, boName), 0)
  await expect.poll(() => stored(id)).toEqual({ start: '14:00', end: '16:00', technicians: [bo] })
  await drag(page, blockIn(page, boName, id), lane(page, 'Unassigned'), 0)
  await expect.poll(() => stored(id)).toEqual({ start: '14:00', end: '16:00', technicians: null })
})

test('a drag onto another booking shows it, and books both only when asked', async () => {
  const { ada, adaName, bo, boName } = technicians
  const day = '2026-06-05'
  const { id } = await account.book({ ...morning(day), technicianIds: [ada] })
  const other = await account.book({ ...morning(day), technicianIds: [bo] })
  const page = await visitBoard(day, account.keys.dispatcher, { expected: /409/ })
  await drag(page, blockIn(page, adaName, id), lane(page, boName), 0)
  const dialog = page.getByRole('dialog', { name: 'Already booked at that time' })
  const row = dialog.getByRole('row').filter({ hasText: boName })
  await row.getByRole('link', { name: other.jobNumber }).waitFor()
  await row.getByText(/9:00\sAM – 11:00\sAM/).waitFor()
  expect(await violationsOf(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Do not book it' }).click()
  await blockIn(page, adaName, id).waitFor()
  expect(await stored(id)).toMatchObject({ technicians: [ada] })

  await drag(page, blockIn(page, adaName, id), lane(page, boName), 0)
  await dialog.getByRole('button', { name: 'Book both' }).click()
  await expect.poll(() => stored(id)).toMatchObject({ technicians: [bo] })
})

test('two dispatchers: the second sees a move at once, and is asked when both have moved it', async () => {
  const { ada, adaName, bo, boName } = technicians
  const day = '2026-06-08'
  const { id } = await account.book({ ...morning(day), technicianIds: [ada] })
  const first = await visitBoard(day)
  const second = await visitBoard(day, account.keys.office, { expected: /412/ })
  await second.getByText('Live', { exact: true }).waitFor()
  await drag(first, blockIn(first, adaName, id), lane(first, boName), 0)
  await expect.poll(() => stored(id)).toMatchObject({ technicians: [bo] })
  await blockIn(second, boName, id).waitFor()

  // The second board does not show the next move before it sends its own.
  await second.route('**/api/v2/schedule?*', () => undefined)
  await drag(first, blockIn(first, boName, id), lane(first, boName), 2)
  await expect.poll(() => stored(id)).toMatchObject({ start: '16:00' })
  await drag(second, blockIn(second, boName, id), lane(second, adaName), 1)
  const dialog = second.getByRole('dialog', { name: 'Someone else moved it meanwhile' })
  await dialog
    .getByRole('row', { name: /^Technicians/ })
    .getByText(adaName)
    .waitFor()
  await dialog
    .getByRole('row', { name: /^Begins/ })
    .getByText(/11:00\sAM/)
    .waitFor()
  expect(await violationsOf(second)).toEqual([])
  await dialog.getByRole('button', { name: 'Move it anyway' }).click()
  await expect.poll(() => stored(id)).toEqual({ start: '15:00', end: '17:00', technicians: [ada] })
})

/** The narrowest hour of the board: 4.25 rem. */
const hourOnPhone = 68

test('on a phone, an appointment that is held is dragged, and a short touch scrolls', async () => {
  const { ada, adaName } = technicians
  const day = '2026-06-10'
  const { id } = await account.book({ ...morning(day), technicianIds: [ada] })
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true }
  const page = await visitBoard(day, account.keys.dispatcher, phone)
  const block = blockIn(page, adaName, id)
  await block.scrollIntoViewIfNeeded()
  const cdp = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', point?: { x: number; y: number }) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: point ? [point] : [] })
  const middle = async () => {
    const box = await block.boundingBox()
    if (!box) throw new Error('Expected a block that can be seen')
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }
  const held = await middle()
  await touch('touchStart', held)
  await page.locator('[data-dragged="true"]').waitFor()
  await touch('touchMove', { ...held, x: held.x - 5 })
  await touch('touchMove', { ...held, x: held.x - hourOnPhone })
  await touch('touchEnd')
  await expect.poll(async () => (await stored(id)).start).toBe('13:00')

  const short = await middle()
  await touch('touchStart', short)
  await touch('touchMove', { ...short, x: short.x - 40 })
  await touch('touchEnd')
  expect(await page.locator('[data-dragged="true"]').count()).toBe(0)
})

test('a reader sees the board, and cannot move anything', async () => {
  const { ada, adaName } = technicians
  const { id } = await account.book({ ...morning('2026-06-09'), technicianIds: [ada] })
  const page = await visitBoard('2026-06-09', account.keys.reader)
  await blockIn(page, adaName, id).waitFor()
  await settle(page)
  expect(await blockIn(page, adaName, id).getAttribute('data-movable')).toBe('false')
  await drag(page, blockIn(page, adaName, id), lane(page, adaName), 2)
  expect(await stored(id)).toMatchObject({ start: '14:00' })
  expect(await page.getByRole('link', { name: 'New job' }).count()).toBe(0)
})
