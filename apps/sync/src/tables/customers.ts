import type { CacheTable } from '../cache/cache-table.ts'

export const customers: CacheTable = {
  name: 'st_customers',
  resource: 'customers',
  columns: [
    { name: 'name', path: 'name', type: 'text' },
    { name: 'type', path: 'type', type: 'text' },
    { name: 'address_street', path: 'address.street', type: 'text' },
    { name: 'address_unit', path: 'address.unit', type: 'text' },
    { name: 'address_city', path: 'address.city', type: 'text' },
    { name: 'address_state', path: 'address.state', type: 'text' },
    { name: 'address_zip', path: 'address.zip', type: 'text' },
    { name: 'address_country', path: 'address.country', type: 'text' },
    { name: 'balance', path: 'balance', type: 'numeric' },
    { name: 'credit_limit', path: 'creditLimit', type: 'numeric' },
    { name: 'credit_limit_balance', path: 'creditLimitBalance', type: 'numeric' },
    { name: 'payment_term_id', path: 'paymentTermId', type: 'bigint' },
    { name: 'tax_exempt', path: 'taxExempt', type: 'boolean' },
    { name: 'do_not_mail', path: 'doNotMail', type: 'boolean' },
    { name: 'do_not_service', path: 'doNotService', type: 'boolean' },
    { name: 'national_account', path: 'nationalAccount', type: 'boolean' },
    { name: 'merged_to_id', path: 'mergedToId', type: 'bigint' },
    { name: 'created_by_id', path: 'createdById', type: 'bigint' },
    { name: 'tag_type_ids', path: 'tagTypeIds', type: 'bigint[]' },
  ],
  droppedPaths: [],
}
