import { exportParameters, fieldNames, listParameters, type Resource } from '../resource.ts'

/**
 * OpenAPI settings-v2: GET /tenant/{tenant}/tag-types, which takes no `ids`, and /tenant/{tenant}/export/tag-types.
 * What the list can be sorted by is not documented; `Id` is what the other lists know.
 */
export const tagTypes: Resource = {
  name: 'tag-types',
  module: 'settings',
  listPath: 'tag-types',
  exportPath: 'export/tag-types',
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', ...listParameters, 'sort'],
  exportParameters,
  scope: 'tn.stt.tagtypes:r',
  fields: {
    required: fieldNames(`
      id name color code isConversionOpportunity allowToUseOnTimesheetActivity
      isVisibleOnDispatchBoard active createdOn modifiedOn
    `),
    optional: fieldNames('importance'),
  },
}
