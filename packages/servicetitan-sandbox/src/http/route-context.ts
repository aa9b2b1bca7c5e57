import type { Ticks } from '../lib/ticks.ts'
import type { Fault } from '../settings/faults.ts'
import type { Settings, Tenant } from '../settings/options.ts'
import type { Collection } from '../store/collection.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import type { Query } from './query.ts'

/** The input of a route for one request. */
export type RouteContext<N extends ResourceName = ResourceName> = {
  settings: Settings
  tenant: Tenant
  collection: Collection<N>
  query: Query
  /** Fault rules that apply to this request. */
  faults: readonly Fault[]
  now: Ticks
}
