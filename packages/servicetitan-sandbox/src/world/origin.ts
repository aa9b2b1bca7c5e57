import type { ResourceName } from './generated/resource-names.ts'

/** When the base records of a resource are created, and for which parents. */
export type Origin =
  | {
      /** The first possible id. */
      firstId: number
      /** The resource to which the records belong; they are created soon after their parent. */
      parent: ResourceName
      /** Parents, by rank, that get no children where there are other parents. @default none */
      isSkipped?: (worldKey: number, parent: number) => boolean
    }
  | {
      /** The first possible id. */
      firstId: number
      parent?: undefined
      /** Whether they are created every day of the history; otherwise most existed before it began. @default false */
      isDaily?: true
      /** Varies the time of creation. @default `firstId` */
      salt?: number
    }
