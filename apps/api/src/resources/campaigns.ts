import { defineResource } from '../resource-definition/resource.ts'

export const campaigns = defineResource({
  name: 'campaigns',
  type: 'Campaign',
  table: 'st_campaigns',
  fields: {
    name: 'text',
    categoryId: 'id',
    categoryName: 'text',
    businessUnit: 'text',
    isDefault: 'boolean',
    medium: 'text',
    otherMedium: 'text',
    source: 'text',
    otherSource: 'text',
    phoneNumbers: 'texts',
  },
  paths: [],
  narrow: [],
  includes: {},
})
