import { fieldNames, listParameters, type Resource } from '../resource.ts'

/**
 * OpenAPI jpm-v2: GET /tenant/{tenant}/job-types, ordered by `orderBy` and `orderByDirection`. There is no export feed.
 */
export const jobTypes: Resource = {
  name: 'job-types',
  module: 'jpm',
  listPath: 'job-types',
  exportPath: null,
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { orderBy: 'id', orderByDirection: 'asc' },
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters, 'orderBy', 'orderByDirection'],
  exportParameters: [],
  scope: 'tn.jpm.jobtypes:r',
  fields: {
    required: fieldNames(`
      id name businessUnitIds skills tagTypeIds priority duration class summary noCharge
      invoiceSignaturesRequired modifiedOn createdOn externalData active isSmartDispatched
      defaultEstimateSoldAction customFieldTypeIds
    `),
    optional: fieldNames('soldThreshold enforceRecurringServiceEventSelection'),
  },
}
