import { defineResource, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI jpm-v2: GET /tenant/{tenant}/job-hold-reasons, which has no `ids` parameter and includes inactive reasons by
 * default; there is no export feed. The reason for which a job was put on hold is in `/jobs/hold-reasons`.
 */
export const jobHoldReasons = defineResource({
  name: 'job-hold-reasons',
  type: 'JobHoldReason',
  comment: 'Reasons for which jobs are put on hold.',
  module: 'jpm',
  listPath: 'job-hold-reasons',
  exportPath: null,
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', ...listParameters, 'sort'],
  exportParameters: [],
  scope: 'tn.jpm.jobholdreasons:r',
  exampleId: '3606',
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
