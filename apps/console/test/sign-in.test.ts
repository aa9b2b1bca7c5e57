import { expect, test } from 'vitest'
import { createKey, revokeKey } from './stack/start-stack.ts'
import { demo, empty } from './stack/tenants.ts'
import { heading, stack, visit } from './visit.ts'

test('the console signs in with the key from the address, and removes it from the address', async () => {
  const page = await visit('/')
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await page.getByRole('heading', { name: demo.name }).waitFor()
  expect(new URL(page.url()).hash).toBe('')
  await page.goBack().catch(() => undefined)
  expect(page.url()).not.toContain('lazi_')
})

test('the sign-in form refuses an unknown key with a reason, and accepts a corrected one', async () => {
  const page = await visit('/', { key: '', expected: /401/ })
  const field = page.getByRole('textbox', { name: 'API key' })
  await field.fill('not a key')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('This is not an API key').waitFor()
  await field.fill(`lazi_${demo.id}_99_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`)
  await page.keyboard.press('Enter')
  await page.getByText('unknown, has expired or was revoked').waitFor()
  await field.fill(stack.keys.admin)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
})

test('a key is forgotten with the tab, unless the user chooses to remember it', async () => {
  const page = await visit('/')
  const other = await page.context().newPage()
  await other.goto('/')
  await other.getByRole('textbox', { name: 'API key' }).fill(stack.keys.read)
  await other.getByRole('checkbox', { name: 'Remember on this device' }).check()
  await other.getByRole('button', { name: 'Sign in' }).click()
  await other.getByRole('heading', { name: 'Overview' }).waitFor()
  const third = await page.context().newPage()
  await third.goto('/')
  await third.getByRole('heading', { name: demo.name }).waitFor()
})

test('the console shows several accounts, and switches between them', async () => {
  const page = await visit('/')
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Add an account' }).click()
  await page.getByRole('textbox', { name: 'API key' }).fill(stack.keys.empty)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: empty.name }).waitFor()
  await page.getByRole('heading', { name: demo.name }).waitFor()

  await page.goto(`/t/${demo.id}/jobs`)
  await page.getByRole('table', { name: 'Jobs' }).waitFor()
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: empty.name, exact: false }).first().click()
  await page.waitForURL(`**/t/${empty.id}/jobs`)
  await page.getByText('No matching jobs').waitFor()

  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: `Sign out of ${empty.name}` }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  expect(await page.getByRole('heading', { name: empty.name }).count()).toBe(0)
})

test('a revoked key leads back to the sign-in form', async () => {
  const env = { DATABASE_URL: stack.databaseUrl }
  const key = await createKey(env, demo.id, 'read')
  const page = await visit(`/t/${demo.id}/jobs`, { key, expected: /401/ })
  await page.getByRole('table', { name: 'Jobs' }).waitFor()
  await revokeKey(env, key)
  await page.getByRole('link', { name: 'Customers' }).click()
  await page.getByText('This API key is no longer accepted').waitFor()
  await page.getByRole('button', { name: 'Sign in again' }).click()
  await page.getByRole('textbox', { name: 'API key' }).waitFor()
  expect(await heading(page).textContent()).toBe('Sign in with an API key')
})
