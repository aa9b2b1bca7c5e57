import { defineResource, exportParameters, fieldNames } from '../resource.ts'

/**
 * OpenAPI jpm-v2: GET /tenant/{tenant}/export/job-canceled-logs. There is no list, and a record has no `modifiedOn`.
 */
export const jobCanceledLogs = defineResource({
  name: 'job-canceled-logs',
  type: 'JobCanceledLog',
  comment: 'When, by whom and for what reason jobs were canceled.',
  module: 'jpm',
  listPath: null,
  exportPath: 'export/job-canceled-logs',
  listParams: {},
  exportParams: {},
  listOrder: {},
  listsInactive: true,
  listParameters: [],
  exportParameters,
  scope: 'tn.jpm.jobcanceledlogs:r',
  exampleId: '240000013',
  fields: {
    required: fieldNames(`
      id jobId reasonId createdOn createdById active
    `),
    optional: fieldNames(`
      memo
    `),
  },
  droppedPaths: [],
  columns: {
    job_id: { path: 'jobId', type: 'bigint', comment: 'The job (API: jobId).', api: 'id' },
    reason_id: { path: 'reasonId', type: 'bigint', comment: 'The reason (API: reasonId).', api: 'id' },
    memo: { path: 'memo', type: 'text', comment: 'Comments (API: memo).', api: 'text' },
    created_by_id: {
      path: 'createdById',
      type: 'bigint',
      comment: 'The user who canceled the job (API: createdById).',
      api: 'id',
    },
  },
  derivedFields: {},
  indexes: {
    st_job_canceled_logs_job_idx: {
      columns: ['tenant_id', 'job_id'],
      queries: ['the cancellations of a job'],
    },
  },
  relations: {
    job: { one: 'jobs', by: 'job_id' },
    reason: { one: 'job-cancel-reasons', by: 'reason_id' },
  },
  syncedAfter: ['job-cancel-reasons', 'jobs'],
})
