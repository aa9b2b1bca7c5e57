import { rowsAt, rowsOf } from 'records'
import { dayOf, type Fact, isLive, nextRecords } from '../fact.ts'
import { idsOfJob, invoicedOf, jobRows } from './of-job.ts'

/** Jobs, with the money of their invoices and estimates, and their visits. */
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
    'sold_amount',
    'estimate_count',
    'is_closed',
    'done_visits',
  ],
  day: 'completed_day',
  needs: ['jobs', 'job_types', 'invoices', 'estimates', 'appointments'],
  source: `
SELECT job.id AS job_id,
       ${idsOfJob('business_unit_id', 'job_type_id', 'campaign_id', 'customer_id', 'location_id')},
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
       threshold.is_reached AS is_converted,
       estimated.sold_amount,
       estimated.count AS estimate_count,
       threshold.is_sold AS is_closed,
       visited.count AS done_visits
  FROM ${jobRows}
  LEFT JOIN LATERAL ${rowsAt('lazi.job_types', 'id', 'job.job_type_id')} AS type ON true
  CROSS JOIN LATERAL ${invoicedOf} AS invoiced
  CROSS JOIN LATERAL (
       SELECT count(*)::integer AS count,
              coalesce(sum(estimate.subtotal) FILTER (WHERE estimate.is_sold), 0) AS sold_amount
         FROM ${rowsAt('analytics.estimates', 'job_id', 'job.id')} AS estimate) AS estimated
  CROSS JOIN LATERAL (
       SELECT count(*)::integer AS count FROM ${rowsAt('analytics.visits', 'job_id', 'job.id')} AS visit
        WHERE visit.is_done) AS visited
  CROSS JOIN LATERAL (
       SELECT coalesce(invoiced.subtotal >= type.sold_threshold, false) AS is_reached,
              coalesce(estimated.sold_amount >= type.sold_threshold, false) AND estimated.count > 0 AS is_sold) AS threshold
 WHERE ${isLive('job')}`,
  nextIds: nextRecords('jobs'),
  dependencies: [
    { on: 'jobs' },
    {
      on: 'job_types',
      keys: `SELECT fact.job_id AS id FROM ${rowsOf('analytics.jobs', 'job_type_id', { ids: '$2::uuid[]', name: 'fact' })}`,
      paths: ['sold_threshold'],
      isFanOut: true,
    },
  ],
  madeOf: [
    { fact: 'invoices', by: 'job_id' },
    { fact: 'estimates', by: 'job_id' },
    { fact: 'visits', by: 'job_id' },
  ],
}
