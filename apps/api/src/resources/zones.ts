import { defineResource } from '../resource-definition/resource.ts'

export const zones = defineResource({
  name: 'zones',
  type: 'Zone',
  table: 'st_zones',
  fields: {
    name: 'text',
    zips: 'texts',
    cities: 'texts',
    territoryNumbers: 'texts',
    serviceDays: 'texts',
    serviceDaysEnabled: 'boolean',
    businessUnitIds: 'ids',
    technicianIds: 'ids',
    createdById: 'id',
  },
  paths: [],
  narrow: [],
  includes: {},
})
