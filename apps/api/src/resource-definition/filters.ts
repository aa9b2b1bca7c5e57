import type { ApiFields, ResourceName, resourceMap } from 'catalog'
import type { SharedField } from './shared-fields.ts'

/**
 * A way to find rows that an index serves. What it is called by comes first in the index, after the tenant; what it is
 * ordered by comes next. A request takes the first of its resource's paths that one of its parameters belongs to.
 */
export interface Path<Field extends string = string, Index extends string = string> {
  /** Field that is given, exactly: parameter of the same name. */
  readonly at?: Field
  /** Field of which a period is given: parameters `<field>From` and `<field>Before`. */
  readonly within?: Field
  /** Field whose beginning is given, whatever the case: parameter `search`. */
  readonly begins?: 'name'
  /** Field that the index has the rows in order of. @default the id */
  readonly orderedBy?: Field
  /** Whether the greatest comes first. @default false */
  readonly newestFirst?: boolean
  /** Rows that the index has: kept ones have no tombstone, live ones are active too. @default all */
  readonly only?: 'kept' | 'live'
  readonly index: Index
}

/** By what the list of a resource can be filtered. */
export interface ResourceFilters<Field extends string = string, Index extends string = string> {
  readonly paths: readonly Path<Field, Index>[]
  /** Fields that narrow down what a path found: parameters of the same names. */
  readonly narrow: readonly Field[]
}

type Catalog = typeof resourceMap
type FieldName<R extends Catalog[ResourceName]> = keyof ApiFields<R> | SharedField

/** The filters of resources, by fields and indexes that those have in the catalog; a resource may have none. */
export type FilterMap = {
  readonly [Name in ResourceName]?: ResourceFilters<
    FieldName<Catalog[Name]>,
    keyof Catalog[Name]['indexes'] & string
  >
}

/** Keeps the literal types of filters, from which the types of a list's parameters follow. */
export function defineFilters<const F extends ResourceFilters>(filters: F): F {
  return filters
}
