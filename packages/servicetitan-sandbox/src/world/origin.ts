import type { ResourceName } from './generated/resource-names.ts'

/** The times and parents of a resource's base records. */
export type Origin =
  | {
      /** The first possible id. */
      firstId: number
      /** The resource to which the records belong; they are created soon after their parent. */
      parent: ResourceName
      /** Selects parents that get no children, if there are other parents. @default none */
      isSkipped?: (worldKey: number, parent: number) => boolean
    }
  | {
      /** The first possible id. */
      firstId: number
      parent?: undefined
      /** Whether records are created on every day of the history; otherwise most are older. @default false */
      isDaily?: true
      /** Varies the time of creation. @default `firstId` */
      salt?: number
    }
