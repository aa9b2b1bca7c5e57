import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { changeBalance, readRow } from './arrange.ts'
import { demo } from './stack/tenants.ts'
import { heading, settle, visit } from './visit.ts'

const tenant = `/t/${demo.id}`

/** PostgreSQL's own format of an amount, as the console shows it. */
const money = (sql: string) =>
  `CASE WHEN ${sql} < 0 THEN '-' ELSE '' END || to_char(abs(${sql}), 'FM$999,999,990.00')`

const paidInvoice = () =>
  readRow<{
    id: string
    st_id: string
    number: string
    total: string
    customer: string
    customer_id: string
    job_id: string
    job: string
    item: string
    quantity: string
    item_total: string
    items: number
  }>(
    `SELECT i.id, i.st_id, i.invoice_number AS number, ${money('i.total')} AS total, i.customer_name AS customer,
            i.customer_id, i.job_id, i.job_number AS job, item ->> 'displayName' AS item,
            trim_scale((item ->> 'quantity')::numeric)::text AS quantity,
            ${money("(item ->> 'total')::numeric")} AS item_total,
            jsonb_array_length(cached.full_data -> 'items') AS items
       FROM lazi.invoices i
       JOIN raw.st_invoices cached ON cached.tenant_id = $1 AND cached.st_id = i.st_id
      CROSS JOIN LATERAL (SELECT cached.full_data -> 'items' -> 0 AS item) AS first
      WHERE i.tenant_id = $1 AND i.active AND i.total > 1000 AND i.job_id IS NOT NULL AND item IS NOT NULL
      ORDER BY i.st_id LIMIT 1`,
  )

/** Waits for the rows of a table. @returns their texts */
async function rowsOf(page: Page, name: string): Promise<string[]> {
  const rows = page.getByRole('table', { name }).getByRole('row')
  await rows.getByRole('link').first().waitFor()
  return (await rows.allTextContents()).slice(1)
}

/** The cells of the first row of a table, without what a phone hides. */
const firstRow = (page: Page, name: string) =>
  page.getByRole('table', { name }).getByRole('row').nth(1).getByRole('cell')

test('the invoices are listed newest first, with exact amounts at the right', async () => {
  const newest = await readRow<{ number: string; total: string; balance: string }>(
    `SELECT invoice_number AS number, ${money('total')} AS total, ${money('balance')} AS balance
       FROM lazi.invoices WHERE tenant_id = $1 AND active AND deleted_at IS NULL
      ORDER BY invoice_date DESC, st_id DESC LIMIT 1`,
  )
  const page = await visit(tenant)
  await page.getByRole('link', { name: 'Invoices', exact: true }).click()
  await page.waitForURL(`**${tenant}/invoices`)
  await page.getByRole('heading', { name: 'Invoices', level: 1 }).waitFor()
  await page.getByText('50 shown').waitFor()
  const cells = firstRow(page, 'Invoices')
  const texts = await cells.allTextContents()
  expect([texts[0], texts[5], texts[6]]).toEqual([newest.number, newest.total, newest.balance])
  expect(await cells.nth(6).evaluate((cell) => getComputedStyle(cell).textAlign)).toBe('right')
})

test('filters of invoices are kept in the address, and narrow the list', async () => {
  const { number } = await paidInvoice()
  const page = await visit(`${tenant}/invoices`)
  await page.getByRole('combobox', { name: 'State' }).click()
  await page.getByRole('option', { name: 'Posted' }).click()
  await page.waitForURL('**/invoices?syncStatus=Posted')
  // The list without the filter is shown until the narrowed one arrives.
  await page.reload()
  const states = await rowsOf(page, 'Invoices')
  expect(states.every((row) => row.endsWith('Posted'))).toBe(true)

  const busiest = await readRow<{ day: string; count: number }>(
    `SELECT to_char(invoice_date AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, count(*)::int AS count
       FROM lazi.invoices WHERE tenant_id = $1 AND active AND deleted_at IS NULL
      GROUP BY 1 HAVING count(*) < 50 ORDER BY 2 DESC LIMIT 1`,
  )
  await page.goto(`${tenant}/invoices?from=${busiest.day}`)
  await page.getByLabel('Through').fill(busiest.day)
  await page.waitForURL(`**/invoices?from=${busiest.day}&through=${busiest.day}`)
  await page.getByText(`All ${busiest.count} shown`).waitFor()
  const dates = page.getByRole('table').locator('td:nth-child(4) time')
  expect(
    await dates.evaluateAll((times) => [...new Set(times.map((time) => time.getAttribute('datetime')))]),
  ).toEqual([busiest.day])

  await page.goto(`${tenant}/invoices`)
  await page.getByRole('searchbox', { name: 'Invoice number' }).fill(number)
  await page.waitForURL(`**/invoices?invoiceNumber=${number}`)
  await page.getByText('All 1 shown').waitFor()
  await page.getByRole('searchbox', { name: 'Invoice number' }).fill('none')
  await page.getByText('No matching invoices').waitFor()
})

