import { allOfTime, exportParameters, fieldNames, listParameters, type Resource } from '../resource.ts'

/**
 * OpenAPI crm-v2: GET /tenant/{tenant}/customers/contacts and /tenant/{tenant}/export/customers/contacts.
 * The list answers only with a range of modification or with customers' ids, so it is asked for all of time; it takes
 * no `ids` and no `active`, and only the export's records say whether they are active.
 */
export const customerContacts: Resource = {
  name: 'customer-contacts',
  module: 'crm',
  listPath: 'customers/contacts',
  exportPath: 'export/customers/contacts',
  listParams: { modifiedOnOrAfter: allOfTime },
  exportParams: {},
  listOrder: {},
  listsInactive: false,
  listParameters,
  exportParameters,
  scope: 'tn.crm.customers:r',
  fields: {
    required: fieldNames('modifiedOn phoneSettings createdOn id type value customerId active'),
    optional: fieldNames('preferences memo'),
  },
}
