import { rowsAt, rowsOf } from 'records'
import { dayOf, type Fact, isLive, orNone, stIds } from '../fact.ts'
import { idsOfJob, jobRows } from './of-job.ts'

const idOf = (stId: string) => `lazi.projected_id($1, 'job_canceled_logs', ${stId})`

const ofJob = idsOfJob('business_unit_id', 'job_type_id', 'campaign_id')

/**
 * Cancellations of jobs, with unit, type and campaign of the job: those of ServiceTitan's log, and the jobs that LAZI
 * canceled, by their own ids. The id of such a job may be computed from the same number as that of an entry of the log.
 */
export const cancellations: Fact = {
  name: 'cancellations',
  key: 'cancellation_id',
  columns: ['job_id', 'business_unit_id', 'job_type_id', 'campaign_id', 'reason_id', 'canceled_day'],
  day: 'canceled_day',
  needs: ['job_canceled_logs', 'jobs'],
  source: `
SELECT ${idOf('log.st_id')} AS cancellation_id,
       ${orNone(`lazi.projected_id($1, 'jobs', log.job_id)`)} AS job_id,
       ${ofJob},
       ${orNone(`lazi.projected_id($1, 'job_cancel_reasons', log.reason_id)`)} AS reason_id,
       ${dayOf('log.created_on')} AS canceled_day
  FROM ${rowsOf('raw.st_job_canceled_logs', 'st_id', { ids: stIds, name: 'log' })}
  LEFT JOIN LATERAL ${rowsAt('lazi.jobs', 'st_id', 'log.job_id')} AS job ON true
 WHERE ${isLive('log')} AND ${idOf('log.st_id')} = ANY ($2::uuid[])
 UNION ALL
SELECT job.id, job.id, ${ofJob}, ${orNone('job.cancel_reason_id')}, ${dayOf('job.canceled_at')}
  FROM ${jobRows}
 WHERE ${isLive('job')} AND job.canceled_at IS NOT NULL`,
  nextIds: (limit) => `
SELECT id FROM (
  (SELECT ${idOf('st_id')} AS id FROM raw.st_job_canceled_logs
    WHERE tenant_id = $1 AND st_id >= lazi.st_id_of($2::uuid) AND ${idOf('st_id')} > $2::uuid ORDER BY st_id LIMIT ${limit})
   UNION ALL
  (SELECT id FROM lazi.jobs
    WHERE tenant_id = $1 AND id > $2::uuid AND canceled_at IS NOT NULL ORDER BY id LIMIT ${limit})) AS next
 ORDER BY id LIMIT ${limit}`,
  dependencies: [
    { on: 'job_canceled_logs' },
    {
      on: 'jobs',
      keys: `
SELECT ${idOf('log.st_id')} AS id FROM ${rowsOf('raw.st_job_canceled_logs', 'job_id', { ids: stIds, name: 'log' })}
 UNION ALL
SELECT job.id FROM ${jobRows} WHERE job.canceled_at IS NOT NULL
 UNION ALL
SELECT fact.cancellation_id FROM ${rowsOf('analytics.cancellations', 'cancellation_id', { ids: '$2::uuid[]', name: 'fact' })}`,
      paths: ['business_unit_id', 'job_type_id', 'campaign_id', 'cancel_reason_id', 'canceled_at'],
    },
  ],
}
