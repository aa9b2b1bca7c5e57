import type { ResourceName } from 'catalog'
import type { RecordTable, View } from 'records'
import type { FieldKind } from './field-kinds.ts'
import type { ResourceFilters } from './filters.ts'
import type { Include } from './include.ts'

/** A resource as the API serves it: its fields, its filters, and the related rows it can include. */
export interface Resource extends ResourceFilters {
  /** The name in the URL, such as `job-types`. */
  readonly name: ResourceName
  /** The path of its list, such as `/job-types`. */
  readonly path: string
  /** The type name of one row, such as `JobType`. */
  readonly type: string
  /** The id of a row of the demo account, as a request has it. */
  readonly exampleId: string
  /** The table or view that its rows are read from, with its schema. */
  readonly table: string
  /** Its fields in order, the id first. */
  readonly fields: Readonly<Record<string, FieldKind>>
  /** The fields that are never null, besides the id. */
  readonly neverNull: readonly string[]
  /** SQL of a field's value in the row of an alias. */
  readonly sqlOf: (alias: string, field: string) => string
  /** The column that identifies a row, and that ends every order of rows. */
  readonly key: RowKey
  /** How a row is found by an id in a request. */
  readonly lookUp: (id: string) => LookUp
  /** The columns to compare in place of fields that no index has, by field. */
  readonly compared: Readonly<Record<string, ComparedColumn>>
  /**
   * Whether its rows are ServiceTitan's, from the cache: they have ServiceTitan's ids, what it sent, and parameter
   * `modifiedSince`.
   */
  readonly isCached: boolean
  /** How LAZI's records come from the cache; null: the rows are those of the cache. */
  readonly definition: RecordTable | View | null
  readonly includes: Readonly<Record<string, Include>>
  /** The resource of included rows. */
  readonly resourceOf: (name: string) => Resource
  /** The tables of schema `lazi` that its rows are read from; none: they are read from the cache. */
  readonly needs: readonly string[]
}

/** The column that identifies a row. */
interface RowKey {
  readonly column: 'id' | 'st_id'
  readonly kind: 'uuid' | 'id'
}

/** How a row is found: the column of an index, and SQL of its value; `$2` is the id without its prefix. */
export interface LookUp {
  readonly column: 'id' | 'st_id'
  readonly value: string
  /** SQL of a further condition on the row `t`. */
  readonly and?: string
  readonly id: string
}

/** The column that an index has in place of a field, and SQL of its value for a value of the field. */
export interface ComparedColumn {
  readonly column: string
  readonly convert: (sql: string) => string
}
