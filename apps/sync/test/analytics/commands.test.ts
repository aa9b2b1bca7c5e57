import { facts } from 'analytics'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { runHere } from '../support/command.ts'

// `sync run` computes the facts too; `sync analytics` shows, compares and rebuilds them.

let account: Account
beforeAll(async () => {
  account = await openAccount({ exportPageSize: 500 })
  await sync('run')
})
afterAll(() => account.close())

const sync = (...args: string[]) => runHere(args, account.env)
const query = async (sql: string) => (await account.database.pool.query(sql)).rows
const json = async (...args: string[]) => {
  const { code, stdout } = await sync(...args, '--json')
  return { code, ...JSON.parse(stdout) }
}

test('after a run every fact is complete, and equals its source', async () => {
  const { code, ok, tenants } = await json('analytics', 'status')
  expect({ code, ok }).toEqual({ code: 0, ok: true })
  expect(tenants).toMatchObject([{ tenantId, rebuilding: null, behind: 0, refused: 0, error: null }])
  expect(tenants[0].facts).toEqual(
    facts.map(({ name }) => ({ fact: name, rows: expect.any(Number), isComplete: true })),
  )
  for (const { fact, rows } of tenants[0].facts) expect(rows, fact).toBeGreaterThan(0)
  expect(await sync('analytics', 'verify')).toMatchObject({ code: 0 })
})

test('verify compares the income of invoices with their items, and lists those that differ', async () => {
  const before = (await json('analytics', 'verify')).tenants[0].income
  expect(before).toMatchObject({ differing: 0, examples: [] })
  expect(before.invoices).toBeGreaterThan(100)
  expect([Number(before.income) > 0, before.ofItems]).toEqual([true, before.income])
  const [item] = await query(
    `UPDATE raw.st_invoice_items SET total = total + 5 WHERE st_id = (
       SELECT min(item.st_id) FROM raw.st_invoice_items AS item
         JOIN analytics.invoices AS fact ON lazi.st_id_of(fact.invoice_id) = item.invoice_id
        WHERE item.account_type = 'Income' AND item.active) RETURNING st_id, invoice_id::text AS invoice`,
  )
  const { ok, tenants } = await json('analytics', 'verify')
  expect([ok, tenants[0].income.differing, tenants[0].income.examples]).toEqual([true, 1, [item.invoice]])
  expect(Number(tenants[0].income.ofItems)).toBeCloseTo(Number(before.income) + 5, 6)
  expect((await sync('analytics', 'verify')).stdout).toContain(
    `1 invoice differs, ServiceTitan's id ${item.invoice}:`,
  )
  await query(`UPDATE raw.st_invoice_items SET total = total - 5 WHERE st_id = ${item.st_id}`)
})

test('the revenue of all jobs is that of their technicians, to the cent', async () => {
  const [sums] = await query(
    `SELECT (SELECT sum(revenue) FROM analytics.jobs) = (SELECT sum(revenue) FROM analytics.technician_jobs) AS "isEqual",
            (SELECT bool_and(revenue = round(revenue, 2)) FROM analytics.technician_jobs) AS "isInCents"`,
  )
  expect(sums).toEqual({ isEqual: true, isInCents: true })
})

test('a changed invoice changes the fact of its job with the next run', async () => {
  const [invoice] = await query(
    `SELECT st_id, job_id FROM raw.st_invoices
      WHERE job_id IN (SELECT st_id FROM raw.st_jobs WHERE active) AND active AND adjustment_to_id IS NULL ORDER BY st_id LIMIT 1`,
  )
  const account1 = { name: 'Sales', type: 'Income' }
  account.sandbox.update(Number(tenantId), 'invoices', Number(invoice.st_id), {
    items: [{ id: 1, total: '123456.78', generalLedgerAccount: account1 }],
  } as never)
  await sync('run', 'invoices', '--hot')
  const [job] = await query(
    `SELECT revenue >= 123456.78 AS "isThere" FROM analytics.jobs
      WHERE job_id = lazi.projected_id(${tenantId}, 'jobs', ${invoice.job_id})`,
  )
  expect(job).toEqual({ isThere: true })
  expect(await sync('analytics', 'verify')).toMatchObject({ code: 0 })
})

test('verify finds a row that differs, is absent, or should not be; a rebuild repairs them', async () => {
  await query(
    `UPDATE analytics.jobs SET revenue = revenue + 0.01 WHERE job_id = (SELECT min(job_id::text)::uuid FROM analytics.jobs)`,
  )
  await query(
    `DELETE FROM analytics.invoices WHERE invoice_id = (SELECT min(invoice_id::text)::uuid FROM analytics.invoices)`,
  )
  await query(
    `INSERT INTO analytics.visits (tenant_id, appointment_id, job_id, is_done, is_canceled)
     VALUES (${tenantId}, gen_random_uuid(), gen_random_uuid(), true, false)`,
  )
  const { code, ok, tenants } = await json('analytics', 'verify')
  expect({ code, ok }).toEqual({ code: 1, ok: false })
  const found = Object.fromEntries(
    tenants[0].facts.map(({ fact, absent, differing, extra }: Record<string, unknown>) => [
      fact,
      [absent, differing, extra],
    ]),
  )
  expect(found).toMatchObject({ invoices: [1, 0, 0], jobs: [0, 1, 0], visits: [0, 0, 1] })
  const rebuilt = await json('analytics', 'rebuild', '--reason', 'a row differed')
  expect(rebuilt).toMatchObject({ code: 0, tenants: [{ tenantId, written: 3 }] })
  expect(await sync('analytics', 'verify')).toMatchObject({ code: 0 })
})

test('another time zone gives the same as if the tenant had always had it', async () => {
  const days = `SELECT booked_day::text, completed_day::text FROM analytics.jobs ORDER BY job_id`
  const before = await query(days)
  await sync('tenants', 'add', tenantId, '--time-zone', 'Pacific/Kiritimati')
  await sync('analytics', 'refresh')
  expect(await query(days)).not.toEqual(before)
  expect(await sync('analytics', 'verify')).toMatchObject({ code: 0 })
})

test('a row that cannot be computed keeps its last good version, is counted, and holds up no other', async () => {
  const [payment] = await query(
    `SELECT st_id FROM raw.st_payments WHERE full_data #> '{appliedTo,0}' IS NOT NULL ORDER BY st_id LIMIT 1`,
  )
  account.sandbox.update(Number(tenantId), 'payments', Number(payment.st_id), {
    appliedTo: [{ appliedTo: 1, appliedAmount: '1.00', appliedOn: '2026-02-30T00:00:00Z' }],
  } as never)
  await sync('run', 'payments', '--hot')
  const { tenants } = await json('analytics', 'status')
  expect(tenants[0]).toMatchObject({ refused: 1, error: null })
  const [dirty] = await query('SELECT fact, failures, error FROM analytics.dirty_keys')
  expect(dirty).toEqual({
    fact: 'payment_applications',
    failures: 1,
    error: expect.stringMatching(/2026-02-30/),
  })
  const [kept] = await query(
    `SELECT amount::float8 <> 1 AS "isKept" FROM analytics.payment_applications
      WHERE payment_id = lazi.projected_id(${tenantId}, 'payments', ${payment.st_id})`,
  )
  expect(kept).toEqual({ isKept: true })
  expect(await sync('analytics', 'verify')).toMatchObject({ code: 0 })
})
