import { exportParameters, fieldNames, listParameters, type Resource } from '../resource.ts'

/**
 * OpenAPI settings-v2: GET /tenant/{tenant}/business-units, which has no `sort`, and
 * /tenant/{tenant}/export/business-units.
 */
export const businessUnits: Resource = {
  name: 'business-units',
  module: 'settings',
  listPath: 'business-units',
  exportPath: 'export/business-units',
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: {},
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters],
  exportParameters,
  scope: 'tn.stt.businessunits:r',
  fields: {
    required: fieldNames('id active name createdOn modifiedOn'),
    optional: fieldNames(`
      officialName email currency phoneNumber invoiceHeader invoiceMessage defaultTaxRate
      authorizationParagraph acknowledgementParagraph address materialSku quickbooksClass accountCode
      franchiseId conceptCode corporateContractNumber trade division tagTypeIds tenant externalData
      certifiedSentriconSpecialistCode
    `),
  },
}
