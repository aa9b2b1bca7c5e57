/** The first segment of every path. The OpenAPI file has the same name, but for `sales`: that is `salestech`. */
export type ResourceModule = 'accounting' | 'crm' | 'dispatch' | 'jpm' | 'marketing' | 'sales' | 'settings'

/** Query parameters of a list that the client knows how to use. */
export type ListParameter =
  | 'active'
  | 'activeState'
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

/** Query parameters of an export feed that the client knows how to use. */
export type ExportParameter = 'active' | 'from' | 'includeRecentChanges'

/** How a JSON value becomes a column. Each type accepts one JSON type; anything else is stored as NULL. */
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

/** What a column is in an answer of the API. Ids and decimal numbers are text there, so that they stay exact. */
export type ApiKind =
  | 'id'
  | 'text'
  | 'boolean'
  | 'integer'
  | 'number'
  | 'decimal'
  | 'moment'
  | 'date'
  | 'ids'
  | 'texts'
  | 'json'

interface ColumnFacts {
  readonly type: ColumnType
  /** COMMENT ON COLUMN: what it is, its unit, and the field that it comes from. */
  readonly comment: string
  /** What the API shows it as, under its name in camelCase; null: not shown. */
  readonly api: ApiKind | null
}

/** A column with a value of the record. */
interface FieldColumn extends ColumnFacts {
  /** Where the value stands in the record, such as `address.zip`. */
  readonly path: string
}

/** A column whose value follows from the rows of another resource. */
interface DerivedColumn extends ColumnFacts {
  /** That resource; null while no resource has the value, so that the column is NULL. */
  readonly derivedFrom: string | null
}

/** A column that PostgreSQL computes from others of the row. */
interface GeneratedColumn extends ColumnFacts {
  /** The SQL expression. */
  readonly generatedAs: string
}

export type Column = FieldColumn | DerivedColumn | GeneratedColumn

/** An index beside those that every cache table has: primary key, `modified_on` and `full_data`. */
export interface Index {
  /** @default 'btree' */
  readonly method?: 'gin'
  /** Columns or expressions in their order, with an operator class where it is not the default one. */
  readonly columns: readonly (string | { readonly column: string; readonly operators: string })[]
  /** Columns that are carried and not searched by, so that a query needs no row. */
  readonly include?: readonly string[]
  /** The predicate of a partial index, in SQL. */
  readonly where?: string
  /** The questions that it answers; an index without one does not exist. */
  readonly queries: readonly string[]
}

/** Rows of a further resource on the way to the related ones. */
export interface Through {
  readonly resource: string
  /** Its column that has this row's key. */
  readonly find: string
  /** Its column with the keys of the related rows. */
  readonly take: string
  /** Which of its rows count: kept ones have no tombstone, live ones are active too. */
  readonly only: 'kept' | 'live'
  /** Its column by which the newest are taken, where there may be many. */
  readonly newestBy?: string
  /** Rows at most. @default all */
  readonly limit?: number
}

interface RelationFacts {
  /** The column of this row with the key, or with an array of keys. @default 'st_id' */
  readonly by?: string
  /** The column of the related rows that is equal to a key. @default 'st_id' */
  readonly find?: string
  /** Where the keys are not in this row: its own key leads to them through another resource. */
  readonly through?: Through
}

/** The one row of another resource that belongs to a row. */
export interface OneRelation extends RelationFacts {
  readonly one: string
}

/** Rows of another resource that belong to a row. */
export interface ManyRelation extends RelationFacts {
  readonly many: string
  /** The column that they are ordered by; descending with a minus. @default the id */
  readonly orderBy?: string
}

export type Relation = OneRelation | ManyRelation

/**
 * One kind of ServiceTitan object: how it is read, which table caches it, and what the API shows of it. Data only, so
 * that every room can derive from it what it needs. Paths follow `/{module}/v2/tenant/{tenant}/`.
 *
 * ServiceTitan ignores a query parameter that it does not know and answers 200 with everything, so the two
 * allowlists hold only what the module's OpenAPI file names, and nothing else is ever sent.
 */
export interface Resource {
  /** As in paths of the API, such as `job-types`. */
  readonly name: string
  /** The type of one row, such as JobType. */
  readonly type: string
  /** COMMENT ON TABLE: what one row is. */
  readonly comment: string
  readonly module: ResourceModule
  /** Path of the list, e.g. `locations`. */
  readonly listPath: string
  /** Path of the export feed, e.g. `export/locations`; null when there is none. */
  readonly exportPath: string | null
  /** Sent with every list request unless the request says otherwise: what makes inactive records visible. */
  readonly listParams: Readonly<Partial<Record<ListParameter, string>>>
  /** Sent with every request of the export feed. */
  readonly exportParams: Readonly<Partial<Record<ExportParameter, string>>>
  /** The order that offset paging is safest in, e.g. `{ sort: '+Id' }`; empty when the list cannot be sorted. */
  readonly listOrder: Readonly<Partial<Record<'orderBy' | 'orderByDirection' | 'sort', string>>>
  /**
   * Whether the list shows inactive records too, asked as above. False where it takes no parameter for them and its
   * records do not say whether they are active: a count by the list must be compared with active rows only.
   */
  readonly listsInactive: boolean
  readonly listParameters: readonly ListParameter[]
  readonly exportParameters: readonly ExportParameter[]
  /** The OAuth scope that an app needs to read it. */
  readonly scope: string
  /**
   * The documented fields of a record, top level only: of the export's record where there is a feed, else of the
   * list's. What `required` promises is not always kept, and fields are added monthly.
   */
  readonly fields: { readonly required: readonly string[]; readonly optional: readonly string[] }
  /** Top-level fields that are sensitive and dropped unless the tenant's settings say otherwise. */
  readonly droppedPaths: readonly string[]
  /** Its own columns by name, in the order of the table; every cache table has more, such as `modified_on`. */
  readonly columns: Readonly<Record<string, Column>>
  /** Fields merged into `full_data`, each with the resource that it follows from. */
  readonly derivedFields: Readonly<Record<string, string>>
  readonly indexes: Readonly<Record<string, Index>>
  /** What the API can include with a row, by the name that it has there. */
  readonly relations: Readonly<Record<string, Relation>>
  /**
   * Resources that its rows refer to and that a sync writes first. Those that it derives values from go first in any
   * case and are not repeated here.
   */
  readonly syncedAfter: readonly string[]
}

/** Keeps the literal types of a resource, from which the types of its rows follow. */
export function defineResource<const R extends Resource>(resource: R): R {
  return resource
}

/** What every list takes that is read here. */
export const listParameters = [
  'includeTotal',
  'modifiedBefore',
  'modifiedOnOrAfter',
  'page',
  'pageSize',
] as const satisfies readonly ListParameter[]

/** What every export feed takes. */
export const exportParameters = ['from', 'includeRecentChanges'] as const satisfies readonly ExportParameter[]

/** For lists that refuse to answer without a range: `modifiedOnOrAfter` before every record. */
export const allOfTime = '2000-01-01'

/** Takes names apart that are written as one text: 45 fields on 45 lines would hide what a resource is about. */
export function fieldNames(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}
