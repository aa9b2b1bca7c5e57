import type { ApiFields, resourceMap as catalog, ResourceName } from 'catalog'
import type { filterMap } from '../generated/filters.ts'
import type { FieldValues } from '../resource-definition/field-kinds.ts'

type Catalog = typeof catalog

/** The fields of every row. */
interface SharedRow {
  readonly id: string
  /** False for rows that ServiceTitan deactivated. */
  readonly active: boolean
  readonly createdOn: string | null
  readonly modifiedOn: string | null
  /** When this version of the row was written. */
  readonly syncedAt: string
  /** The tombstone; null while the record exists in ServiceTitan. */
  readonly deletedAt: string | null
}

type ValuesOf<Fields> = {
  readonly [F in keyof Fields]: Fields[F] extends keyof FieldValues ? FieldValues[Fields[F]] | null : never
}

/**
 * One row of a resource.
 * @example
 * ```ts
 * const total = (job: Row<'jobs'>) => job.total // string | null
 * ```
 */
export type Row<Name extends ResourceName> = SharedRow & ValuesOf<ApiFields<Catalog[Name]>>

/** The names that a row of a resource can include. */
export type IncludeName<Name extends ResourceName> = keyof Catalog[Name]['relations'] & string

type Included<Relation> = Relation extends { one: infer Other extends ResourceName }
  ? Row<Other> | null
  : Relation extends { many: infer Other extends ResourceName }
    ? readonly Row<Other>[]
    : never

/** A row with its included rows. */
export type RowWith<Name extends ResourceName, Includes extends IncludeName<Name>> = Row<Name> & {
  readonly [I in Includes]: Included<Catalog[Name]['relations'][I]>
}

type FilterMap = typeof filterMap
type Period<F> = F extends string ? `${F}From` | `${F}Before` : never

/** The filter parameters of a resource's list. */
export type FilterName<Name extends ResourceName> = Name extends keyof FilterMap
  ? ParameterOf<FilterMap[Name]['indexed'][number]> | FilterMap[Name]['residual'][number]
  : never

type ParameterOf<Filter> =
  | Extract<Filter, { equals: string }>['equals']
  | Period<Extract<Filter, { within: string }>['within']>
  | (Extract<Filter, { startsWith: string }> extends never ? never : 'search')
