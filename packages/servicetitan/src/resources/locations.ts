import { exportParameters, fieldNames, listParameters, type Resource } from '../resource.ts'

/** OpenAPI crm-v2: GET /tenant/{tenant}/locations and /tenant/{tenant}/export/locations. */
export const locations: Resource = {
  name: 'locations',
  module: 'crm',
  listPath: 'locations',
  exportPath: 'export/locations',
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters, 'sort'],
  exportParameters,
  scope: 'tn.crm.locations:r',
  fields: {
    required: fieldNames(`
      id customerId active name address customFields createdOn createdById modifiedOn taxExempt
      tagTypeIds externalData
    `),
    optional: fieldNames('taxZoneId mergedToId zoneId'),
  },
}
