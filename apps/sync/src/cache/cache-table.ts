import type { ColumnType, ResourceName } from 'catalog'

/** A typed column and the path of its value in the record, such as `address.zip`. */
export interface Column {
  readonly name: string
  readonly path: string
  readonly type: ColumnType
}

/**
 * Values of one table that are computed from the rows of another; every statement that writes either table updates
 * them.
 */
export interface DerivedValue {
  /** The table with the values, such as `st_jobs`. */
  readonly table: string
  /** The column of `table` whose value identifies a row's derivation sources in `from`. */
  readonly key: 'st_id' | (string & {})
  readonly keyType: 'bigint' | 'text'
  /** The table that they are computed from. */
  readonly from: string
  /** The column of `from` that is equal to `key`. */
  readonly by: string
  /** The columns of `table` that `query` yields, by the same names; NULL where `from` has no rows. */
  readonly columns: readonly string[]
  /**
   * Fields merged into `full_data` and left out of `content_hash`, each with the column of `query` that it takes: a JSON
   * array, empty where `from` has no rows.
   */
  readonly fields: Readonly<Record<string, string>>
  /** SQL that returns exactly one row for the key `$key`, also if `from` has no rows for it. `$1` is the tenant. */
  readonly query: string
}

/** A cache table as data: the resource it caches and how records become rows. */
export interface CacheTable {
  /** The table in schema `raw`, `st_<resource>`. */
  readonly name: string
  readonly resource: ResourceName
  readonly columns: readonly Column[]
  /** Sensitive top-level fields, which are excluded unless the tenant's settings allow them. */
  readonly droppedPaths: readonly string[]
}
