import { defineResource } from '../resource-definition/resource.ts'

export const businessUnits = defineResource({
  name: 'business-units',
  type: 'BusinessUnit',
  table: 'st_business_units',
  fields: {
    name: 'text',
    officialName: 'text',
    email: 'text',
    phone: 'text',
    accountCode: 'text',
    currency: 'text',
    defaultTaxRate: 'decimal',
    divisionId: 'id',
    divisionName: 'text',
    tradeId: 'id',
    tradeName: 'text',
    tagTypeIds: 'ids',
  },
  paths: [],
  narrow: [],
  includes: {},
})
