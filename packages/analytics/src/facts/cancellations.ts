import { rowsAt, rowsOf } from 'records'
import { dayOf, type Fact, isLive, orNone, stIds } from '../fact.ts'

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
       ${['business_unit_id', 'job_type_id', 'campaign_id']
         .map((column) => `${orNone(`job.${column}`)} AS ${column}`)
         .join(',\n       ')},
       ${orNone(`lazi.projected_id($1, 'job_cancel_reasons', log.reason_id)`)} AS reason_id,
       ${dayOf('log.created_on')} AS canceled_day
  FROM ${rowsOf('raw.st_job_canceled_logs', 'st_id', { ids: stIds, name: 'log' })}
  LEFT JOIN LATERAL ${rowsAt('lazi.jobs', 'st_id', 'log.job_id')} AS job ON true
 WHERE ${isLive('log')}`,
  nextIds: (limit) => `SELECT ${logId} AS id FROM raw.st_job_canceled_logs AS log
          WHERE tenant_id = $1 AND st_id > lazi.st_id_of($2::uuid) ORDER BY st_id LIMIT ${limit}`,
  dependencies: [
    { on: 'job_canceled_logs' },
    {
      on: 'jobs',
      keys: `SELECT ${logId} AS id FROM ${rowsOf('raw.st_job_canceled_logs', 'job_id', { ids: stIds, name: 'log' })}`,
      paths: ['business_unit_id', 'job_type_id', 'campaign_id'],
    },
  ],
}
