import type { ApiFields, resourceMap as catalog, ResourceName } from 'catalog'
import type { filterMap } from '../generated/filters.ts'
import type { tableFields, viewFields } from '../generated/record-fields.ts'
import type { recordFilterMap } from '../record-filters/index.ts'
import type { FieldValues } from '../resource-definition/field-kinds.ts'
import type { SyncOfRecord } from '../resource-definition/sync-of-record.ts'

type Catalog = typeof catalog

type ValuesOf<Fields> = {
  readonly [F in keyof Fields]: Fields[F] extends keyof FieldValues ? FieldValues[Fields[F]] | null : never
}

/** The name of a kind of LAZI's records. */
export type RecordName = keyof typeof tableFields | keyof typeof viewFields

/** The fields of every record. */
interface SharedRecord {
  /** LAZI's: a UUID. */
  readonly id: string
  /** Null while ServiceTitan does not have the record. */
  readonly serviceTitanId: string | null
  /** Where it was created. */
  readonly source: 'servicetitan' | 'lazi'
  /** False for deactivated records. */
  readonly active: boolean
  readonly sync: SyncOfRecord
  readonly createdAt: string | null
  readonly updatedAt: string | null
  readonly serviceTitanModifiedOn: string | null
  /** The tombstone; null while the record exists. */
  readonly deletedAt: string | null
}

/** The fields of every record that LAZI stores itself. */
interface StoredRecord {
  /** Rises with each change of the record. */
  readonly version: number
  readonly createdBy: string | null
  readonly updatedBy: string | null
}

/**
 * One of LAZI's records.
 * @example
 * ```ts
 * const total = (job: Row<'jobs'>) => job.total // string | null
 * ```
 */
export type Row<Name extends RecordName> = SharedRecord &
  (Name extends keyof typeof tableFields
    ? StoredRecord & ValuesOf<(typeof tableFields)[Name]>
    : Name extends keyof typeof viewFields
      ? ValuesOf<(typeof viewFields)[Name]>
      : never)

/** What only LAZI fills. */
type OwnField = 'cancelReasonId' | 'cancelMemo' | 'canceledAt' | 'holdReasonId' | 'holdMemo' | 'mayOverlap'

/**
 * A record as it was at a moment: without what the sync says of the present, copies of other records, and what only LAZI
 * fills.
 */
export type FormerRow<Name extends RecordName> = Omit<
  Row<Name>,
  | 'version'
  | 'sync'
  | 'updatedAt'
  | 'updatedBy'
  | OwnField
  | (Name extends 'appointment-assignments' ? 'startsAt' | 'endsAt' | 'isLive' : never)
>

/** The names that a record can include. */
export type IncludeName<Name extends ResourceName> = keyof Catalog[Name]['relations'] & string

/** The names that each row of a list can include: those of which a row has one at most. */
export type ListIncludeName<Name extends ResourceName> = {
  [I in IncludeName<Name>]: Catalog[Name]['relations'][I] extends { one: ResourceName } ? I : never
}[IncludeName<Name>]

type Included<Relation> = Relation extends { one: infer Other extends RecordName }
  ? Row<Other> | null
  : Relation extends { many: infer Other extends RecordName }
    ? readonly Row<Other>[]
    : never

/** A record with its included records. */
export type RowWith<Name extends RecordName, Includes extends IncludeName<Name>> = Row<Name> & {
  readonly [I in Includes]: Included<Catalog[Name]['relations'][I]>
}

/** The fields of every cached row. */
interface SharedCachedRow {
  /** ServiceTitan's. */
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

/** One row as ServiceTitan has it. */
export type CachedRow<Name extends ResourceName> = SharedCachedRow & ValuesOf<ApiFields<Catalog[Name]>>

/** A cached row as it was at a moment. */
export type FormerCachedRow<Name extends ResourceName> = Omit<CachedRow<Name>, 'syncedAt'>

type IncludedCached<Relation> = Relation extends { one: infer Other extends ResourceName }
  ? CachedRow<Other> | null
  : Relation extends { many: infer Other extends ResourceName }
    ? readonly CachedRow<Other>[]
    : never

/** A cached row with its included rows. */
export type CachedRowWith<Name extends ResourceName, Includes extends IncludeName<Name>> = CachedRow<Name> & {
  readonly [I in Includes]: IncludedCached<Catalog[Name]['relations'][I]>
}

type Period<F> = F extends string ? `${F}From` | `${F}Before` : never

interface AnyFilters {
  readonly indexed: readonly unknown[]
  readonly residual: readonly string[]
}

type FilterOf<Filters> = Filters extends AnyFilters
  ? ParameterOf<Filters['indexed'][number]> | Filters['residual'][number]
  : never

type ParameterOf<Filter> =
  | Extract<Filter, { equals: string }>['equals']
  | Period<Extract<Filter, { within: string }>['within']>
  | (Extract<Filter, { startsWith: string }> extends never ? never : 'search')

/** The filter parameters of a list of LAZI's records. */
export type FilterName<Name extends RecordName> = Name extends keyof typeof recordFilterMap
  ? FilterOf<(typeof recordFilterMap)[Name]>
  : never

/** The filter parameters of a list of cached rows. */
export type CachedFilterName<Name extends ResourceName> = Name extends keyof typeof filterMap
  ? FilterOf<(typeof filterMap)[Name]>
  : never
