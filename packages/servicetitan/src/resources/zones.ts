import { fieldNames, listParameters, type Resource } from '../resource.ts'

/** OpenAPI dispatch-v2: GET /tenant/{tenant}/zones, which takes no `ids`. There is no export feed. */
export const zones: Resource = {
  name: 'zones',
  module: 'dispatch',
  listPath: 'zones',
  exportPath: null,
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', ...listParameters, 'sort'],
  exportParameters: [],
  scope: 'tn.dis.zones:r',
  fields: {
    required: fieldNames('id active createdBy createdOn modifiedOn serviceDaysEnabled'),
    optional: fieldNames(`
      name zips cities territoryNumbers locnNumbers serviceDays businessUnits technicians
    `),
  },
}
