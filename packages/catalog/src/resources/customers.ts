import {
  defineResource,
  exportParameters,
  externalDataFilters,
  fieldNames,
  listParameters,
} from '../resource.ts'

/** OpenAPI crm-v2: GET /tenant/{tenant}/customers and /tenant/{tenant}/export/customers. */
export const customers = defineResource({
  name: 'customers',
  type: 'Customer',
  comment: 'Customers: who is billed. Phone numbers and e-mail addresses are in st_customer_contacts.',
  module: 'crm',
  listPath: 'customers',
  exportPath: 'export/customers',
  recordById: true,
  listParams: { active: 'Any' },
  exportParams: {},
  listOrder: { sort: '+Id' },
  listsInactive: true,
  listParameters: ['active', 'ids', ...listParameters, 'sort', ...externalDataFilters],
  exportParameters,
  scope: 'tn.crm.customers:r',
  exampleId: '41000001',
  fields: {
    required: fieldNames(`
      id active name type address customFields balance taxExempt tagTypeIds doNotMail doNotService
      nationalAccount createdOn createdById modifiedOn externalData
    `),
    optional: fieldNames('mergedToId paymentTermId creditLimit creditLimitBalance'),
  },
  droppedPaths: [],
  columns: {
    name: { path: 'name', type: 'text', comment: 'Name of the customer (API: name).', api: 'text' },
    name_key: {
      generatedAs: 'lower(left(name, 100))',
      type: 'text',
      comment: 'Derived: the first 100 characters of the name in lower case, to search by.',
      api: null,
    },
    type: { path: 'type', type: 'text', comment: 'Residential or Commercial (API: type).', api: 'text' },
    address_street: {
      path: 'address.street',
      type: 'text',
      comment: 'Billing address: street and number (API: address.street).',
      api: 'text',
    },
    address_unit: {
      path: 'address.unit',
      type: 'text',
      comment: 'Billing address: unit or apartment (API: address.unit).',
      api: 'text',
    },
    address_city: {
      path: 'address.city',
      type: 'text',
      comment: 'Billing address: city (API: address.city).',
      api: 'text',
    },
    address_state: {
      path: 'address.state',
      type: 'text',
      comment: 'Billing address: state or province, as entered (API: address.state).',
      api: 'text',
    },
    address_zip: {
      path: 'address.zip',
      type: 'text',
      comment: 'Billing address: postal code, as entered (API: address.zip).',
      api: 'text',
    },
    address_country: {
      path: 'address.country',
      type: 'text',
      comment: 'Billing address: country, as entered (API: address.country).',
      api: 'text',
    },
    balance: {
      path: 'balance',
      type: 'numeric',
      comment: "What the customer owes, in the tenant's currency (API: balance).",
      api: 'decimal',
    },
    credit_limit: {
      path: 'creditLimit',
      type: 'numeric',
      comment: "Credit limit, in the tenant's currency (API: creditLimit).",
      api: 'decimal',
    },
    credit_limit_balance: {
      path: 'creditLimitBalance',
      type: 'numeric',
      comment: 'What is left of the credit limit (API: creditLimitBalance).',
      api: 'decimal',
    },
    payment_term_id: {
      path: 'paymentTermId',
      type: 'bigint',
      comment: 'The payment term (API: paymentTermId).',
      api: 'id',
    },
    tax_exempt: {
      path: 'taxExempt',
      type: 'boolean',
      comment: 'Whether sales tax is waived (API: taxExempt).',
      api: 'boolean',
    },
    do_not_mail: {
      path: 'doNotMail',
      type: 'boolean',
      comment: 'Whether the customer wants no mail (API: doNotMail).',
      api: 'boolean',
    },
    do_not_service: {
      path: 'doNotService',
      type: 'boolean',
      comment: 'Whether no work is to be done for the customer (API: doNotService).',
      api: 'boolean',
    },
    national_account: {
      path: 'nationalAccount',
      type: 'boolean',
      comment: 'Whether it is a national account (API: nationalAccount).',
      api: 'boolean',
    },
    merged_to_id: {
      path: 'mergedToId',
      type: 'bigint',
      comment: 'The customer that this one was merged into (API: mergedToId).',
      api: 'id',
    },
    created_by_id: {
      path: 'createdById',
      type: 'bigint',
      comment: 'The user who created the record (API: createdById).',
      api: 'id',
    },
    tag_type_ids: {
      path: 'tagTypeIds',
      type: 'bigint[]',
      comment: 'Tags on the customer (API: tagTypeIds).',
      api: 'ids',
    },
  },
  derivedFields: {},
  indexes: {
    st_customers_name_idx: {
      columns: ['tenant_id', { column: 'name_key', operators: 'text_pattern_ops' }],
      queries: ['customers by the beginning of the name, whatever the case (name_key ^@)'],
    },
  },
  relations: {
    locations: { many: 'locations', find: 'customer_id' },
    jobs: { many: 'jobs', find: 'customer_id', orderBy: '-created_on' },
    contacts: { many: 'customer-contacts', find: 'customer_id' },
  },
  syncedAfter: ['tag-types'],
})
