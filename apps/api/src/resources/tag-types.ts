import { defineResource } from '../resource-definition/resource.ts'

export const tagTypes = defineResource({
  name: 'tag-types',
  type: 'TagType',
  table: 'st_tag_types',
  fields: {
    name: 'text',
    code: 'text',
    color: 'text',
    importance: 'text',
    isConversionOpportunity: 'boolean',
    isVisibleOnDispatchBoard: 'boolean',
  },
  paths: [],
  narrow: [],
  includes: {},
})
