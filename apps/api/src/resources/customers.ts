import { defineFilters } from '../resource-definition/filters.ts'

export const customers = defineFilters({
  paths: [{ begins: 'name', index: 'st_customers_name_idx' }],
  narrow: [],
})
