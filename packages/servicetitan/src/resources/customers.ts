import { exportParameters, fieldNames, listParameters, type Resource } from '../resource.ts'

/** OpenAPI crm-v2: GET /tenant/{tenant}/customers and /tenant/{tenant}/export/customers. */
export const customers: Resource = {
  name: 'customers',
  module: 'crm',
  listPath: 'customers',
  exportPath: 'export/customers',
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters, 'sort'],
  exportParameters,
  scope: 'tn.crm.customers:r',
  fields: {
    required: fieldNames(`
      id active name type address customFields balance taxExempt tagTypeIds doNotMail doNotService
      nationalAccount createdOn createdById modifiedOn externalData
    `),
    optional: fieldNames('mergedToId paymentTermId creditLimit creditLimitBalance'),
  },
}
