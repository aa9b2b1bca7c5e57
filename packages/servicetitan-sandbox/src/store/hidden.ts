import type { Timeline } from '../world/timeline.ts'

/** Base records that are hidden because they were changed or removed, or never existed. */
export type Hidden = {
  has: (rank: number) => boolean
  add: (rank: number) => void
  /** Their ascending ranks, or feed indexes. */
  indexes: (isByFeed: boolean) => readonly number[]
}

/** @param isAbsent whether a rank has no base record. `indexes` does not contain such ranks. */
export const createHidden = (
  timeline: Timeline,
  isAbsent: (rank: number) => boolean = () => false,
): Hidden => {
  const ranks = new Set<number>()
  // Hidden records stay hidden, so a sorted list is valid while their number is unchanged.
  const sorted = new Map<boolean, readonly number[]>()
  return {
    has: (rank) => ranks.has(rank) || isAbsent(rank),
    add: (rank) => ranks.add(rank),
    indexes: (isByFeed) => {
      const cached = sorted.get(isByFeed)
      if (cached?.length === ranks.size) return cached
      const indexes = Float64Array.from(ranks, isByFeed ? timeline.feedIndexOf : (rank) => rank).sort()
      const updated = [...indexes]
      sorted.set(isByFeed, updated)
      return updated
    },
  }
}
