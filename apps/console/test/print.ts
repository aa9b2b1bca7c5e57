import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** The width of A4 within margins of 12 mm, in CSS pixels. */
const paperWidth = Math.floor((210 - 2 * 12) * (96 / 25.4))

/** Shows a page as on paper, within the margins. */
async function showPrinted(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: paperWidth, height: 1000 })
}

/** Expects that a page fits A4, without what is for the screen, and dark on light. */
export async function expectPrintable(page: Page): Promise<void> {
  await showPrinted(page)
  expect(await clipped(page), 'wider than the paper, or cut off').toEqual([])
  for (const ofScreen of [
    page.getByRole('navigation', { name: 'Main' }),
    page.getByRole('search'),
    page.getByRole('button', { name: /^(Export CSV|Definition of|Load more|Account|Colour)/ }),
  ])
    expect(await ofScreen.count()).toBe(0)
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(0, 0, 0)')
  await page.emulateMedia({ media: 'screen' })
}

/** What is wider than the paper, or than what is around it. */
const clipped = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('main :is(table, th, td, svg.recharts-surface, dl)')]
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect()
        const around = element.parentElement?.getBoundingClientRect()
        if (width === 0 || around === undefined) return false
        const isOutside = right > around.right + 1 || left < around.left - 1
        return isOutside || right > document.documentElement.clientWidth || element.scrollWidth > width + 1
      })
      .map((element) => `${element.tagName}: ${element.textContent.slice(0, 40)}`),
  )
