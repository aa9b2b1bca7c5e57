import { defineResource, exportParameters, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI payroll-v2: GET /tenant/{tenant}/jobs/splits, which has no `ids` parameter and whose records lack `active`, and
 * /tenant/{tenant}/export/jobs/splits. They hold no pay. The document gives no unit of `split`.
 */
export const jobSplits = defineResource({
  name: 'job-splits',
  type: 'JobSplit',
  comment: 'How the income of a job is divided among technicians.',
  module: 'payroll',
  listPath: 'jobs/splits',
  exportPath: 'export/jobs/splits',
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', ...listParameters, 'sort'],
  exportParameters,
  scope: 'tn.prl.jobs:r',
  exampleId: '220000008',
  fields: {
    required: fieldNames(`
      id jobId technicianId split createdOn modifiedOn active
    `),
    optional: [],
  },
  droppedPaths: [],
  columns: {
    job_id: { path: 'jobId', type: 'bigint', comment: 'The job (API: jobId).', api: 'id' },
    technician_id: {
      path: 'technicianId',
      type: 'bigint',
      comment: 'The technician (API: technicianId).',
      api: 'id',
    },
    split: {
      path: 'split',
      type: 'numeric',
      comment: 'Share of the technician, in the same unit as the other shares of the job (API: split).',
      api: 'decimal',
    },
  },
  derivedFields: {},
  indexes: {
    st_job_splits_job_idx: { columns: ['tenant_id', 'job_id'], queries: ['the splits of a job'] },
  },
  relations: {
    job: { one: 'jobs', by: 'job_id' },
    technician: { one: 'technicians', by: 'technician_id' },
  },
  syncedAfter: ['jobs', 'technicians'],
})
