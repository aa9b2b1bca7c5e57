import { rowsAt, rowsOf } from 'records'
import { dayOf, orNone } from '../fact.ts'

// What facts about jobs share: the record `job` of lazi.jobs, and its money.

/** SQL of the records of the jobs `$2`, as `job`. */
export const jobRows = rowsOf('lazi.jobs', 'id', { ids: '$2::uuid[]', name: 'job' })

/** SQL that is true for a job that ServiceTitan has, and so its invoices. */
export const hasAccounting = 'job.st_id IS NOT NULL'

/**
 * SQL of a subquery with the income and the subtotal of the job's invoices that adjust no other; NULL for a job that was
 * created in LAZI, of which they are not known.
 */
export const invoicedOf = `(
       SELECT CASE WHEN ${hasAccounting} THEN coalesce(sum(invoice.income), 0) END AS income,
              CASE WHEN ${hasAccounting} THEN coalesce(sum(invoice.subtotal), 0) END AS subtotal
         FROM ${rowsAt('analytics.invoices', 'job_id', 'job.id')} AS invoice
        WHERE NOT invoice.is_adjustment)`

/** SQL of ids that the record `job` has, with the id of none in place of NULL, each as a column of its name. */
export const idsOfJob = (...columns: readonly string[]): string =>
  columns.map((column) => `${orNone(`job.${column}`)} AS ${column}`).join(',\n       ')

/** SQL of the columns that each fact of a job by technician has of the record `job`. */
export const ofJob = `job.id AS job_id,
       ${idsOfJob('business_unit_id', 'job_type_id', 'campaign_id')},
       ${dayOf('job.completed_at')} AS completed_day,
       coalesce(job.status = 'Completed', false) AS is_completed`
