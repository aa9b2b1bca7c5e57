import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from './axe.ts'
import { run, type Service } from './stack/child.ts'
import { createKey, serveApi } from './stack/start-stack.ts'
import { demo } from './stack/tenants.ts'
import { settle, type VisitOptions, visit } from './visit.ts'

// A database of its own, without a worker: the facts follow LAZI's records when a test says so. Of two completed jobs,
// one has an invoice that adjusts the one of the other, and no campaign.

let database: TestDatabase
let api: Service
let key: string
beforeAll(async () => {
  database = await createTestDatabase()
  await sync('tenants', 'add', demo.id, '--name', demo.name, '--time-zone', demo.timeZone)
  await query(`
    INSERT INTO raw.st_campaigns (tenant_id, st_id, active, name, full_data, content_hash, synced_at)
    VALUES (${demo.id}, 5, true, 'Spring mail v1.2', '{}', '', now());
    INSERT INTO raw.st_customers (tenant_id, st_id, active, name, full_data, content_hash, synced_at)
    VALUES (${demo.id}, 10, true, 'Ada Hollis', '{}', '', now());
    INSERT INTO raw.st_jobs (tenant_id, st_id, active, job_number, status, customer_id, campaign_id, full_data,
                             content_hash, created_on, completed_on, synced_at)
    VALUES (${demo.id}, 100, true, '4711', 'Completed', 10, 5, '{}', '', '2026-02-26T15:00Z', '2026-02-27T15:00Z', now()),
           -- In the tenant's time zone it was completed in February.
           (${demo.id}, 101, true, '4712', 'Completed', 10, NULL, '{}', '', '2026-02-27T15:00Z', '2026-03-01T05:30Z', now()),
           (${demo.id}, 102, true, '4713', 'Completed', 10, 5, '{}', '', '2026-03-02T15:00Z', '2026-03-02T18:00Z', now());
    INSERT INTO raw.st_invoices (tenant_id, st_id, active, job_id, customer_id, invoice_number, customer_name, invoice_date, subtotal,
                                 total, adjustment_to_id, full_data, content_hash, synced_at)
    VALUES (${demo.id}, 200, true, 100, 10, '900', 'Ada Hollis', '2026-02-27T00:00Z', 1000.10, 1000.10, NULL, '{}', '', now()),
           (${demo.id}, 201, true, 101, 10, '901', 'Ada Hollis', '2026-02-28T00:00Z', 200.20, 200.20, NULL, '{}', '', now()),
           (${demo.id}, 202, true, 102, 10, '902', 'Ada Hollis', '2026-03-02T00:00Z', 50.30, 50.30, NULL, '{}', '', now()),
           (${demo.id}, 203, true, 100, 10, '903', 'Ada Hollis', '2026-03-03T00:00Z', -100.05, -100.05, 200, '{}', '', now());
    INSERT INTO raw.sync_state (tenant_id, table_name, last_full_sync, data_as_of)
    SELECT tenant_id, table_name, now(), now() FROM raw.freshness`)
  await sync('project')
  const env = { DATABASE_URL: database.url }
  key = await createKey(env, demo.id, 'read')
  api = await serveApi(env)
}, 300_000)
afterAll(async () => {
  await api[Symbol.asyncDispose]()
  await database.close()
})

const query = (sql: string) => database.pool.query(sql)
const sync = (...command: string[]) =>
  run(['apps/sync/src/main.ts', ...command], { DATABASE_URL: database.url })
const visitOwn = (path: string, options: VisitOptions = {}) =>
  visit(`/t/${demo.id}/${path}`, {
    key,
    baseURL: String(api.ready.url),
    now: '2026-03-05T18:00:00Z',
    ...options,
  })
const report = 'revenue?period=custom&from=2025-12-01&through=2026-03-31'

