import type { Timeline } from '../world/timeline.ts'
import type { World } from '../world/world.ts'
import type { FiltersOf } from './filter.ts'
import type { Id, ResourceName, ResourceRecords } from './records.ts'

/** Which records a request wants: the vendor's `ActiveRequestArg`. */
export type ActiveFilter = 'True' | 'Any' | 'False'

/** One kind of ServiceTitan object, described by data: how it is asked for and how its records are made. */
export type Resource<N extends ResourceName = ResourceName> = {
  /** Also the last segment of its paths. */
  name: N
  module: 'crm' | 'jpm' | 'settings' | 'dispatch'
  scope: string
  hasGetById: boolean
  /** What `sort` takes; empty where the vendor has no such parameter. */
  sortFields: readonly ('Id' | 'ModifiedOn' | 'CreatedOn' | 'Priority')[]
  /** Whether the list takes `active` (and then hides inactive records by default). */
  listTakesActive: boolean
  /** The default of the export's `active`, where the export takes one. */
  exportActive: ActiveFilter | undefined
  filters: FiltersOf<N>
  /** Documented parameters that the sandbox refuses with 501, because ignoring them would look like success. */
  notPlayed: readonly string[]
  /** Decimal fields, which the live API sometimes prints with trailing zeros. */
  decimals: readonly (keyof ResourceRecords[N] & string)[]
  /** Fields that only the export has. */
  exportOnly: readonly (keyof ResourceRecords[N] & string)[]
  timelineOf: (world: World) => Timeline
  /** The record's `active`, told without making the record. */
  isActive: (world: World, rank: number) => boolean
  createRecord: (world: World, rank: number) => ResourceRecords[N]
  /** What a record that is only just created looks like beside its template. */
  asNew: (id: Id) => Partial<ResourceRecords[N]>
}
