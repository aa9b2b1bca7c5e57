import { expect, test } from 'vitest'
import { formatMoney, formatQuantity } from '../src/components/values/format-number.ts'
import { phoneHref } from '../src/components/values/format-phone.ts'
import { describeEntry } from '../src/pages/audit/describe-entry.ts'
import { appliedTo, estimateItems, invoiceItems } from '../src/records/accounting/sent-items.ts'
import { numberedTitle, titleOf } from '../src/records/record-title.ts'
import { addMonths, isMonth, startOfDay } from '../src/time/local-day.ts'
import { boundsOfDates, boundsOfDays } from '../src/time/period.ts'
import { readRow, setColumns } from './arrange.ts'
import { busyDay, demo } from './stack/tenants.ts'
import { settle, visit } from './visit.ts'

test.each([
  ['9185550100', 'tel:9185550100'],
  ['(918) 555-0100', 'tel:9185550100'],
  ['+1 918.555.0100', 'tel:+19185550100'],
  ['918-555-0100 x12', 'tel:9185550100;ext=12'],
  ['918-555-0100 Ext. 12', 'tel:9185550100;ext=12'],
  ['555-0100 or 555-0199', undefined],
  ['12', undefined],
  ['none', undefined],
  ['javascript:alert(5550100)', undefined],
])('the number %s is called at %s', (phone, href) => {
  expect(phoneHref(phone)).toBe(href)
})

test.each([
  ['Redact audit entry 12', { action: 'redact', entity: 'audit.entries', entityId: '12' }],
  ['Export audit log 1001001', { action: 'export', entity: 'audit.entries', entityId: '1001001' }],
  ['Retain audit log 1001001', { action: 'retain', entity: 'audit.entries', entityId: '1001001' }],
  ['Verify audit log 1001001', { action: 'verify', entity: 'audit.entries', entityId: '1001001' }],
  ['Erase customer 7', { action: 'erase', entity: 'raw.st_customers', entityId: '7' }],
  ['Update other.table 7', { action: 'update', entity: 'other.table', entityId: '7' }],
] as const)('%s', (text, entry) => {
  expect(describeEntry(entry)).toBe(text)
})

test('a record without a number or name is titled by its id, and one without an id is unknown', () => {
  expect(numberedTitle('Job', '51016', '7')).toBe('Job 51016')
  expect(numberedTitle('Job', null, '7')).toBe('Job 7')
  expect(numberedTitle('Job', '', null)).toBe('Unknown job')
  expect(titleOf('Customer', { name: '', id: '7' })).toBe('Customer 7')
  expect(titleOf('Customer', { name: null, id: '7', serviceTitanId: '42' })).toBe('Customer 42')
  expect(titleOf('Customer', { name: null, id: '7', serviceTitanId: null })).toBe('Customer 7')
})

test.each([
  ['1234.5', '$1,234.50'],
  // More digits than a JavaScript number has.
  ['12345678901234567.89', '$12,345,678,901,234,567.89'],
  ['0.00', '$0.00'],
  ['-52.10', '-$52.10'],
  [129.95, '$129.95'],
  [null, '–'],
  ['', '–'],
  ['a lot', '–'],
])('the amount %s is shown as %s', (amount, text) => {
  expect(formatMoney(amount)).toBe(text)
})

test('quantities have no trailing zeros', () => {
  expect(['1.00', '1200.125', 2, null].map(formatQuantity)).toEqual(['1', '1,200.125', '2', '–'])
})

test('items that ServiceTitan sent have what is known of them, and what is no list has none', () => {
  const items = [{ displayName: '', skuName: 'PIPE', quantity: '2.00', total: '5.00' }, null, 'x']
  expect(invoiceItems({ items })).toMatchObject([
    { name: 'PIPE', type: null, quantity: '2.00', total: '5.00' },
  ])
  expect(estimateItems({ items: [{ sku: null, qty: 1 }] })).toMatchObject([{ name: null, quantity: 1 }])
  const application = { appliedTo: 91_000_003, appliedAmount: '5.00' }
  expect(appliedTo({ appliedTo: [application] })).toMatchObject([
    { invoiceServiceTitanId: '91000003', invoiceNumber: null, amount: '5.00' },
  ])
  expect([invoiceItems(undefined), invoiceItems({ items: {} }), appliedTo({ appliedTo: null })]).toEqual([
    null,
    null,
    null,
  ])
})

test('a period includes its last day, in the time zone of its days', () => {
  const period = { from: '2026-03-07', through: '2026-03-08' }
  expect(boundsOfDates(period)).toEqual({ from: '2026-03-07T00:00:00Z', before: '2026-03-09T00:00:00Z' })
  // Clocks change on the last day.
  expect(boundsOfDays(period, 'America/Chicago')).toEqual({
    from: '2026-03-07T06:00:00.000Z',
    before: '2026-03-09T05:00:00.000Z',
  })
  expect(boundsOfDates({ from: 'soon', through: undefined })).toEqual({ from: undefined, before: undefined })
})