test('numbers whose facts are not complete are replaced by what they wait for, and open by themselves', async () => {
  const page = await visitOwn(report, { expected: /409/ })
  const notice = page.getByRole('status').filter({ hasText: 'Not complete yet' })
  await notice
    .getByText(/No worker runs: start one \(pnpm sync worker\)\. Missing here: jobs, invoices\.$/)
    .waitFor()
  expect(await page.getByRole('alert').count()).toBe(0)
  await expectAccessible(page)
  const rows = await visitOwn('revenue/rows?metric=completed_revenue&from=2026-02-01&to=2026-04-01', {
    expected: /409/,
  })
  await rows.getByText('Missing here: jobs.').waitFor()
  for (const [path, missing] of [
    ['receivables', 'invoices, payment applications'],
    ['scorecard', 'technician jobs, technician visits, estimates'],
    ['retention', 'jobs'],
    ['backlog', 'jobs'],
    ['dashboard', 'jobs, estimates'],
    ['estimate-funnel', 'estimates'],
    ['quality', 'jobs'],
  ]) {
    const other = await visitOwn(String(path), { expected: /409/ })
    await other.getByText(`Missing here: ${missing}.`).waitFor()
    expect(await other.getByRole('alert').count()).toBe(0)
    await other.context().close()
  }

  await sync('analytics', 'refresh')
  await page.getByText('$1,250.60').first().waitFor()
  await notice.waitFor({ state: 'hidden' })
  await rows.getByRole('heading', { name: 'Total: $1,250.60' }).waitFor()
  await rows.getByRole('link', { name: 'Job 4712' }).waitFor()
})

test('parts are those of the tenant’s days, each leads to its rows, and the last one is marked', async () => {
  const page = await visitOwn('revenue?period=last-12-months&by=campaign')
  const table = page.getByRole('table', { name: 'Completed revenue by campaign' })
  await table.getByRole('row', { name: /^March 2026/ }).waitFor()
  const cells = async (name: RegExp) => table.getByRole('row', { name }).locator('td').allTextContents()
  expect(await table.getByRole('columnheader').allTextContents()).toEqual([
    'Month',
    'Spring mail v1.2',
    'No campaign',
    'Total',
  ])
  expect(await cells(/^February 2026/)).toEqual(['February 2026', '$1,000.10', '$200.20', '$1,200.30'])
  expect(await cells(/^March 2026/)).toEqual(['March 2026 (so far)', '$50.30', '$0.00', '$50.30'])
  expect(await cells(/^Whole period/)).toEqual(['Whole period', '$1,050.40', '$200.20', '$1,250.60'])
  // One column has the rows of its member only.
  await table
    .getByRole('row', { name: /^Whole period/ })
    .getByRole('link', { name: '$200.20' })
    // The chart, which loads later, moves the table: a click could miss.
    .press('Enter')
  await page.getByRole('heading', { name: 'Total: $200.20' }).waitFor()
  await page.getByText('Campaign: No campaign').waitFor()
  await page.getByRole('link', { name: 'Job 4712' }).waitFor()
  expect(await page.getByRole('table').getByRole('link').count()).toBe(1)
  await page.goBack()
  await table.getByRole('link', { name: 'March 2026' }).press('Enter')
  await page.getByText('Mar 1, 2026 – Mar 5, 2026').waitFor()
  await page.getByRole('heading', { name: 'Total: $50.30' }).waitFor()
})

test('an invoice that adjusts another one is a row of the total, and leads to its page', async () => {
  const page = await visitOwn('revenue/rows?metric=total_revenue&from=2026-02-01&to=2026-04-01')
  await page.getByRole('heading', { name: 'Total: $1,150.55' }).waitFor()
  const table = page.getByRole('table', { name: 'Rows behind Total revenue' })
  const first = table.getByRole('row').nth(1)
  await first.getByText('Invoice 903').waitFor()
  expect(await first.locator('td').allTextContents()).toEqual([
    'Invoice 903',
    'Ada Hollis',
    'Mar 3, 2026',
    '-$100.05',
  ])
  await first.getByRole('link').click()
  await page.getByRole('heading', { level: 1, name: 'Invoice 903' }).waitFor()
})

