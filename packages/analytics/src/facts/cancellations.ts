import { rowsAt, rowsOf } from 'records'
import { dayOf, type Fact, isLive, nextCached, orNone, stIds } from '../fact.ts'
import { idsOfJob } from './of-job.ts'

const logId = `lazi.projected_id($1, 'job_canceled_logs', log.st_id)`

/** Cancellations of jobs, with unit, type and campaign of the job. */
export const cancellations: Fact = {
  name: 'cancellations',
  key: 'cancellation_id',
  columns: ['job_id', 'business_unit_id', 'job_type_id', 'campaign_id', 'reason_id', 'canceled_day'],
  day: 'canceled_day',
  needs: ['job_canceled_logs', 'jobs'],
  source: `
SELECT ${logId} AS cancellation_id,
       ${orNone(`lazi.projected_id($1, 'jobs', log.job_id)`)} AS job_id,
       ${idsOfJob('business_unit_id', 'job_type_id', 'campaign_id')},
       ${orNone(`lazi.projected_id($1, 'job_cancel_reasons', log.reason_id)`)} AS reason_id,
       ${dayOf('log.created_on')} AS canceled_day
  FROM ${rowsOf('raw.st_job_canceled_logs', 'st_id', { ids: stIds, name: 'log' })}
  LEFT JOIN LATERAL ${rowsAt('lazi.jobs', 'st_id', 'log.job_id')} AS job ON true
 WHERE ${isLive('log')}`,
  nextIds: nextCached('job_canceled_logs'),
  dependencies: [
    { on: 'job_canceled_logs' },
    {
      on: 'jobs',
      keys: `SELECT ${logId} AS id FROM ${rowsOf('raw.st_job_canceled_logs', 'job_id', { ids: stIds, name: 'log' })}`,
      paths: ['business_unit_id', 'job_type_id', 'campaign_id'],
    },
  ],
}
