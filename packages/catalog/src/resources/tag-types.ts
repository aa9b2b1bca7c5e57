import { defineResource, exportParameters, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI settings-v2: GET /tenant/{tenant}/tag-types, which has no `ids`, and /tenant/{tenant}/export/tag-types.
 * Sort fields are not documented; other lists support `Id`.
 */
export const tagTypes = defineResource({
  name: 'tag-types',
  type: 'TagType',
  comment: 'Tag types: what tag_type_ids of other tables refer to.',
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
  exampleId: '205',
  fields: {
    required: fieldNames(`
      id name color code isConversionOpportunity allowToUseOnTimesheetActivity
      isVisibleOnDispatchBoard active createdOn modifiedOn
    `),
    optional: fieldNames('importance'),
  },
  droppedPaths: [],
  columns: {
    name: { path: 'name', type: 'text', comment: 'Name of the tag (API: name).', api: 'text' },
    code: { path: 'code', type: 'text', comment: 'Short code (API: code).', api: 'text' },
    color: { path: 'color', type: 'text', comment: 'Color as hexadecimal digits (API: color).', api: 'text' },
    importance: {
      path: 'importance',
      type: 'text',
      comment: 'Medium, High or NULL (API: importance).',
      api: 'text',
    },
    is_conversion_opportunity: {
      path: 'isConversionOpportunity',
      type: 'boolean',
      comment: 'Whether a tagged job is an opportunity (API: isConversionOpportunity).',
      api: 'boolean',
    },
    is_visible_on_dispatch_board: {
      path: 'isVisibleOnDispatchBoard',
      type: 'boolean',
      comment: 'Whether the board shows it (API: isVisibleOnDispatchBoard).',
      api: 'boolean',
    },
  },
  derivedFields: {},
  indexes: {},
  relations: {},
  syncedAfter: [],
})
