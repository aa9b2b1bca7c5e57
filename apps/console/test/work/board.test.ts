import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violationsOf } from '../axe.ts'
import { settle } from '../visit.ts'
import { blockIn, boardOf, drag, lane, morning } from './board-page.ts'
import { createOwnAccount, type OwnAccount, type Technicians, twoTechnicians } from './own-account.ts'

// Appointments are moved on the board of an account whose jobs LAZI owns. Each test has a day of its own.

let account: OwnAccount
let technicians: Technicians
beforeAll(async () => {
  account = await createOwnAccount()
  technicians = await twoTechnicians(account)
}, 300_000)
afterAll(() => account[Symbol.asyncDispose]())
const { visit: visitBoard, stored } = boardOf(() => account)

/** Waits until a screen reader would say a text: the next key is of another step. */
const announced = (page: Page, text: string | RegExp) =>
  page.locator('[role="status"]').getByText(text).first().waitFor({ state: 'attached' })

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
