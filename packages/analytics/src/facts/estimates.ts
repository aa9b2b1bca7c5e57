import { rowsAt, rowsOf } from 'records'
import { dayOf, type Fact, isLive, nextCached, orNone, stIds } from '../fact.ts'

const estimateId = `lazi.projected_id($1, 'estimates', estimate.st_id)`

/** Estimates, with type and campaign of their job. */
export const estimates: Fact = {
  name: 'estimates',
  key: 'estimate_id',
  columns: [
    'job_id',
    'customer_id',
    'business_unit_id',
    'job_type_id',
    'campaign_id',
    'sold_by_id',
    'created_day',
    'sold_day',
    'is_sold',
    'is_dismissed',
    'subtotal',
  ],
  day: 'created_day',
  needs: ['estimates', 'jobs'],
  source: `
SELECT ${estimateId} AS estimate_id,
       ${orNone(`lazi.projected_id($1, 'jobs', estimate.job_id)`)} AS job_id,
       ${orNone(`lazi.projected_id($1, 'customers', estimate.customer_id)`)} AS customer_id,
       ${orNone(`lazi.projected_id($1, 'business_units', estimate.business_unit_id)`)} AS business_unit_id,
       ${orNone('job.job_type_id')} AS job_type_id,
       ${orNone('job.campaign_id')} AS campaign_id,
       ${orNone(`lazi.projected_id($1, 'technicians', estimate.sold_by_id)`)} AS sold_by_id,
       ${dayOf('estimate.created_on')} AS created_day,
       CASE WHEN estimate.status = 'Sold' THEN ${dayOf('coalesce(estimate.sold_on, estimate.created_on)')} END AS sold_day,
       coalesce(estimate.status = 'Sold', false) AS is_sold,
       coalesce(estimate.status = 'Dismissed', false) AS is_dismissed,
       coalesce(estimate.subtotal, 0) AS subtotal
  FROM ${rowsOf('raw.st_estimates', 'st_id', { ids: stIds, name: 'estimate' })}
  LEFT JOIN LATERAL ${rowsAt('lazi.jobs', 'st_id', 'estimate.job_id')} AS job ON true
 WHERE ${isLive('estimate')}`,
  nextIds: nextCached('estimates'),
  dependencies: [
    { on: 'estimates' },
    {
      on: 'jobs',
      keys: `SELECT ${estimateId} AS id FROM ${rowsOf('raw.st_estimates', 'job_id', { ids: stIds, name: 'estimate' })}`,
      paths: ['job_type_id', 'campaign_id'],
    },
  ],
}
