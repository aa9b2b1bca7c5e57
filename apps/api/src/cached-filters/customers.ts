import { defineFilters } from '../resource-definition/filters.ts'

export const customers = defineFilters({
  indexed: [{ startsWith: 'name', index: 'st_customers_name_idx' }],
  residual: [],
})
