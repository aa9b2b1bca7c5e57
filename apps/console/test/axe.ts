import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Expects that axe finds no violation in either colour scheme, and that the page fits a screen of 360 px. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.waitForFunction(() => getComputedStyle(document.body).colorScheme === 'light')
  const { violations } = await axeOf(page).analyze()
  // Of all the properties that axe checks, the colour scheme changes only the contrast.
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.waitForFunction(() => getComputedStyle(document.body).colorScheme === 'dark')
  const dark = await axeOf(page).withRules('color-contrast').analyze()
  expect([...describe(violations), ...describe(dark.violations)]).toEqual([])

  const size = page.viewportSize()
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  if (size) await page.setViewportSize(size)
}

/** Violations of WCAG only: the rules about landmarks concern the page behind a dialog. */
export async function violationsOf(page: Page): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
  return describe((await axeOf(page).withTags(tags).analyze()).violations)
}

/**
 * axe in the page itself, which has no frames, and without details of what passes: a third of the time for the same
 * violations.
 */
const axeOf = (page: Page) =>
  new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })

type Violations = Awaited<ReturnType<AxeBuilder['analyze']>>['violations']

function describe(violations: Violations): string[] {
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  )
}
