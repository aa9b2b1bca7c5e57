import { defineResource, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI jpm-v2: GET /tenant/{tenant}/job-cancel-reasons, which has no `ids` parameter and includes inactive reasons
 * by default; there is no export feed. The reason for which a job was cancelled is in `/jobs/cancel-reasons`.
 */
export const jobCancelReasons = defineResource({
  name: 'job-cancel-reasons',
  type: 'JobCancelReason',
  comment: 'Reasons for which jobs are cancelled.',
  module: 'jpm',
  listPath: 'job-cancel-reasons',
  exportPath: null,
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', ...listParameters, 'sort'],
  exportParameters: [],
  scope: 'tn.jpm.jobcancelreasons:r',
  exampleId: '3305',
  fields: { required: fieldNames('id name active createdOn modifiedOn'), optional: [] },
  droppedPaths: [],
  columns: {
    name: { path: 'name', type: 'text', comment: 'Name of the reason (API: name).', api: 'text' },
  },
  derivedFields: {},
  indexes: {},
  relations: {},
  syncedAfter: [],
})