test('the page of an invoice shows its items, and links to its job, its customer and the customer’s payments', async () => {
  const invoice = await paidInvoice()
  const page = await visit(`${tenant}/invoices/st:${invoice.st_id}`)
  await page.waitForURL(`**/invoices/${invoice.id}`)
  expect(await heading(page).textContent()).toBe(`Invoice ${invoice.number}`)
  const items = page.getByRole('table', { name: 'Items' })
  await items.waitFor()
  expect(await items.getByRole('row').count()).toBe(1 + invoice.items)
  const cells = await firstRow(page, 'Items').allTextContents()
  expect([cells[0], cells[2], cells[4]]).toEqual([invoice.item, invoice.quantity, invoice.item_total])
  const total = page.getByRole('region', { name: 'Amounts' }).locator('dl > div', { hasText: /^Total/ })
  expect(await total.getByRole('definition').textContent()).toBe(invoice.total)
  const job = page
    .getByRole('region', { name: 'Invoice', exact: true })
    .getByRole('link', { name: invoice.job })
  expect(await job.getAttribute('href')).toBe(`${tenant}/jobs/${invoice.job_id}`)
  await page.getByRole('region', { name: 'Customer' }).getByRole('link', { name: invoice.customer }).waitFor()

  await page.getByRole('tab', { name: 'In ServiceTitan' }).click()
  await page.getByRole('region', { name: 'Columns' }).getByText(invoice.number).first().waitFor()
  await page.getByRole('tab', { name: 'History' }).click()
  await page.getByRole('region', { name: 'History' }).waitFor()
  await page.getByRole('tab', { name: 'Record', exact: true }).click()

  await page.getByRole('link', { name: 'Payments of the customer' }).click()
  await page.waitForURL(`**/payments?customerId=${invoice.customer_id}`)
  await page.getByRole('button', { name: `${invoice.customer}: remove this filter` }).waitFor()
  const rows = await rowsOf(page, 'Payments')
  expect(rows.every((row) => row.includes(invoice.customer))).toBe(true)
})

test('a change of an invoice is shown at once on its page and in the list, and is in its history', async () => {
  const { id, st_id, number } = await readRow<{ id: string; st_id: string; number: string }>(
    `SELECT id, st_id, invoice_number AS number FROM lazi.invoices
      WHERE tenant_id = $1 AND active ORDER BY invoice_date DESC, st_id DESC OFFSET 3 LIMIT 1`,
  )
  const page = await visit(`${tenant}/invoices`)
  const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: number, exact: true }) })
  await row.first().waitFor()
  await changeBalance(st_id, '12345.67')
  await row.filter({ hasText: '$12,345.67' }).waitFor()
  await page.goto(`${tenant}/invoices/${id}`)
  const amounts = page.getByRole('region', { name: 'Amounts' })
  await amounts.getByText('$12,345.67').waitFor()
  await changeBalance(st_id, '0.05')
  await amounts.getByText('$0.05').waitFor()
  await page.getByRole('tab', { name: 'History' }).click()
  const latest = page.getByRole('list', { name: 'Versions' }).getByRole('listitem').first()
  await latest.getByText('from 12345.67').waitFor()
  await latest.getByText('to 0.05').waitFor()
})