test.each([
  ['2026-03-10', 'America/Chicago', '2026-03-10T05:00:00.000Z'],
  ['2026-03-08', 'America/Chicago', '2026-03-08T06:00:00.000Z'],
  ['2026-03-08', 'Pacific/Kiritimati', '2026-03-07T10:00:00.000Z'],
  ['2026-03-08', 'Pacific/Niue', '2026-03-08T11:00:00.000Z'],
  ['2026-01-01', 'Asia/Kolkata', '2025-12-31T18:30:00.000Z'],
  // Clocks in Havana go from 24:00 to 1:00.
  ['2026-03-08', 'America/Havana', '2026-03-08T05:00:00.000Z'],
])('%s begins in %s at %s', (day, timeZone, instant) => {
  expect(startOfDay(day, timeZone)).toBe(instant)
})

test('months are counted across years', () => {
  expect([addMonths('2026-01', -1), addMonths('2026-12', 1)]).toEqual(['2025-12', '2027-01'])
  expect(['2026-12', '2026-13', '2026-1', undefined].map(isMonth)).toEqual([true, false, false, false])
})

interface Reachable {
  readonly customer: string
  readonly location: string
  readonly job: string
  readonly appointment: string
}

/** A customer with a location, a job and an appointment on a board. */
const reachable = () =>
  readRow<Reachable>(
    `SELECT j.customer_id AS customer, j.location_id AS location, j.id AS job, a.id AS appointment
       FROM lazi.jobs j
       JOIN lazi.appointments a ON a.tenant_id = $1 AND a.job_id = j.id AND a.active AND a.status <> 'Canceled'
      WHERE j.tenant_id = $1 AND j.active
        AND a.starts_at >= $2::timestamptz AND a.starts_at < $2::timestamptz + interval '7 hours'
      ORDER BY j.st_id DESC LIMIT 1`,
    [`${busyDay}T08:00:00-06:00`],
  )

test('phone numbers, e-mail addresses and addresses are links, also in a list whose rows are links', async () => {
  const { location } = await reachable()
  await setColumns('locations', location, { phone: '9185550100', email: 'front+desk@example.com' })
  const page = await visit(`/t/${demo.id}/locations/${location}`)
  const facts = page.getByRole('region', { name: 'Location', exact: true })
  await facts.getByRole('link', { name: 'front+desk@example.com' }).waitFor()
  expect(await facts.getByRole('link', { name: '(918) 555-0100' }).getAttribute('href')).toBe(
    'tel:9185550100',
  )
  const email = facts.getByRole('link', { name: 'front+desk@example.com' })
  expect(await email.getAttribute('href')).toBe('mailto:front%2Bdesk@example.com')
  const map = facts.getByRole('link', { name: /\d{5}$/ })
  const query = new URL(String(await map.getAttribute('href'))).searchParams.get('query')
  expect(query).toBe(await map.textContent())
  expect(await map.getAttribute('rel')).toBe('noreferrer')

  const name = (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''
  await page.goto(`/t/${demo.id}/locations?search=${encodeURIComponent(name)}`)
  const row = page.getByRole('row', { name: '(918) 555-0100' })
  const phone = row.getByRole('link', { name: '(918) 555-0100' })
  await phone.waitFor()
  // A trial click fails if the link that covers the row receives the click instead.
  await phone.click({ trial: true })
  await row.getByRole('link').first().focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  expect(await phone.evaluate((link) => link === document.activeElement)).toBe(true)
})

test('a customer who is not to be served is announced on every page about the customer’s work', async () => {
  const { customer, location, job, appointment } = await reachable()
  const { invoice } = await readRow<{ invoice: string }>(
    'SELECT id AS invoice FROM lazi.invoices WHERE tenant_id = $1 AND customer_id = $2 LIMIT 1',
    [customer],
  )
  const page = await visit(`/t/${demo.id}/customers/${customer}`)
  await settle(page)
  expect(await page.getByRole('alert').count()).toBe(0)
  await setColumns('customers', customer, { do_not_service: true })
  for (const path of [
    `customers/${customer}`,
    `locations/${location}`,
    `jobs/${job}`,
    `appointments/${appointment}`,
    `invoices/${invoice}`,
  ]) {
    await page.goto(`/t/${demo.id}/${path}`)
    await page.getByRole('alert').getByText('Do not service.').waitFor()
  }
})

test('an appointment whose job is not known says so on the board', async () => {
  const { appointment } = await reachable()
  await setColumns('appointments', appointment, { job_id: '987654321' })
  const page = await visit(`/t/${demo.id}/schedule?date=${busyDay}`)
  const block = page
    .getByRole('region', { name: 'Board' })
    .locator(`a[href$="/appointments/${appointment}"]`)
    .first()
  await block.getByText('Unknown job', { exact: true }).waitFor()
  expect(await page.getByRole('region', { name: 'Board' }).textContent()).not.toContain('null')
})
