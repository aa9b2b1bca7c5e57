/** The first segment of every path. The OpenAPI file has the same name, except `salestech` for `sales`. */
export type ResourceModule =
  | 'accounting'
  | 'crm'
  | 'dispatch'
  | 'jpm'
  | 'marketing'
  | 'memberships'
  | 'payroll'
  | 'sales'
  | 'settings'
  | 'telecom'

/** List query parameters that select records by their parent, or by what an app stored with them. */
export type ListFilter =
  | 'appointmentIds'
  | 'customerIds'
  | 'externalDataApplicationGuid'
  | 'externalDataKey'
  | 'externalDataValues'
  | 'jobId'
  | 'locationIds'

/** List query parameters that the client supports. */
export type ListParameter =
  | 'active'
  | 'activeState'
  | ListFilter
  | 'ids'
  | 'includeInactive'
  | 'includeTotal'
  | 'modifiedBefore'
  | 'modifiedOnOrAfter'
  | 'orderBy'
  | 'orderByDirection'
  | 'page'
  | 'pageSize'
  | 'sort'

/** Export feed query parameters that the client supports. */
export type ExportParameter = 'active' | 'from' | 'includeRecentChanges'

/** How a JSON value is read into a column. Each type accepts one JSON type; any other value is stored as NULL. */
export type ColumnType =
  | 'text'
  | 'boolean'
  | 'bigint'
  | 'integer'
  | 'numeric'
  | 'amount'
  | 'timestamptz'
  | 'date'
  | 'latitude'
  | 'longitude'
  | 'bigint[]'
  | 'text[]'
  | 'jsonb'

/** How the API represents a column. Ids and decimals are strings, so that they stay exact. */
export type ApiKind =
  | 'id'
  | 'text'
  | 'boolean'
  | 'integer'
  | 'number'
  | 'decimal'
  | 'instant'
  | 'date'
  | 'ids'
  | 'texts'
  | 'json'

interface ColumnFacts {
  readonly type: ColumnType
  /** COMMENT ON COLUMN: meaning, unit, and source field. */
  readonly comment: string
  /** Its kind in the API, under its name in camelCase; null: not exposed. */
  readonly api: ApiKind | null
}

/** A column read from the record. */
interface FieldColumn extends ColumnFacts {
  /** Path of the value in the record, such as `address.zip`. */
  readonly path: string
}

/** A column derived from rows of another resource. */
interface DerivedColumn extends ColumnFacts {
  /** The derivation source; null when no resource provides the value, and the column is NULL. */
  readonly derivedFrom: string | null
}

/** A column that PostgreSQL computes from other columns of the row. */
interface GeneratedColumn extends ColumnFacts {
  /** The SQL expression. */
  readonly generatedAs: string
}

export type Column = FieldColumn | DerivedColumn | GeneratedColumn

/** An index in addition to those of every cache table: primary key, `modified_on` and `full_data`. */
export interface Index {
  /** @default 'btree' */
  readonly method?: 'gin'
  /** Key columns or expressions in order, each with its operator class unless that is the default. */
  readonly columns: readonly (string | { readonly column: string; readonly operators: string })[]
  /** Non-key columns (INCLUDE), for index-only scans. */
  readonly include?: readonly string[]
  /** The predicate of a partial index, in SQL. */
  readonly where?: string
  /** The queries that it serves, in words; at least one. */
  readonly queries: readonly string[]
}

/** The resource that links a row to its related rows. */
export interface Through {
  readonly resource: string
  /** Its column with this row's key. */
  readonly find: string
  /** Its column with the keys of the related rows. */
  readonly take: string
  /** The rows to follow: `kept` rows have no tombstone, `live` rows are also active. */
  readonly only: 'kept' | 'live'
  /** Its column to order by, newest first, if `limit` is set. */
  readonly newestBy?: string
  /** Maximum number of its rows. @default all */
  readonly limit?: number
}

interface RelationFacts {
  /** The column of this row that holds the key, or an array of keys. @default 'st_id' */
  readonly by?: string
  /** The column of the related rows that equals a key. @default 'st_id' */
  readonly find?: string
  /** For keys that are not in this row: it is related through another resource. */
  readonly through?: Through
}

/** A relation to at most one row of another resource. */
export interface OneRelation extends RelationFacts {
  readonly one: string
}

