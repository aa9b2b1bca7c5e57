import type { CacheTable } from '../cache/cache-table.ts'

export const customerContacts: CacheTable = {
  name: 'st_customer_contacts',
  resource: 'customer-contacts',
  columns: [
    { name: 'customer_id', path: 'customerId', type: 'bigint' },
    { name: 'type', path: 'type', type: 'text' },
    { name: 'value', path: 'value', type: 'text' },
    { name: 'memo', path: 'memo', type: 'text' },
    { name: 'do_not_text', path: 'phoneSettings.doNotText', type: 'boolean' },
  ],
  droppedPaths: [],
}
