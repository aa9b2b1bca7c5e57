import type { Page, Route } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violationsOf } from '../axe.ts'
import { blockIn, boardOf, drag, lane, morning } from './board-page.ts'
import { createOwnAccount, type OwnAccount, type Technicians, twoTechnicians } from './own-account.ts'

// Moves on the board that are refused, because of another booking or of another person's move. Each test has a day of its
// own.

let account: OwnAccount
let technicians: Technicians
beforeAll(async () => {
  account = await createOwnAccount()
  technicians = await twoTechnicians(account)
}, 300_000)
afterAll(() => account[Symbol.asyncDispose]())
const { visit: visitBoard, stored } = boardOf(() => account)

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

test('two dispatchers who give an appointment to the same technician both succeed', async () => {
  const { ada, adaName, bo, boName } = technicians
  const day = '2026-06-11'
  const { id } = await account.book({ ...morning(day), technicianIds: [ada] })
  const first = await visitBoard(day)
  const second = await visitBoard(day, account.keys.office, { expected: /412/ })
  await blockIn(second, adaName, id).waitFor()
  await second.route('**/api/v2/schedule?*', () => undefined)
  await drag(first, blockIn(first, adaName, id), lane(first, boName), 0)
  await expect.poll(() => stored(id)).toMatchObject({ technicians: [bo] })
  await drag(second, blockIn(second, adaName, id), lane(second, boName), 0)
  const dialog = second.getByRole('dialog', { name: 'Someone else moved it meanwhile' })
  await dialog.getByRole('button', { name: 'Move it anyway' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await blockIn(second, boName, id).waitFor()
  expect(await second.getByRole('alert').count()).toBe(0)
  expect(await stored(id)).toMatchObject({ technicians: [bo] })
})

test('a move that follows a refused one ends where the user has put it, and nowhere else', async () => {
  const { ada, adaName, bo, boName } = technicians
  const day = '2026-06-12'
  const { id } = await account.book({ ...morning(day), technicianIds: [ada] })
  await account.book({ ...morning(day), technicianIds: [bo] })
  const page = await visitBoard(day, account.keys.dispatcher, { expected: /409/ })
  const held = await holdFirst(page, '**/api/v2/appointments/*/*')
  await drag(page, blockIn(page, adaName, id), lane(page, boName), 0)
  await held.requested
  await drag(page, blockIn(page, boName, id), lane(page, 'Unassigned'), 0)
  await blockIn(page, 'Unassigned', id).waitFor()
  await held.release()
  await expect.poll(() => stored(id)).toEqual({ start: '14:00', end: '16:00', technicians: null })
  await blockIn(page, 'Unassigned', id).waitFor()
  expect(await page.getByRole('dialog').count()).toBe(0)
})

/** Holds the first request of a page to such an address. */
async function holdFirst(page: Page, address: string) {
  const requested = Promise.withResolvers<Route>()
  await page.route(address, (route) => requested.resolve(route), { times: 1 })
  return {
    requested: requested.promise,
    release: async () => (await requested.promise).continue(),
  }
}
