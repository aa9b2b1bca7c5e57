import { fieldNames, listParameters, type Resource } from '../resource.ts'

/**
 * OpenAPI dispatch-v2: GET /tenant/{tenant}/teams, which takes no `ids`, and `includeInactive` instead of `active`.
 * There is no export feed.
 */
export const teams: Resource = {
  name: 'teams',
  module: 'dispatch',
  listPath: 'teams',
  exportPath: null,
  listParams: { includeInactive: 'true' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['includeInactive', ...listParameters, 'sort'],
  exportParameters: [],
  scope: 'tn.dis.teams:r',
  fields: {
    required: fieldNames('id active createdOn modifiedOn'),
    optional: fieldNames('name createdBy'),
  },
}
