export { type ApiFields, apiFieldsOf, camelCase } from './api-fields.ts'
export { cacheTableOf, sqlTypeOf } from './cache-table.ts'
export { resourceMap } from './generated/resources.ts'
export { identifierOf } from './identifier.ts'
export type {
  ApiKind,
  Column,
  ColumnType,
  ExportParameter,
  Index,
  ListFilter,
  ListParameter,
  ManyRelation,
  OneRelation,
  Relation,
  Resource,
  ResourceModule,
  Through,
} from './resource.ts'
export { findResource, type ResourceName, resources } from './resources.ts'
export { sourcesOf } from './sync-order.ts'
