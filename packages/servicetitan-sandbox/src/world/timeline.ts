import { hash, keyOf, unit } from '../lib/random.ts'
import { lowerBound, TICKS_PER_DAY, type Ticks } from '../lib/ticks.ts'
import type { Pace } from './pace.ts'
import { createShuffle } from './shuffle.ts'

/**
 * The order and the times of one resource's base records.
 *
 * A record has two numbers: its **rank** (order of ids and of creation) and its **feed index** (order of
 * modification). Times ascend strictly in both, so every position and every time range is found without a scan of
 * records.
 */
export type Timeline = {
  size: number
  /** The maximum distance between a record's feed index and its rank. */
  block: number
  /** The duration of one block, in ticks of even time. */
  window: number
  idOf: (rank: number) => number
  /** The rank of an id, or undefined if no base record has it. */
  rankOf: (id: number) => number | undefined
  rankAt: (feedIndex: number) => number
  feedIndexOf: (rank: number) => number
  modifiedAt: (feedIndex: number) => Ticks
  createdAt: (rank: number) => Ticks
  firstModifiedFrom: (ticks: Ticks) => number
  firstCreatedFrom: (ticks: Ticks) => number
  /** The first rank whose id is at least this. */
  firstIdFrom: (id: number) => number
}

/** Ids increase by one to seven: dense enough to find a rank by division, but not sequential. */
const ID_STRIDE = 4

/** Shortest and longest distance between the two orders, if there are enough records: time for some of them. */
const WINDOW = { shortest: TICKS_PER_DAY / 3, longest: 2 * TICKS_PER_DAY, records: 16 }

const SALT = { modified: 1, id: 2, round: 3 }

export type TimelineOptions = {
  seed: string
  name: string
  size: number
  /** The first possible id. */
  firstId: number
  /** Span of modification times. */
  start: Ticks
  end: Ticks
  /** Maps the even times of ranks and feed indexes to real times. */
  pace: Pace
  /** Longest window, in ticks: the parents' window, if there are parents. @default up to 2 days, or more in small sets */
  maxWindow?: number
  /** In real time. Must ascend strictly with rank and stay before every modification within a block of it. */
  createdAt: (
    rank: number,
    timeline: { step: number; window: number; timeOf: (rank: number) => Ticks },
  ) => Ticks
}

export const createTimeline = (options: TimelineOptions): Timeline => {
  const { size, firstId, start, end, pace } = options
  const key = keyOf(`${options.seed}/${options.name}`)
  const span = end - start
  const step = span / Math.max(1, size)
  // Small sets are shuffled over a few records instead of a few days.
  const usualWindow = Math.min(WINDOW.longest, Math.max(WINDOW.shortest, WINDOW.records * step))
  const wantedWindow = Math.min(
    Math.max(usualWindow, Math.min(4 * step, span / 8)),
    options.maxWindow ?? Number.POSITIVE_INFINITY,
  )
  const block = Math.max(1, Math.floor((size * wantedWindow) / span))
  const window = block * step
  const shuffle = createShuffle(key, size, block)
  const timeOf = (rank: number): Ticks => start + Math.floor(step * rank)

  const modifiedAt = (feedIndex: number): Ticks => {
    const even = start + Math.floor(step * (feedIndex + 0.9 * unit(key, feedIndex, SALT.modified)))
    const exact = pace.realOf(even)
    // Some instants end in zeros. Neighbours differ by at least a fortieth of a step, so their order is kept.
    const zeros = 10 ** (hash(key, feedIndex, SALT.round) % 40)
    return zeros < 1e8 && zeros < step / 80 ? Math.floor(exact / zeros) * zeros : exact
  }
  const createdAt = (rank: number): Ticks => options.createdAt(rank, { step, window, timeOf })
  // Hashed only by rank: tenants may have equal ids, as in the live service.
  const idOf = (rank: number): number =>
    firstId + rank * ID_STRIDE + (hash(firstId, rank, SALT.id) % ID_STRIDE)

  return {
    size,
    block,
    window,
    idOf,
    rankOf: (id) => {
      const rank = Math.floor((id - firstId) / ID_STRIDE)
      return rank >= 0 && rank < size && idOf(rank) === id ? rank : undefined
    },
    firstIdFrom: (id) => {
      const rank = Math.max(0, Math.min(size, Math.floor((id - firstId) / ID_STRIDE)))
      return rank < size && idOf(rank) < id ? rank + 1 : rank
    },
    rankAt: shuffle.rankAt,
    feedIndexOf: shuffle.feedIndexOf,
    modifiedAt,
    createdAt,
    firstModifiedFrom: (ticks) => lowerBound(0, size, ticks, modifiedAt),
    firstCreatedFrom: (ticks) => {
      if (size === 0) return 0
      // Creation is nearly even, so an estimate saves most of a search that is needed for every job and assignment.
      const [first, last] = [pace.evenOf(createdAt(0)), pace.evenOf(createdAt(size - 1))]
      const guess = Math.floor(((pace.evenOf(ticks) - first) / (last - first)) * (size - 1))
      const low = Math.max(0, guess - 2)
      const high = Math.min(size, guess + 3)
      const isBetween = low < high && createdAt(low) < ticks && createdAt(high - 1) >= ticks
      return isBetween ? lowerBound(low, high, ticks, createdAt) : lowerBound(0, size, ticks, createdAt)
    },
  }
}
