import { rowsAt, rowsOf } from 'records'
import { dayOf, type Fact, orNone } from '../fact.ts'
import { incomeOf, isLive } from './invoices.ts'

/** Jobs, with the money of their invoices. */
export const jobs: Fact = {
  name: 'jobs',
  key: 'job_id',
  columns: [
    'business_unit_id',
    'job_type_id',
    'campaign_id',
    'customer_id',
    'location_id',
    'booked_day',
    'completed_day',
    'is_completed',
    'is_canceled',
    'is_no_charge',
    'recall_for_id',
    'revenue',
    'invoice_subtotal',
    'sold_threshold',
    'is_opportunity',
    'is_converted',
  ],
  needs: ['jobs', 'job_types', 'invoices'],
  source: `
SELECT job.id AS job_id,
       ${['business_unit_id', 'job_type_id', 'campaign_id', 'customer_id', 'location_id']
         .map((column) => `${orNone(`job.${column}`)} AS ${column}`)
         .join(',\n       ')},
       ${dayOf('job.created_at')} AS booked_day,
       ${dayOf('job.completed_at')} AS completed_day,
       coalesce(job.status = 'Completed', false) AS is_completed,
       coalesce(job.status = 'Canceled', false) AS is_canceled,
       coalesce(job.no_charge, false) AS is_no_charge,
       job.recall_for_id,
       invoiced.income AS revenue,
       invoiced.subtotal AS invoice_subtotal,
       type.sold_threshold,
       job.no_charge IS NOT TRUE OR threshold.is_reached AS is_opportunity,
       threshold.is_reached AS is_converted
  FROM ${rowsOf('lazi.jobs', 'id', { ids: '$2::uuid[]', name: 'job' })}
  LEFT JOIN LATERAL ${rowsAt('lazi.job_types', 'id', 'job.job_type_id')} AS type ON true
  CROSS JOIN LATERAL (
       SELECT coalesce(sum(item.income), 0) AS income, coalesce(sum(invoice.subtotal), 0) AS subtotal
         FROM ${rowsAt('raw.st_invoices', 'job_id', 'job.st_id')} AS invoice
        CROSS JOIN LATERAL ${incomeOf} AS item
        WHERE ${isLive('invoice')} AND invoice.adjustment_to_id IS NULL) AS invoiced
  CROSS JOIN LATERAL (
       SELECT coalesce(invoiced.subtotal >= type.sold_threshold, false) AS is_reached) AS threshold
 WHERE ${isLive('job')}`,
  nextIds: (limit) =>
    `SELECT id FROM lazi.jobs WHERE tenant_id = $1 AND id > $2::uuid ORDER BY id LIMIT ${limit}`,
  dependencies: [
    { on: 'jobs' },
    {
      on: 'invoices',
      keys: `SELECT lazi.projected_id($1, 'jobs', invoice.job_id) AS id
          FROM ${rowsOf('raw.st_invoices', 'st_id', { ids: 'ARRAY(SELECT lazi.st_id_of(id) FROM unnest($2::uuid[]) AS given (id))', name: 'invoice' })}
         WHERE invoice.job_id IS NOT NULL
         UNION
        SELECT fact.job_id FROM ${rowsOf('analytics.invoices', 'invoice_id', { ids: '$2::uuid[]', name: 'fact' })}`,
    },
    {
      on: 'job_types',
      keys: `SELECT fact.job_id AS id FROM ${rowsOf('analytics.jobs', 'job_type_id', { ids: '$2::uuid[]', name: 'fact' })}`,
      paths: ['sold_threshold'],
      isFanOut: true,
    },
  ],
}
