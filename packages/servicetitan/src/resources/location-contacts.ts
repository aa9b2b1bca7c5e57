import { allOfTime, exportParameters, fieldNames, listParameters, type Resource } from '../resource.ts'

/**
 * OpenAPI crm-v2: GET /tenant/{tenant}/locations/contacts and /tenant/{tenant}/export/locations/contacts.
 * The list answers only with a range of time or with locations' ids, so it is asked for all of time; it takes no `ids`
 * and no `active`, and only the export's records say whether they are active.
 */
export const locationContacts: Resource = {
  name: 'location-contacts',
  module: 'crm',
  listPath: 'locations/contacts',
  exportPath: 'export/locations/contacts',
  listParams: { modifiedOnOrAfter: allOfTime },
  exportParams: {},
  listOrder: {},
  listsInactive: false,
  listParameters,
  exportParameters,
  scope: 'tn.crm.locations:r',
  fields: {
    required: fieldNames('id type value phoneSettings modifiedOn createdOn locationId active'),
    optional: fieldNames('memo preferences'),
  },
}
