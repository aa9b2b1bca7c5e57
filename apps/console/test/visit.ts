import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'

export const stack = inject('stack')

/** How long a test waits for anything in a page; what is not there by then never comes. */
const waitMs = 30_000

let browser: Browser
const complaints: string[] = []

beforeAll(async () => {
  browser = await chromium.connect(inject('browser'))
})

afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  const errors = complaints.splice(0)
  expect(errors, 'errors on the console of the browser').toEqual([])
})

afterAll(() => browser.close())

export interface VisitOptions extends BrowserContextOptions {
  /** The key to sign in with; none: the page prompts for one. @default admin's */
  readonly key?: string | undefined
  /** Errors of the browser that belong to the test, such as an answer 401 that it provokes. */
  readonly expected?: RegExp
}

/** Opens a page of the console in a fresh browser profile. Errors on the browser's console fail the test. */
export async function visit(path: string, options: VisitOptions = {}): Promise<Page> {
  const { key = stack.keys.admin, expected, ...settings } = options
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    // Not the tenant's: what is shown in the browser's own zone would be seen.
    timezoneId: 'Asia/Tokyo',
    reducedMotion: 'reduce',
    baseURL: stack.url,
    ...settings,
  })
  context.setDefaultTimeout(waitMs)
  const page = await context.newPage()
  const complain = (text: string) => {
    if (!expected?.test(text)) complaints.push(text)
  }
  page.on('console', (message) => {
    if (message.type() === 'error') complain(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => complain(String(error)))
  await page.goto(key === '' ? path : `${path}#key=${key}`)
  await heading(page).first().waitFor()
  return page
}

/** The heading of the page that is shown. */
export function heading(page: Page) {
  return page.getByRole('heading', { level: 1 })
}

/** Waits until nothing on the page is loading any more. */
export async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null)
}
