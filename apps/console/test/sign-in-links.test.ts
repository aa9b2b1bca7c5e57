import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { createKey, createLink, revokeKey } from './stack/start-stack.ts'
import { demo } from './stack/tenants.ts'
import { heading, stack, visit } from './visit.ts'

const env = { DATABASE_URL: stack.databaseUrl }
const signIn = (page: Page) => page.getByRole('button', { name: 'Sign in', exact: true })
const overview = (page: Page) => page.getByRole('heading', { name: 'Overview' })
const question = (page: Page) => page.getByRole('heading', { name: `Sign in to ${demo.name}?` })

const cookiesOf = (page: Page) => page.context().cookies(`${stack.url}/api/v2`)

test('a link asks first, then signs in once', async () => {
  const link = await createLink(env, stack.keys.admin)
  const page = await visit(link, { key: '', expected: /401/ })
  await question(page).waitFor()
  await page.getByText('with the API key “test admin”').waitFor()
  expect(new URL(page.url()).hash).toBe('')
  expect(await cookiesOf(page)).toEqual([])
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations).toEqual([])
  await signIn(page).click()
  await overview(page).waitFor()
  expect(await cookiesOf(page)).toHaveLength(1)

  // The browser's history still has the link, which is worth nothing.
  const again = await visit(link, { key: '', expected: /401/ })
  await again.getByText('This link was used already; it works only once.').waitFor()
  await again.getByRole('textbox', { name: 'API key' }).waitFor()
})

test('a link that is declined creates and changes no session', async () => {
  const key = await createKey(env, demo.id, 'read')
  const page = await visit('/')
  const before = await cookiesOf(page)
  const link = await createLink(env, key)
  // Only the fragment changes, in a tab that shows the console.
  await page.goto(link)
  await question(page).waitFor()
  await page.getByText('This browser is signed in to this account with the API key “test admin”.').waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await overview(page).waitFor()
  expect(await cookiesOf(page)).toEqual(before)

  await page.goto(link)
  await question(page).waitFor()
  await signIn(page).click()
  await overview(page).waitFor()
  expect(await cookiesOf(page)).not.toEqual(before)
  await page.getByRole('button', { name: /^Account/ }).click()
})

test('a link of a revoked key says so', async () => {
  const key = await createKey(env, demo.id, 'read')
  const link = await createLink(env, key)
  await revokeKey(env, key)
  const page = await visit(link, { key: '', expected: /401/ })
  await page.getByText('The API key of this link was revoked.').waitFor()
})

test.each([
  ['/#key=%E0%A4%A', /Links with a key are not used any more/],
  ['/#key=lazi_1001001_1_secret', /Links with a key are not used any more/],
  ['/#code=%E0%A4%A', /This link is incomplete, or unknown/],
  ['/#code=', /This link is incomplete, or unknown/],
  ['/#code=1_2_3', /This link is incomplete, or unknown/],
  ['/#%E0%A4%A', undefined],
  ['/#content', undefined],
])('the fragment of %s gives a page', async (path, text) => {
  const page = await visit(path, { key: '', expected: /401/ })
  await page.getByRole('textbox', { name: 'API key' }).waitFor()
  expect(await heading(page).textContent()).toBe('Sign in with an API key')
  if (text) {
    await page.getByText(text).waitFor()
    expect(new URL(page.url()).hash).toBe('')
  }
  const signedIn = await visit(path, { expected: /401/ })
  if (text) {
    await signedIn.getByText(text).waitFor()
    await signedIn.getByRole('button', { name: 'Cancel' }).click()
  }
  await overview(signedIn).waitFor()
})