test('a payment leads to the invoice that it is applied to', async () => {
  const payment = await readRow<{
    id: string
    type: string
    amount: string
    applied: string
    reference: string
    invoice_id: string
    number: string
  }>(
    `SELECT p.id, p.type, ${money('p.total')} AS amount, application ->> 'appliedToReferenceNumber' AS reference,
            ${money("(application ->> 'appliedAmount')::numeric")} AS applied,
            i.id AS invoice_id, i.invoice_number AS number
       FROM lazi.payments p
       JOIN raw.st_payments cached ON cached.tenant_id = $1 AND cached.st_id = p.st_id
      CROSS JOIN LATERAL (SELECT cached.full_data -> 'appliedTo' -> 0 AS application) AS first
       JOIN lazi.invoices i ON i.tenant_id = $1 AND i.st_id = (application ->> 'appliedTo')::bigint
      WHERE p.tenant_id = $1 AND p.active ORDER BY p.paid_on DESC, p.st_id DESC LIMIT 1`,
  )
  const page = await visit(`${tenant}/payments`)
  await page.getByRole('searchbox', { name: 'Payment type' }).fill(payment.type)
  await page.waitForURL('**/payments?type=*')
  await page.reload()
  const rows = await rowsOf(page, 'Payments')
  expect(rows.every((row) => row.includes(payment.type))).toBe(true)

  await page.goto(`${tenant}/payments/${payment.id}`)
  const invoices = page.getByRole('table', { name: 'Invoices' })
  await invoices.waitFor()
  const cells = await firstRow(page, 'Invoices').allTextContents()
  expect([cells[0], cells[2]]).toEqual([payment.reference, payment.applied])
  await page.getByRole('region', { name: 'Amounts' }).getByText(payment.amount).first().waitFor()
  await invoices.getByRole('link', { name: payment.reference }).click()
  await page.waitForURL(`**/invoices/${payment.invoice_id}`)
  await page.getByRole('heading', { name: `Invoice ${payment.number}` }).waitFor()
})

test('a payment that is applied to no invoice says so', async () => {
  const { id } = await readRow<{ id: string }>(
    `SELECT p.id FROM lazi.payments p
       JOIN raw.st_payments cached ON cached.tenant_id = $1 AND cached.st_id = p.st_id
      WHERE p.tenant_id = $1 AND coalesce(cached.full_data -> 'appliedTo', 'null') IN ('null', '[]') LIMIT 1`,
  )
  const page = await visit(`${tenant}/payments/${id}`)
  await page.getByText('ServiceTitan has applied this payment to no invoice.').waitFor()
})

test('the sold estimates of a seller are found, and each leads to its items, its customer, its job and its seller', async () => {
  const estimate = await readRow<{
    id: string
    name: string
    job: string
    customer: string
    seller: string
    seller_id: string
    subtotal: string
    item: string
    item_total: string
  }>(
    `SELECT e.id, e.name, e.job_number AS job, c.name AS customer, t.name AS seller, t.id AS seller_id,
            ${money('e.subtotal')} AS subtotal, item -> 'sku' ->> 'displayName' AS item,
            ${money("(item ->> 'total')::numeric")} AS item_total
       FROM lazi.estimates e
       JOIN raw.st_estimates cached ON cached.tenant_id = $1 AND cached.st_id = e.st_id
      CROSS JOIN LATERAL (SELECT cached.full_data -> 'items' -> 0 AS item) AS first
       JOIN lazi.customers c ON c.tenant_id = $1 AND c.id = e.customer_id
       JOIN lazi.technicians t ON t.tenant_id = $1 AND t.id = e.sold_by_id
      WHERE e.tenant_id = $1 AND e.active AND e.name IS NOT NULL AND item IS NOT NULL
      ORDER BY e.created_at DESC, e.st_id DESC LIMIT 1`,
  )
  const page = await visit(`${tenant}/estimates`)
  await page.getByRole('combobox', { name: 'Status' }).click()
  await page.getByRole('option', { name: 'Sold' }).click()
  await page.getByRole('combobox', { name: 'Seller' }).click()
  await page.getByRole('option', { name: estimate.seller }).click()
  await page.waitForURL(`**/estimates?status=Sold&soldById=${estimate.seller_id}`)
  const row = page.getByRole('table', { name: 'Estimates' }).getByRole('row').nth(1)
  await row.filter({ hasText: estimate.subtotal }).waitFor()
  const texts = await row.getByRole('cell').allTextContents()
  expect([texts[0], texts[1], texts[2], texts[3], texts[6]]).toEqual([
    estimate.name,
    estimate.job,
    estimate.customer,
    'Sold',
    estimate.subtotal,
  ])
  await row.getByRole('link', { name: estimate.name }).click()
  await page.waitForURL(`**/estimates/${estimate.id}`)
  await page.getByRole('table', { name: 'Items' }).waitFor()
  const cells = await firstRow(page, 'Items').allTextContents()
  expect([cells[0], cells[4]]).toEqual([estimate.item, estimate.item_total])
  const facts = page.getByRole('region', { name: 'Estimate', exact: true })
  await facts.getByRole('link', { name: estimate.job }).waitFor()
  await page
    .getByRole('region', { name: 'Customer' })
    .getByRole('link', { name: estimate.customer })
    .waitFor()
  await facts.getByRole('link', { name: estimate.seller }).click()
  await page.waitForURL(`**/technicians/${estimate.seller_id}`)
})

