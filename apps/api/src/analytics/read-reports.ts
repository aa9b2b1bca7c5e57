import {
  type Backlog,
  backlogStatement,
  type CohortCell,
  cohortStatement,
  dsoDays,
  none,
  openInvoicesStatement,
  type Receivables,
  type Repeats,
  receivablesStatement,
  repeatStatement,
} from 'analytics'
import type pg from 'pg'
import type { CursorKey } from '../records/list-cursor.ts'
import type { KeyedRow } from '../records/page-of.ts'
import { dayIn, type Period } from './period.ts'
import { readNames } from './read-metrics.ts'
import { assertComplete, readFacts } from './read-state.ts'
import type { BacklogReport, CustomersReport, ReceivablesReport } from './report-schemas.ts'

/** The facts of receivables. */
const accounting = ['invoices', 'payment_applications']

/**
 * What was still to be paid at the end of a day, and how that compares with ServiceTitan.
 * @throws {NotReadyError} from each function here when a fact that it needs is not complete
 */
export async function readReceivables(
  client: pg.ClientBase,
  tenantId: string,
  { on, now }: { readonly on: string; readonly now: Date },
): Promise<ReceivablesReport> {
  const facts = await readFacts(client, tenantId)
  assertComplete(accounting, facts)
  const { rows } = await client.query<Receivables & { difference: string }>(
    `SELECT report.*, trim_scale(total::numeric - balance::numeric)::text AS difference
       FROM (${receivablesStatement}) AS report`,
    [tenantId, on, dsoDays],
  )
  const { total, ageing, dso, balance, difference } = rows[0] as Receivables & { difference: string }
  const { timeZone, asOf } = facts
  const isNow = on >= dayIn(timeZone, now)
  return {
    on,
    timeZone,
    asOf,
    total,
    ageing: ageing as ReceivablesReport['ageing'],
    dso,
    reconciliation: isNow ? { balance, difference } : null,
  }
}

/** The invoices that were still to be paid at the end of a day, those due first. */
export async function readOpenInvoices(
  client: pg.ClientBase,
  tenantId: string,
  { on, after, count }: { readonly on: string; readonly after: CursorKey | null; readonly count: number },
): Promise<KeyedRow[]> {
  assertComplete(accounting, await readFacts(client, tenantId))
  const [due = null, id = null] = after ?? []
  const { rows } = await client.query<{ row: string; dueKey: string; id: string }>(
    `SELECT json_build_object('id', open.id, 'number', invoice.invoice_number, 'customerName', invoice.customer_name,
              'day', open.day, 'dueDay', open."dueDay", 'total', open.total, 'open', open.open)::text AS row,
            open."dueKey", open.id
       FROM (${openInvoicesStatement}) AS open
       LEFT JOIN LATERAL (
            SELECT known.invoice_number, known.customer_name FROM lazi.invoices AS known
             WHERE known.tenant_id = $1 AND known.st_id = lazi.st_id_of(open.id)) AS invoice ON true
      ORDER BY open."dueKey", open.id`,
    [tenantId, on, due, id, count],
  )
  return rows.map(({ row, dueKey, id: invoiceId }) => ({ row, key: [dueKey, invoiceId] }))
}

/** The jobs that are open now. */
export async function readBacklog(client: pg.ClientBase, tenantId: string): Promise<BacklogReport> {
  const facts = await readFacts(client, tenantId)
  assertComplete(['jobs'], facts)
  const { rows } = await client.query<Backlog>(backlogStatement, [tenantId])
  const [whole, ...units] = rows
  const ids = units.map(({ businessUnitId }) => businessUnitId ?? none)
  const names = await readNames(client, tenantId, 'business_units', ids)
  return {
    asOf: facts.asOf,
    jobs: whole?.jobs ?? 0,
    value: whole?.value ?? '0',
    oldest: whole?.oldest ?? null,
    byBusinessUnit: units.map(({ businessUnitId, jobs, value, oldest }) => {
      const id = businessUnitId ?? none
      return { businessUnit: { id, name: names.get(id) ?? null }, jobs, value, oldest }
    }),
  }
}

/** The customers of a period: who came back, and the cohorts of its months. */
export async function readCustomers(
  client: pg.ClientBase,
  tenantId: string,
  { from, to }: Period,
): Promise<CustomersReport> {
  const facts = await readFacts(client, tenantId)
  assertComplete(['jobs'], facts)
  const { rows } = await client.query<Repeats>(repeatStatement, [tenantId, from, to])
  const { rows: cells } = await client.query<CohortCell>(cohortStatement, [tenantId, from, to])
  const { customers, returned, rate } = rows[0] as Repeats
  const cohorts = [...Map.groupBy(cells, ({ cohort }) => cohort)].map(([month, of]) => {
    const last = Math.max(...of.map((cell) => cell.month))
    const byMonth = new Map(of.map((cell) => [cell.month, cell.customers]))
    return { month, customers: Array.from({ length: last + 1 }, (_, index) => byMonth.get(index) ?? 0) }
  })
  return { asOf: facts.asOf, customers, returned, rate, cohorts }
}
