import type { ResourceName } from '../world/generated/resource-names.ts'
import type { Origin } from '../world/origin.ts'
import type { SizeRule } from '../world/sizes.ts'
import type { World } from '../world/world.ts'
import type { Filter } from './filter.ts'
import type { AnyRecord, Id } from './record.ts'

/** Selects active or inactive records: the vendor's `ActiveRequestArg`. */
export type ActiveFilter = 'True' | 'Any' | 'False'

/**
 * How a list selects active and inactive records:
 * - `active`: True, Any, False; `activeDefault` is the default
 * - `activeState`: ActiveOnly (the default), InactiveOnly, All
 * - `includeInactive`: a flag
 * - `activeOnly`: a flag; it returns all records by default
 * - `never`: no parameter; it returns active records only
 * - `always`: no parameter; it returns all records
 */
type ListActive = 'active' | 'activeState' | 'includeInactive' | 'activeOnly' | 'never' | 'always'

export type SortField = 'Id' | 'ModifiedOn' | 'CreatedOn' | 'Priority' | 'Name' | 'Date'

/** One kind of ServiceTitan object, described as data: its requests and the generation of its records. */
export type Resource<R extends AnyRecord = AnyRecord> = {
  name: ResourceName
  /** Path of its list below the tenant, and of its export below `export/`. @default its name */
  path?: string
  /** The vendor's module, the first part of every path. */
  module: string
  scope: string
  /** Whether it has a list; otherwise it is read by its export only. */
  hasList: boolean
  hasGetById: boolean
  hasExport: boolean
  /** Whether the list supports `ids`; otherwise they are ignored like any unknown parameter. */
  supportsIds: boolean
  /** Whether the list filters by ranges of creation and modification. */
  hasTimeRanges: boolean
  /** The sort fields of the list; empty if the vendor has no parameter for it. */
  sortFields: readonly SortField[]
  /** Sort parameters: `sort` with a signed field, or `orderBy` with `orderByDirection`. */
  sortParameters: readonly ('sort' | 'orderBy')[]
  listActive: ListActive
  /** The default of the list's `active`, if the list has that parameter. */
  activeDefault: ActiveFilter
  /** Parameters of which a list request must have at least one. */
  requiresOneOf: readonly string[]
  /** The default of the export's `active`, if the export has that parameter. */
  exportActive: ActiveFilter | undefined
  filters: Filter<R>[]
  /**
   * Whether records have external data. `filtered`: a list with an application's guid returns only records that have
   * data under it; `shown`: it returns the same records, with their data, and so does a get.
   */
  externalData: 'none' | 'filtered' | 'shown'
  /** Documented parameters that the sandbox refuses with 501, because ignoring them would look like success. */
  unsupported: readonly string[]
  /** Decimal fields, which the live API sometimes prints with trailing zeros. */
  decimals: readonly (keyof R & string)[]
  /** Fields that only the export has. */
  exportOnly: readonly (keyof R & string)[]
  /** Fields that a get by id does not have. */
  missingInGet: readonly (keyof R & string)[]
  /** Fields that exist for the order of the feed only: no response has them. */
  internal: readonly (keyof R & string)[]
  /** Fields that the export may leave null, with the option `blankRecallsInExport`. */
  mayBeBlank: readonly (keyof R & string)[]
  /** The number of records. */
  size: SizeRule
  /** When records are created, and for which parents. */
  origin: Origin
  /**
   * Whether the base record of a rank exists, for a resource whose ranks are places of which some are empty. Such lists
   * are counted by a scan. @default always
   */
  isPresent?: (world: World, rank: number) => boolean
  /** The record's `active`, computed without generating the record. */
  isActive: (world: World, rank: number) => boolean
  createRecord: (world: World, rank: number) => R
  /** The fields of a newly inserted record that differ from its template. */
  newRecordFields: (id: Id) => Partial<R>
}

/** The defaults of most lists. */
export const listDefaults = {
  hasList: true,
  hasGetById: true,
  hasExport: true,
  supportsIds: true,
  hasTimeRanges: true,
  sortFields: ['Id', 'ModifiedOn', 'CreatedOn'],
  sortParameters: ['sort'],
  listActive: 'active',
  activeDefault: 'True',
  requiresOneOf: [],
  exportActive: undefined,
  externalData: 'none',
  unsupported: [],
  decimals: [],
  exportOnly: [],
  missingInGet: [],
  internal: [],
  mayBeBlank: [],
} as const satisfies Partial<Resource>

/** The settings of a resource that has an export only. */
export const exportOnlyDefaults = {
  ...listDefaults,
  hasList: false,
  hasGetById: false,
  filters: [],
} as const satisfies Partial<Resource>

/** The defaults of a list that cannot be sorted. */
export const unsortedListDefaults = { ...listDefaults, sortFields: [], sortParameters: [] } as const
