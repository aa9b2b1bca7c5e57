import { lowerBound, type Ticks } from '../lib/ticks.ts'
import type { Spread } from './spread.ts'
import type { Timeline } from './timeline.ts'

/** A timeline whose ids have no gaps. */
const withDenseIds = (
  firstId: number,
  of: Pick<Timeline, 'size' | 'block' | 'window' | 'rankAt' | 'feedIndexOf' | 'createdAt' | 'modifiedAt'>,
): Timeline => ({
  ...of,
  idOf: (rank) => firstId + rank,
  rankOf: (id) => {
    const rank = id - firstId
    return Number.isInteger(rank) && rank >= 0 && rank < of.size ? rank : undefined
  },
  firstIdFrom: (id) => Math.max(0, Math.min(of.size, Math.ceil(id - firstId))),
  firstModifiedFrom: (ticks) => lowerBound(0, of.size, ticks, of.modifiedAt),
  firstCreatedFrom: (ticks) => lowerBound(0, of.size, ticks, of.createdAt),
})

/**
 * The order, the times and the parents of records with a fixed number of places for each parent. They follow their
 * parents in both orders: the times of a child are a few ticks after those of its parent, so whatever happened before
 * the parent's modification happened before the child's.
 */
export const createPlaces = (
  parents: Timeline,
  { firstId, places, size }: { firstId: number; places: number; size: number },
): { timeline: Timeline; spread: Spread } => {
  const parentOf = (child: number) => ({ parent: Math.floor(child / places), slot: child % places })
  const placed = (child: number, order: (parent: number) => number): number => {
    const { parent, slot } = parentOf(child)
    return order(parent) * places + slot
  }
  const timed = (child: number, timeOf: (parent: number) => Ticks): Ticks => {
    const { parent, slot } = parentOf(child)
    return timeOf(parent) + slot
  }
  const timeline = withDenseIds(firstId, {
    size,
    block: parents.block * places,
    window: parents.window,
    rankAt: (feedIndex) => placed(feedIndex, parents.rankAt),
    feedIndexOf: (rank) => placed(rank, parents.feedIndexOf),
    createdAt: (rank) => timed(rank, parents.createdAt),
    modifiedAt: (feedIndex) => timed(feedIndex, parents.modifiedAt),
  })
  return {
    timeline,
    spread: { childrenOf: (parent) => ({ first: parent * places, count: places }), parentOf },
  }
}

/** The order of records with times of their own, which are modified in the order in which they are created. */
export const createOrderedTimeline = (options: {
  size: number
  firstId: number
  now: Ticks
  timesOf: (of: { now: Ticks; size: number; rank: number }) => { created: Ticks; modified: Ticks }
}): Timeline => {
  const { size, firstId, now, timesOf } = options
  const at = (rank: number) => timesOf({ now, size, rank })
  const span = size === 0 ? 0 : at(size).modified - at(0).modified
  return withDenseIds(firstId, {
    size,
    block: 1,
    window: span / Math.max(1, size),
    rankAt: (feedIndex) => feedIndex,
    feedIndexOf: (rank) => rank,
    createdAt: (rank) => at(rank).created,
    modifiedAt: (feedIndex) => at(feedIndex).modified,
  })
}
