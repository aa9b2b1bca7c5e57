import { allOfTime, defineResource, exportParameters, fieldNames, listParameters } from '../resource.ts'

/**
 * OpenAPI crm-v2: GET /tenant/{tenant}/customers/contacts and /tenant/{tenant}/export/customers/contacts.
 * The list requires a modification range or customer ids, so the range is all of time; it has no `ids` and no `active`
 * parameter, and only the export's records have an `active` field.
 */
export const customerContacts = defineResource({
  name: 'customer-contacts',
  type: 'CustomerContact',
  comment: 'Phone numbers and e-mail addresses of customers.',
  module: 'crm',
  listPath: 'customers/contacts',
  exportPath: 'export/customers/contacts',
  listParams: { modifiedOnOrAfter: allOfTime },
  exportParams: {},
  listOrder: {},
  listsInactive: false,
  listParameters: ['customerIds', ...listParameters],
  exportParameters,
  scope: 'tn.crm.customers:r',
  exampleId: '45000005',
  fields: {
    required: fieldNames('modifiedOn phoneSettings createdOn id type value customerId active'),
    optional: fieldNames('preferences memo'),
  },
  droppedPaths: [],
  columns: {
    customer_id: {
      path: 'customerId',
      type: 'bigint',
      comment: 'The customer (API: customerId).',
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
    st_customer_contacts_customer_idx: {
      columns: ['tenant_id', 'customer_id'],
      queries: ['the contacts of a customer'],
    },
    st_customer_contacts_value_idx: {
      columns: ['tenant_id', 'value_key'],
      queries: ['whose phone number or e-mail address this is (value_key =)'],
    },
  },
  relations: {
    customer: { one: 'customers', by: 'customer_id' },
  },
  syncedAfter: ['customers'],
})
