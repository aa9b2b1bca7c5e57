import { defineFilters } from '../resource-definition/filters.ts'

export const customers = defineFilters({
  paths: [{ startsWith: 'name', index: 'st_customers_name_idx' }],
  narrow: [],
})
