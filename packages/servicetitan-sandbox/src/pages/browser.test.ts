import { chromium } from 'playwright-core'
import { expect, it } from 'vitest'
import { chromiumOptions } from '../testing/chromium.ts'
import { createWriting, jpm, newJob, TENANT } from '../testing/writing.ts'

it('a person finds an appointment in a browser, moves it, and sees it in the book', async () => {
  const { sandbox } = await createWriting()
  const { body } = sandbox.as('person').post(jpm('jobs'), newJob(sandbox))
  const { id, firstAppointmentId } = body as unknown as { id: number; firstAppointmentId: number }
  const { url } = await sandbox.listen()
  const browser = await chromium.launch(chromiumOptions())
  try {
    const page = await browser.newPage({ javaScriptEnabled: false })
    const problems: string[] = []
    // Chromium reports the refused form, too.
    page.on('console', (message) => message.text().includes('400') || problems.push(message.text()))
    await page.goto(url)
    await page
      .getByRole('link', { name: String(id) })
      .first()
      .click()
    await page.getByRole('heading', { level: 1, name: `Job ${id}` }).waitFor()
    await page.getByRole('link', { name: String(firstAppointmentId) }).click()

    const time = page.getByRole('group', { name: 'Time' })
    await time.getByLabel('Start').fill('2026-06-25T14:00:00Z')
    await time.getByLabel('End').fill('2026-06-25T13:00:00Z')
    await time.getByRole('button', { name: 'Save time' }).click()
    await page.getByRole('alert').getByText('end: The end must be after the start.').waitFor()
    expect(await time.getByLabel('End').inputValue()).toBe('2026-06-25T13:00:00Z')

    await time.getByLabel('End').fill('2026-06-25T15:00:00Z')
    await time.getByRole('button', { name: 'Save time' }).click()
    await page.getByRole('status').getByText('Saved: Time').waitFor()
    expect(sandbox.record(TENANT, 'appointments', firstAppointmentId)).toMatchObject({
      start: '2026-06-25T14:00:00Z',
      end: '2026-06-25T15:00:00Z',
    })

    await page.getByRole('link', { name: `Tenant ${TENANT}` }).click()
    const row = page.getByRole('row').filter({ hasText: '/reschedule' })
    expect(await row.textContent()).toContain('person')
    expect(await row.textContent()).toContain(`PATCH ${jpm(`appointments/${firstAppointmentId}/reschedule`)}`)
    expect(problems).toEqual([])
  } finally {
    await browser.close()
    await sandbox.close()
  }
})
