import { defineResource, exportParameters, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI settings-v2: GET /tenant/{tenant}/business-units, which has no `sort`, and
 * /tenant/{tenant}/export/business-units.
 */
export const businessUnits = defineResource({
  name: 'business-units',
  type: 'BusinessUnit',
  comment: 'Business units: the parts of a company that jobs, technicians and invoices belong to.',
  module: 'settings',
  listPath: 'business-units',
  exportPath: 'export/business-units',
  recordById: true,
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: {},
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters],
  exportParameters,
  scope: 'tn.stt.businessunits:r',
  exampleId: '604',
  fields: {
    required: fieldNames('id active name createdOn modifiedOn'),
    optional: fieldNames(`
      officialName email currency phoneNumber invoiceHeader invoiceMessage defaultTaxRate
      authorizationParagraph acknowledgementParagraph address materialSku quickbooksClass accountCode
      franchiseId conceptCode corporateContractNumber trade division tagTypeIds tenant externalData
      certifiedSentriconSpecialistCode
    `),
  },
  droppedPaths: [],
  columns: {
    name: { path: 'name', type: 'text', comment: 'Name within the company (API: name).', api: 'text' },
    official_name: {
      path: 'officialName',
      type: 'text',
      comment: 'Name that customers see (API: officialName).',
      api: 'text',
    },
    email: { path: 'email', type: 'text', comment: 'E-mail address (API: email).', api: 'text' },
    phone: { path: 'phoneNumber', type: 'text', comment: 'Phone number (API: phoneNumber).', api: 'text' },
    currency: {
      path: 'currency',
      type: 'text',
      comment: 'Currency code, such as USD (API: currency).',
      api: 'text',
    },
    default_tax_rate: {
      path: 'defaultTaxRate',
      type: 'numeric',
      comment: 'Tax rate of taxable items (API: defaultTaxRate).',
      api: 'decimal',
    },
    trade_id: { path: 'trade.id', type: 'bigint', comment: 'The trade (API: trade.id).', api: 'id' },
    trade_name: {
      path: 'trade.name',
      type: 'text',
      comment: 'Name of the trade (API: trade.name).',
      api: 'text',
    },
    division_id: {
      path: 'division.id',
      type: 'bigint',
      comment: 'The division (API: division.id).',
      api: 'id',
    },
    division_name: {
      path: 'division.name',
      type: 'text',
      comment: 'Name of the division (API: division.name).',
      api: 'text',
    },
    account_code: {
      path: 'accountCode',
      type: 'text',
      comment: 'Account code for accounting (API: accountCode).',
      api: 'text',
    },
    tag_type_ids: {
      path: 'tagTypeIds',
      type: 'bigint[]',
      comment: 'Tags put on its jobs (API: tagTypeIds).',
      api: 'ids',
    },
  },
  derivedFields: {},
  indexes: {},
  relations: {},
  syncedAfter: [],
})
