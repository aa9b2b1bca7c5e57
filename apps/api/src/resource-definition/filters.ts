import type { ApiFields, ResourceName, resourceMap } from 'catalog'
import type { SharedField } from './shared-fields.ts'

/**
 * A filter that one index serves. After the tenant, the index has the field of the parameter, then the field of the
 * order. A request uses the first indexed filter of its resource that one of its parameters selects.
 */
export interface IndexedFilter<Field extends string = string, Index extends string = string> {
  /** The field must equal the parameter of the same name. */
  readonly equals?: Field
  /** The field must lie in a period: parameters `<field>From` and `<field>Before`. */
  readonly within?: Field
  /** The field must start with parameter `search`, ignoring case. */
  readonly startsWith?: 'name'
  /** The field that the index orders rows by. @default the id */
  readonly orderedBy?: Field
  /** Whether the order is descending. @default false */
  readonly newestFirst?: boolean
  /** The rows of a partial index: `kept` rows have no tombstone, `live` rows are also active. @default all */
  readonly only?: 'kept' | 'live'
  readonly index: Index
}

/** The filters of a resource's list. */
export interface ResourceFilters<Field extends string = string, Index extends string = string> {
  readonly indexed: readonly IndexedFilter<Field, Index>[]
  /** Fields that further filter the rows of an indexed filter: parameters of the same names. */
  readonly residual: readonly Field[]
}

export const noFilters: ResourceFilters = { indexed: [], residual: [] }

type Catalog = typeof resourceMap
type FieldName<R extends Catalog[ResourceName]> = keyof ApiFields<R> | SharedField

/** The filters of each resource: their fields and indexes must be in the catalog. A resource may have no filters. */
export type FilterMap = {
  readonly [Name in ResourceName]?: ResourceFilters<
    FieldName<Catalog[Name]>,
    keyof Catalog[Name]['indexes'] & string
  >
}

/** Preserves the literal types of filters, from which the types of a list's parameters are derived. */
export function defineFilters<const F extends ResourceFilters>(filters: F): F {
  return filters
}
