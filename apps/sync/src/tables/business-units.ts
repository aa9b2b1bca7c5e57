import type { CacheTable } from '../cache/cache-table.ts'

export const businessUnits: CacheTable = {
  name: 'st_business_units',
  resource: 'business-units',
  columns: [
    { name: 'name', path: 'name', type: 'text' },
    { name: 'official_name', path: 'officialName', type: 'text' },
    { name: 'email', path: 'email', type: 'text' },
    { name: 'phone', path: 'phoneNumber', type: 'text' },
    { name: 'currency', path: 'currency', type: 'text' },
    { name: 'default_tax_rate', path: 'defaultTaxRate', type: 'numeric' },
    { name: 'trade_id', path: 'trade.id', type: 'bigint' },
    { name: 'trade_name', path: 'trade.name', type: 'text' },
    { name: 'division_id', path: 'division.id', type: 'bigint' },
    { name: 'division_name', path: 'division.name', type: 'text' },
    { name: 'account_code', path: 'accountCode', type: 'text' },
    { name: 'tag_type_ids', path: 'tagTypeIds', type: 'bigint[]' },
  ],
  droppedPaths: [],
}
