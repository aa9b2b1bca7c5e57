import { defineFilters } from '../resource-definition/filters.ts'

export const technicians = defineFilters({
  indexed: [
    { equals: 'businessUnitId', only: 'live', index: 'st_technicians_business_unit_idx' },
    { equals: 'team', only: 'live', index: 'st_technicians_team_idx' },
  ],
  residual: [],
})
