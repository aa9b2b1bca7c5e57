import type { Ticks } from '../lib/ticks.ts'
import type { ResourceName } from './generated/resource-names.ts'
import type { World } from './world.ts'

/** The times and parents of a resource's base records. */
export type Origin =
  | {
      /** The first possible id. */
      firstId: number
      /** The resource to which the records belong; they are created soon after their parent. */
      parent: ResourceName
      /** The order in which parents get children; those with 0 get none, if there are others. @default all alike */
      priorityOf?: (world: World, parent: number) => number
      /** How many children a parent gets before the next one gets any. @default 1 */
      batch?: number
      /** Selects parents that get no more than the first batch, if there are others. @default none */
      isSingle?: (world: World, parent: number) => boolean
      places?: undefined
    }
  | {
      /** The id of the first place; ids have no gaps between places. */
      firstId: number
      /** The resource to which the records belong; they are created and modified together with their parent. */
      parent: ResourceName
      /** The number of places for children of each parent, of which `isPresent` fills some. */
      places: number
    }
  | {
      /** The first id; ids have no gaps. */
      firstId: number
      parent?: undefined
      /** The times of a record. Both ascend strictly with rank. */
      timesOf: (of: { now: Ticks; size: number; rank: number }) => { created: Ticks; modified: Ticks }
    }
  | {
      /** The first possible id. */
      firstId: number
      parent?: undefined
      timesOf?: undefined
      /** Whether records are created on every day of the history; otherwise most are older. @default false */
      isDaily?: true
      /** Varies the time of creation. @default `firstId` */
      salt?: number
    }