test('a job leads to its invoices and estimates, whose filter can be removed by keyboard', async () => {
  const job = await readRow<{
    id: string
    number: string
    invoices: number
    invoice: string
    estimates: number
  }>(
    `SELECT j.id, j.number, count(DISTINCT i.st_id)::int AS invoices, count(DISTINCT e.st_id)::int AS estimates,
            min(i.invoice_number) AS invoice
       FROM lazi.jobs j
       JOIN lazi.invoices i ON i.tenant_id = $1 AND i.job_st_id = j.st_id AND i.active
       JOIN lazi.estimates e ON e.tenant_id = $1 AND e.job_st_id = j.st_id AND e.active
      WHERE j.tenant_id = $1 AND j.active GROUP BY j.id, j.number ORDER BY j.number LIMIT 1`,
  )
  const page = await visit(`${tenant}/jobs/${job.id}`)
  const accounting = page.getByRole('region', { name: 'Accounting' })
  await accounting.getByRole('link', { name: 'Estimates of this job' }).click()
  await page.waitForURL(`**/estimates?jobId=${job.id}`)
  await page.getByText(`All ${job.estimates} shown`).waitFor()
  await page.goBack()
  await accounting.getByRole('link', { name: 'Invoices of this job' }).click()
  await page.waitForURL(`**/invoices?jobId=${job.id}`)
  await page.getByText(`All ${job.invoices} shown`).waitFor()
  await page.getByRole('table').getByRole('link', { name: job.invoice, exact: true }).first().waitFor()
  await page.getByRole('button', { name: `Job ${job.number}: remove this filter` }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/invoices')
  await page.getByText('50 shown').waitFor()
})

test('a customer leads to what was estimated, invoiced and paid', async () => {
  const { id, name } = await readRow<{ id: string; name: string }>(
    `SELECT c.id, c.name FROM lazi.customers c WHERE c.tenant_id = $1 AND c.active
        AND EXISTS (SELECT FROM raw.st_payments p WHERE p.tenant_id = $1 AND p.customer_id = c.st_id AND p.active)
      ORDER BY c.st_id LIMIT 1`,
  )
  const page = await visit(`${tenant}/customers/${id}`)
  for (const list of ['Estimates', 'Invoices', 'Payments']) {
    await page.getByRole('link', { name: `${list} of this customer` }).click()
    await page.waitForURL(`**/${list.toLowerCase()}?customerId=${id}`)
    await page.getByRole('heading', { name: list, level: 1 }).waitFor()
    await page.getByRole('button', { name: `${name}: remove this filter` }).waitFor()
    await settle(page)
    await page.goBack()
    await page.getByRole('heading', { name }).waitFor()
  }
})

test.each(['Invoice', 'Payment', 'Estimate'])('the address of no %s says so', async (kind) => {
  const page = await visit(`${tenant}/${kind.toLowerCase()}s/st:7`, { expected: /404/ })
  await page.getByText('Not found in this account').waitFor()
  expect(await heading(page).textContent()).toBe(kind)
})
