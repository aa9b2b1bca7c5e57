import { AxeBuilder } from '@axe-core/playwright'
import type { Page, Route } from 'playwright-core'
import { expect, test } from 'vitest'
import { createKey, revokeKey } from './stack/start-stack.ts'
import { demo, empty } from './stack/tenants.ts'
import { heading, signInWith, stack, visit } from './visit.ts'

const env = { DATABASE_URL: stack.databaseUrl }
const keyField = (page: Page) => page.getByRole('textbox', { name: 'API key' })
const signIn = (page: Page) => page.getByRole('button', { name: 'Sign in', exact: true })
const overview = (page: Page) => page.getByRole('heading', { name: 'Overview' })

/** Everything that the browser stores for scripts of the page. */
const stored = (page: Page) =>
  page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]))

test('the sign-in form refuses an unknown key with a reason, and accepts a corrected one', async () => {
  const page = await visit('/', { key: '', expected: /401/ })
  await keyField(page).fill('not a key')
  await signIn(page).click()
  await page.getByText('This is not an API key').waitFor()
  await keyField(page).fill(`lazi_${demo.id}_99_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`)
  await page.keyboard.press('Enter')
  await page.getByText('unknown, has expired or was revoked').waitFor()
  await keyField(page).fill(stack.keys.admin)
  await page.keyboard.press('Enter')
  await overview(page).waitFor()
})

test('the session lasts for reloads, new tabs and bookmarks, and no script can read it', async () => {
  const page = await visit(`/t/${demo.id}/jobs`, { key: '' })
  await keyField(page).fill(stack.keys.admin)
  await signIn(page).click()
  // The page of the address opens after the sign-in.
  await page.getByRole('table', { name: 'Jobs' }).waitFor()
  await page.reload()
  await page.getByRole('table', { name: 'Jobs' }).waitFor()
  const tab = page.context().waitForEvent('page')
  await page
    .getByRole('table', { name: 'Jobs' })
    .getByRole('link')
    .first()
    .click({ modifiers: ['Control'] })
  await heading(await tab)
    .first()
    .waitFor()
  expect(await (await tab).getByText('Sign in with an API key').count()).toBe(0)
  const bookmark = await page.context().newPage()
  await bookmark.goto(`/t/${demo.id}/customers`)
  await bookmark.getByRole('table', { name: 'Customers' }).waitFor()

  expect(await stored(page)).not.toMatch(/lazi_/)
  const cookies = await page.context().cookies(`${stack.url}/api/v2`)
  expect(cookies).toMatchObject([
    { name: `lazi_session_${demo.id}`, httpOnly: true, sameSite: 'Strict', path: '/api', expires: -1 },
  ])
  expect(cookies[0]?.value).not.toContain(stack.keys.admin.slice(-43))
})

test('the browser stays signed in when it is closed only if the user chooses so', async () => {
  const page = await visit('/', { key: '' })
  await keyField(page).fill(stack.keys.read)
  await page.getByRole('checkbox', { name: 'Stay signed in on this device' }).check()
  await signIn(page).click()
  await overview(page).waitFor()
  const [cookie] = await page.context().cookies(`${stack.url}/api/v2`)
  expect(cookie?.expires).toBeGreaterThan(0)
})

test('keys that earlier versions stored are deleted', async () => {
  const page = await visit('/', { key: '' })
  await page.evaluate(() => {
    for (const storage of [localStorage, sessionStorage])
      storage.setItem('lazi.accounts', '[{"key":"lazi_1"}]')
  })
  await page.reload()
  await keyField(page).waitFor()
  expect(await stored(page)).not.toContain('lazi')
})

test('the console shows several accounts, and switches between them', async () => {
  const page = await visit('/', { expected: /409/ })
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Add an account' }).click()
  await keyField(page).fill(stack.keys.empty)
  await signIn(page).click()
  await page.getByRole('heading', { name: empty.name }).waitFor()
  await page.getByRole('heading', { name: demo.name }).waitFor()

  await page.goto(`/t/${demo.id}/jobs`)
  await page.getByRole('table', { name: 'Jobs' }).waitFor()
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: empty.name, exact: false }).first().click()
  await page.waitForURL(`**/t/${empty.id}/jobs`)
  await page.getByText('Nothing has been synced yet. Missing here: jobs.').waitFor()

  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: `Sign out of ${empty.name}` }).click()
  await overview(page).waitFor()
  await expect.poll(() => page.getByRole('heading', { name: empty.name }).count()).toBe(0)
  expect((await page.context().cookies(`${stack.url}/api/v2`)).map(({ name }) => name)).toEqual([
    `lazi_session_${demo.id}`,
  ])
})

