import { defineResource, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI dispatch-v2: GET /tenant/{tenant}/teams, with `includeInactive` instead of `active`, and no `ids`.
 * There is no export feed.
 */
export const teams = defineResource({
  name: 'teams',
  type: 'Team',
  comment: 'Teams of technicians; a technician names the team and not its id.',
  module: 'dispatch',
  listPath: 'teams',
  exportPath: null,
  recordById: true,
  listParams: { includeInactive: 'true' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['includeInactive', ...listParameters, 'sort'],
  exportParameters: [],
  scope: 'tn.dis.teams:r',
  exampleId: '707',
  fields: {
    required: fieldNames('id active createdOn modifiedOn'),
    optional: fieldNames('name createdBy'),
  },
  droppedPaths: [],
  columns: {
    name: { path: 'name', type: 'text', comment: 'Name of the team (API: name).', api: 'text' },
    created_by_id: {
      path: 'createdBy',
      type: 'bigint',
      comment: 'The user who created the record (API: createdBy).',
      api: 'id',
    },
  },
  derivedFields: {},
  indexes: {},
  relations: {},
  syncedAfter: [],
})
