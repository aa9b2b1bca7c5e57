import { rowsAt, rowsOf } from 'records'
import { type Dependency, isLive, orNone, stIds } from '../fact.ts'
import { incomeOf } from './invoices.ts'

// What facts about jobs share: the record `job` of lazi.jobs, its money, and the changes that concern it.

/** SQL of the records of the jobs `$2`, as `job`. */
export const jobRows = rowsOf('lazi.jobs', 'id', { ids: '$2::uuid[]', name: 'job' })

/** SQL of a subquery with the income and the subtotal of the job's invoices that adjust no other. */
export const invoicedOf = `(
       SELECT coalesce(sum(item.income), 0) AS income, coalesce(sum(invoice.subtotal), 0) AS subtotal
         FROM ${rowsAt('raw.st_invoices', 'job_id', 'job.st_id')} AS invoice
        CROSS JOIN LATERAL ${incomeOf} AS item
        WHERE ${isLive('invoice')} AND invoice.adjustment_to_id IS NULL)`

/** SQL of ids that the record `job` has, with the id of none in place of NULL, each as a column of its name. */
export const idsOfJob = (...columns: readonly string[]): string =>
  columns.map((column) => `${orNone(`job.${column}`)} AS ${column}`).join(',\n       ')

/** The jobs of changed invoices: of now, and of the stored fact. */
export const byInvoices: Dependency = {
  on: 'invoices',
  stored: 'invoices',
  keys: `SELECT lazi.projected_id($1, 'jobs', invoice.job_id) AS id
          FROM ${rowsOf('raw.st_invoices', 'st_id', { ids: stIds, name: 'invoice' })}
         WHERE invoice.job_id IS NOT NULL
         UNION
        SELECT fact.job_id FROM ${rowsOf('analytics.invoices', 'invoice_id', { ids: '$2::uuid[]', name: 'fact' })}`,
}