/** A relation to rows of another resource. */
export interface ManyRelation extends RelationFacts {
  readonly many: string
  /** The column to order by; a leading minus means descending. @default the id */
  readonly orderBy?: string
}

export type Relation = OneRelation | ManyRelation

/**
 * One kind of ServiceTitan object: its endpoints, its cache table and its API fields. Data only, from which each
 * package derives its own definitions. Paths follow `/{module}/v2/tenant/{tenant}/`.
 *
 * ServiceTitan ignores unknown query parameters and returns 200 with all records, so the two allowlists contain only
 * parameters of the module's OpenAPI file, and no others are sent.
 */
export interface Resource {
  /** As in the API's paths, such as `job-types`. */
  readonly name: string
  /** Name of the row type, such as JobType. */
  readonly type: string
  /** COMMENT ON TABLE: what a row represents. */
  readonly comment: string
  readonly module: ResourceModule
  /** Path of the list, e.g. `locations`; null without one, or if its records differ from those of the feed. */
  readonly listPath: string | null
  /** Path of the export feed, e.g. `export/locations`; null without one. */
  readonly exportPath: string | null
  /** Whether `<listPath>/<id>` is the path of one record. @default false */
  readonly recordById?: boolean
  /** Default parameters of every list request, which include inactive records. */
  readonly listParams: Readonly<Partial<Record<ListParameter, string>>>
  /** Parameters of every export feed request. */
  readonly exportParams: Readonly<Partial<Record<ExportParameter, string>>>
  /** The safest order for offset paging, e.g. `{ sort: '+Id' }`; empty if the list cannot be sorted. */
  readonly listOrder: Readonly<Partial<Record<'orderBy' | 'orderByDirection' | 'sort', string>>>
  /**
   * Whether the list, with `listParams`, includes inactive records. False if it has no such parameter and its records
   * have no `active` field: its count must then be compared with active rows only.
   */
  readonly listsInactive: boolean
  readonly listParameters: readonly ListParameter[]
  readonly exportParameters: readonly ExportParameter[]
  /** The OAuth scope that reading requires. */
  readonly scope: string
  /** ServiceTitan's id of a record of the demo account, for examples. */
  readonly exampleId: string
  /**
   * The documented top-level fields of a record of the export feed or, without one, of the list. ServiceTitan sometimes
   * omits required fields, and adds fields monthly.
   */
  readonly fields: { readonly required: readonly string[]; readonly optional: readonly string[] }
  /** Fields that the feed of some accounts leaves null, although the list has them. @default none */
  readonly blankInFeed?: readonly string[]
  /** Sensitive top-level fields, excluded unless the tenant's settings keep them. */
  readonly droppedPaths: readonly string[]
  /** Columns by name, in table order, without the shared columns, such as `modified_on`. */
  readonly columns: Readonly<Record<string, Column>>
  /** Derived fields merged into `full_data`, each with its derivation source. */
  readonly derivedFields: Readonly<Record<string, string>>
  readonly indexes: Readonly<Record<string, Index>>
  /** The related rows that the API can include, by include name. */
  readonly relations: Readonly<Record<string, Relation>>
  /** Referenced resources that are synced first, without derivation sources, which always are. */
  readonly syncedAfter: readonly string[]
}

/** Preserves the literal types of a resource, from which its row types are derived. */
export function defineResource<const R extends Resource>(resource: R): R {
  return resource
}

/** Parameters that every list supports. */
export const listParameters = [
  'includeTotal',
  'modifiedBefore',
  'modifiedOnOrAfter',
  'page',
  'pageSize',
] as const satisfies readonly ListParameter[]

/** Parameters of a list whose records can be found by an app's own data, which is stored with them (`externalData`). */
export const externalDataFilters = [
  'externalDataApplicationGuid',
  'externalDataKey',
  'externalDataValues',
] as const satisfies readonly ListFilter[]

/** Parameters that every export feed supports. */
export const exportParameters = ['from', 'includeRecentChanges'] as const satisfies readonly ExportParameter[]

/** A `modifiedOnOrAfter` before every record, for lists that require a range. */
export const allOfTime = '2000-01-01'

/** Splits field names at whitespace: one line per field would make definitions too long to read. */
export function fieldNames(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}