test('a part is compared with the same days a year before', async () => {
  const page = await visitOwn('revenue?compare=year')
  const table = page.getByRole('table', { name: 'Completed revenue' })
  const february = table.getByRole('row', { name: /^February 2026/ })
  await february.waitFor()
  expect(await february.locator('td').allTextContents()).toEqual([
    'February 2026',
    '$1,200.30',
    '$0.00',
    '+$1,200.30',
  ])
})

test('what has no technician is a row of the scorecard, with its rows', async () => {
  const page = await visitOwn('scorecard')
  const table = page.getByRole('table', { name: 'Technicians' })
  const row = table.getByRole('row', { name: /^No technician/ })
  await row.getByRole('link', { name: '$1,250.60' }).click()
  await page.getByText('Technician: No technician').waitFor()
  await page.getByRole('heading', { name: 'Total: $1,250.60' }).waitFor()
  await page.getByRole('link', { name: 'Job 4712' }).waitFor()
})

test('receivables of a day are the invoices until then, overdue since they were due', async () => {
  const page = await visitOwn('receivables?on=2026-03-02')
  const table = page.getByRole('table', { name: 'Open invoices' })
  await table.getByRole('link', { name: 'Invoice 902' }).waitFor()
  const cells = await Promise.all(
    (await table.locator('tbody tr').all()).map((row) => row.locator('td').allTextContents()),
  )
  expect(cells.map(([title, , , , overdue, , open]) => [title, overdue, open])).toEqual([
    ['Invoice 900', '3 days', '$1,000.10'],
    ['Invoice 901', '2 days', '$200.20'],
    ['Invoice 902', 'not due', '$50.30'],
  ])
  const byAge = page.getByRole('table', { name: 'Receivables by age' })
  await byAge.getByRole('row', { name: 'Not due $50.30' }).waitFor()
  await byAge.getByRole('row', { name: '1 to 30 days $1,200.30' }).waitFor()
  await byAge.getByRole('row', { name: 'Total $1,250.60' }).waitFor()

  // ServiceTitan has no balances of these invoices.
  const current = await visitOwn('receivables', { now: Date.now() })
  const panel = current.getByRole('region', { name: 'Compared with ServiceTitan' })
  await panel.getByText('Difference').waitFor()
  expect(await panel.locator('dd').allTextContents()).toEqual(['$1,150.55', '$0.00', '$1,150.55'])
  await panel.getByText('Receivables are invoices less the payments applied to them').waitFor()
})

test('a customer of February is back in March, and no job is open', async () => {
  const page = await visitOwn('retention')
  const row = page.getByRole('table', { name: 'Cohorts' }).getByRole('row', { name: /^February 2026/ })
  await row.waitFor()
  expect(await row.locator('td').allTextContents()).toEqual(['February 2026', '1', '100.0% (1) so far'])
  await page.goto(`/t/${demo.id}/backlog`)
  await page.getByText('No open jobs').waitFor()
})

test('facts that fail, are held back, computed again or not complete are announced above the numbers', async () => {
  await query(`
    UPDATE sync.followers SET error = 'permission denied for table jobs', rebuild_table = 'jobs', ready = '{jobs,invoices}'
     WHERE name = 'analytics';
    INSERT INTO analytics.dirty_keys (tenant_id, fact, key, due_at, error)
    SELECT tenant_id, 'jobs', job_id, now(), 'numeric field overflow' FROM analytics.jobs LIMIT 1`)
  const page = await visitOwn(report)
  await page.getByRole('alert').getByText('permission denied for table jobs').waitFor()
  await page.getByRole('status').getByText('One row is held back').waitFor()
  await page.getByRole('status').getByText('Being computed again: jobs').waitFor()
  await page.getByText(/^As of .* (now|ago), 2 of \d+ facts complete$/).waitFor()
  await page.getByText('$1,250.60').first().waitFor()
  await settle(page)
  await expectAccessible(page)
})
