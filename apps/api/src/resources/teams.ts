import { defineResource } from '../resource-definition/resource.ts'

export const teams = defineResource({
  name: 'teams',
  type: 'Team',
  table: 'st_teams',
  fields: { name: 'text', createdById: 'id' },
  paths: [],
  narrow: [],
  includes: {},
})
