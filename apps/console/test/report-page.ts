import { buffer } from 'node:stream/consumers'
import type { Locator, Page } from 'playwright-core'
import { demo } from './stack/tenants.ts'

/** Months with all data of the sandbox. */
export const period = { from: '2025-12-01', to: '2026-05-01' }

/** The same months in the address of a report. */
export const address = 'period=custom&from=2025-12-01&through=2026-04-30'

/** The path of a page of the demo tenant. */
export const path = (page: string) => `/t/${demo.id}/${page}`

/** A key figure of a report. */
export const figure = (page: Page, label: string) =>
  page.locator('dl > div').filter({ has: page.getByText(label, { exact: true }) })

/** The value of a key figure. */
export const shownAt = (page: Page, label: string) => figure(page, label).locator('dd').first().textContent()

/** The cells of each row of a table, once it has rows. */
export async function rowsOf(table: Locator): Promise<string[][]> {
  await table.and(table.page().locator('[aria-busy="false"]')).locator('tbody tr').first().waitFor()
  const rows = await table.locator('tbody tr').all()
  return Promise.all(rows.map((row) => row.locator('td').allTextContents()))
}

/** Saves the CSV of a table of the page. @returns the file's name and its text */
export async function exportCsv(page: Page, title: string): Promise<{ name: string; csv: string }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: `Export CSV of ${title}` }).click(),
  ])
  return { name: download.suggestedFilename(), csv: String(await buffer(await download.createReadStream())) }
}
