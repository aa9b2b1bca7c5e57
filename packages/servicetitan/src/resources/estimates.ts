import { exportParameters, fieldNames, listParameters, type Resource } from '../resource.ts'

/**
 * OpenAPI salestech-v2, whose base path is /sales/v2: GET /tenant/{tenant}/estimates and
 * /tenant/{tenant}/export/estimates.
 */
export const estimates: Resource = {
  name: 'estimates',
  module: 'sales',
  listPath: 'estimates',
  exportPath: 'export/estimates',
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters, 'sort'],
  exportParameters,
  scope: 'tn.sal.estimates:r',
  fields: {
    required: fieldNames(`
      id reviewStatus createdOn modifiedOn active subtotal tax isRecommended isChangeOrder
    `),
    optional: fieldNames(`
      jobId projectId locationId customerId name jobNumber status summary soldOn soldBy items
      externalLinks businessUnitId businessUnitName budgetCodeId proposalTagName depositAmount
      depositPercent requireDepositOnSignature
    `),
  },
}
