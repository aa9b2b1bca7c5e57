import type { Timeline } from '../world/timeline.ts'

/** Base records that were changed or removed, so that they no longer stand where they were made. */
export type Hidden = {
  has: (rank: number) => boolean
  add: (rank: number) => void
  /** Their places, ascending: by rank, or by feed index. */
  places: (isByFeed: boolean) => readonly number[]
}

export const createHidden = (timeline: Timeline): Hidden => {
  const ranks = new Set<number>()
  // Nothing that is hidden ever comes back, so the number of them says whether what was sorted is still true.
  const sorted = new Map<boolean, readonly number[]>()
  return {
    has: (rank) => ranks.has(rank),
    add: (rank) => ranks.add(rank),
    places: (isByFeed) => {
      const known = sorted.get(isByFeed)
      if (known?.length === ranks.size) return known
      const places = Float64Array.from(ranks, isByFeed ? timeline.feedIndexOf : (rank) => rank).sort()
      const fresh = [...places]
      sorted.set(isByFeed, fresh)
      return fresh
    },
  }
}
