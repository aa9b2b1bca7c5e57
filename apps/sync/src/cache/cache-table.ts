import type { ColumnType, ResourceName } from 'catalog'

/** A typed column and where in the record its value stands, such as `address.zip`. */
export interface Column {
  readonly name: string
  readonly path: string
  readonly type: ColumnType
}

/** What follows, in one table, from the rows of another; kept by the statement that writes either side. */
export interface DerivedValue {
  /** Which table the values are in, such as `st_jobs`. */
  readonly table: string
  /** The column of `table` that names a row's derivation sources in `from`. */
  readonly key: 'st_id' | (string & {})
  readonly keyType: 'bigint' | 'text'
  /** The table that they follow from. */
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
  /** SQL of exactly one row for the key that stands for `$key`, also when `from` has none. `$1` is the tenant. */
  readonly query: string
}

/** A cache table as data: the resource it caches and how records become rows. */
export interface CacheTable {
  /** The table in schema `raw`, `st_<resource>`. */
  readonly name: string
  readonly resource: ResourceName
  readonly columns: readonly Column[]
  /** Top-level fields that are sensitive and dropped unless the tenant's settings say otherwise. */
  readonly droppedPaths: readonly string[]
}
