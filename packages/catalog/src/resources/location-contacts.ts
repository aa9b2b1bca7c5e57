import { allOfTime, defineResource, exportParameters, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI crm-v2: GET /tenant/{tenant}/locations/contacts and /tenant/{tenant}/export/locations/contacts.
 * The list requires a modification range or location ids, so the range is all of time; it has no `ids` and no `active`
 * parameter, and only the export's records have an `active` field.
 */
export const locationContacts = defineResource({
  name: 'location-contacts',
  type: 'LocationContact',
  comment: 'Phone numbers and e-mail addresses of locations.',
  module: 'crm',
  listPath: 'locations/contacts',
  exportPath: 'export/locations/contacts',
  listParams: { modifiedOnOrAfter: allOfTime },
  exportParams: {},
  listOrder: {},
  listsInactive: false,
  listParameters: ['locationIds', ...listParameters],
  exportParameters,
  scope: 'tn.crm.locations:r',
  exampleId: '25000015',
  fields: {
    required: fieldNames('id type value phoneSettings modifiedOn createdOn locationId active'),
    optional: fieldNames('memo preferences'),
  },
  droppedPaths: [],
  columns: {
    location_id: {
      path: 'locationId',
      type: 'bigint',
      comment: 'The location (API: locationId).',
      api: 'id',
    },
    type: {
      path: 'type',
      type: 'text',
      comment: 'Phone, MobilePhone, Fax or Email; the API may add others (API: type).',
      api: 'text',
    },
    value: {
      path: 'value',
      type: 'text',
      comment: 'The number or address, as entered (API: value).',
      api: 'text',
    },
    value_key: {
      generatedAs:
        "CASE WHEN type IN ('Phone', 'MobilePhone', 'Fax') THEN left(regexp_replace(value, '[^0-9]', '', 'g'), 100) ELSE lower(left(value, 100)) END",
      type: 'text',
      comment:
        'Derived, to search by: of a number its digits, of all else the first 100 characters in lower case.',
      api: null,
    },
    memo: {
      path: 'memo',
      type: 'text',
      comment: 'What the contact is for, such as whose number it is (API: memo).',
      api: 'text',
    },
    do_not_text: {
      path: 'phoneSettings.doNotText',
      type: 'boolean',
      comment: 'Whether the number opted out of text messages (API: phoneSettings.doNotText).',
      api: 'boolean',
    },
  },
  derivedFields: {},
  indexes: {
    st_location_contacts_location_idx: {
      columns: ['tenant_id', 'location_id'],
      queries: ['the contacts of a location'],
    },
    st_location_contacts_value_idx: {
      columns: ['tenant_id', 'value_key'],
      queries: ['whose phone number or e-mail address this is (value_key =)'],
    },
  },
  relations: {
    location: { one: 'locations', by: 'location_id' },
  },
  syncedAfter: ['customers'],
})
