import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'

export const stack = inject('stack')

/** The timeout of every wait for a page. */
const waitMs = 60_000

let browser: Browser
const browserErrors: string[] = []

beforeAll(async () => {
  browser = await chromium.connect(inject('browser'))
})

afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  const errors = browserErrors.splice(0)
  expect(errors, 'errors on the console of the browser').toEqual([])
})

afterAll(() => browser.close())

export interface VisitOptions extends BrowserContextOptions {
  /** The key whose session the browser has; if it is empty, the page prompts for one. @default the admin key */
  readonly key?: string | undefined
  /** Browser errors that the test expects, such as a response 401 that it provokes. */
  readonly expected?: RegExp
  /** The time that the page sees at first; the test can then advance its clock with `page.clock`. @default the real time */
  readonly now?: string | number
}

/** Opens a page of the console in a new browser context. Errors on the browser's console fail the test. */
export async function visit(path: string, options: VisitOptions = {}): Promise<Page> {
  const { key = stack.keys.admin, expected, now, ...settings } = options
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    // Differs from the tenant's time zone, so that tests detect times in the browser's time zone.
    timezoneId: 'Asia/Tokyo',
    reducedMotion: 'reduce',
    baseURL: stack.url,
    ...settings,
  })
  context.setDefaultTimeout(waitMs)
  if (now !== undefined) await context.clock.install({ time: now })
  const page = await context.newPage()
  const recordError = (text: string) => {
    if (!expected?.test(text)) browserErrors.push(text)
  }
  page.on('console', (message) => {
    if (message.type() === 'error') recordError(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => recordError(String(error)))
  if (key !== '') await signInWith(context, key)
  await page.goto(path)
  await heading(page).first().waitFor()
  return page
}

/** Signs a browser context in to the tenant of a key, as the sign-in form does. */
export async function signInWith(context: BrowserContext, key: string): Promise<void> {
  const response = await context.request.post('/api/v2/sessions', {
    headers: { authorization: `Bearer ${key}` },
    data: {},
  })
  if (!response.ok()) throw new Error(`Expected to sign in, got ${response.status()}`)
}

/** The main heading of the page. */
export function heading(page: Page) {
  return page.getByRole('heading', { level: 1 })
}

/** Waits until nothing on the page is loading. */
export async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null)
}