test('signing out and in applies to all tabs', async () => {
  const page = await visit(`/t/${demo.id}/jobs`)
  await page.getByRole('table', { name: 'Jobs' }).waitFor()
  const other = await page.context().newPage()
  await other.goto('/')
  await other.getByRole('button', { name: /^Account/ }).click()
  await other.getByRole('menuitem', { name: /^Sign out/ }).click()
  await keyField(page).waitFor()
  expect(await page.getByRole('table').count()).toBe(0)
  await keyField(other).fill(stack.keys.read)
  await signIn(other).click()
  await page.getByRole('table', { name: 'Jobs' }).waitFor()
})

/** Follows a link, and revokes the key before the records of its page are requested: no earlier request notices it. */
async function clickRevoking(page: Page, key: string, name: string): Promise<void> {
  const revoke = async (route: Route) => {
    await revokeKey(env, key)
    await route.continue()
  }
  await page.route(`**/api/v2/${name.toLowerCase()}?*`, revoke, { times: 1 })
  await page.getByRole('link', { name }).click()
}

test('a revoked key shows the sign-in with the reason and no customer data, then the page again', async () => {
  const key = await createKey(env, demo.id, 'read')
  const page = await visit(`/t/${demo.id}/customers`, { key, expected: /401/ })
  const link = page.getByRole('table', { name: 'Customers' }).getByRole('link').first()
  const customer = String(await link.textContent())
  await clickRevoking(page, key, 'Locations')
  await page.getByText(`Account ${demo.id}: This session was revoked with its API key.`).waitFor()
  expect(await heading(page).textContent()).toBe('Sign in with an API key')
  expect(await page.content()).not.toContain(customer)
  expect(await page.content()).not.toContain(demo.name)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations).toEqual([])

  await keyField(page).fill(stack.keys.read)
  await signIn(page).click()
  await page.waitForURL(`**/t/${demo.id}/locations`)
  await page.getByRole('table', { name: 'Locations' }).waitFor()
})

test('of two accounts, the one whose session ends leads to the sign-in, and the other stays', async () => {
  const key = await createKey(env, demo.id, 'read')
  const page = await visit('/', { key: stack.keys.empty, expected: /401/ })
  await signInWith(page.context(), key)
  await page.goto(`/t/${demo.id}/jobs`)
  await page.getByRole('table', { name: 'Jobs' }).waitFor()
  await clickRevoking(page, key, 'Customers')
  await page.getByText('This session was revoked with its API key.').waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('heading', { name: empty.name }).waitFor()
  await page.getByText(`This browser was signed out of account ${demo.id}.`).waitFor()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await page.getByText(`This browser was signed out of account ${demo.id}.`).waitFor({ state: 'hidden' })

  await page.goto(`/t/${demo.id}/customers`)
  await page.getByText(`This browser is not signed in to account ${demo.id}`).waitFor()
  await page.getByRole('link', { name: 'Sign in' }).click()
  await keyField(page).fill(stack.keys.read)
  await signIn(page).click()
  await page.waitForURL(`**/t/${demo.id}/customers`)
  await page.getByRole('table', { name: 'Customers' }).waitFor()
})

test('a session that expires while a page is open shows the sign-in without a click', async () => {
  const page = await visit(`/t/${demo.id}/runs`, {
    key: await createKey(env, demo.id, 'read'),
    expected: /401/,
  })
  await page.getByRole('table', { name: 'Runs' }).waitFor()
  const [cookie] = await page.context().cookies(`${stack.url}/api/v2`)
  await page
    .context()
    .addCookies([{ ...cookie, value: `${cookie?.value.split('_')[0]}_${'A'.repeat(43)}` } as never])
  // The page polls the runs.
  await page.getByText('This session is not known any more.').waitFor()
  await keyField(page).waitFor()
})
