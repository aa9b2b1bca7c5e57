import type { AnyRecord } from '../definition/record.ts'
import type { ResourceRecords } from '../generated/resources.ts'
import { lowerBound } from '../lib/ticks.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import type { Collection } from './collection.ts'
import type { ListQuery } from './list-query.ts'

/** The base records that a list request scans, in its order. */
export type BaseRange = {
  /** Whether the order is by modification; otherwise it is by id and creation. */
  isByFeed: boolean
  /** Half-open range of indexes in that order. */
  low: number
  high: number
  /** All indexes that can match, if a filter can compute them. */
  listed: number[] | undefined
  /** Whether records in the range may still be outside the creation or modification range. */
  checksCreated: boolean
  checksModified: boolean
  /** Number of base records in both ranges of time, if it can be computed without a scan. */
  count: number | undefined
}

const valueAt =
  (values: readonly number[]) =>
  (index: number): number =>
    values[index] ?? 0

/** The number of ascending indexes that are less than `index`. */
export const countBefore = (indexes: readonly number[], index: number): number =>
  lowerBound(0, indexes.length, index, valueAt(indexes))

export const baseRangeOf = <N extends ResourceName>(
  { resource, timeline, hidden }: Collection<N>,
  { orderBy, created, modified, ranks }: ListQuery<ResourceRecords[N] & AnyRecord>,
): BaseRange => {
  const { size, block } = timeline
  const isByFeed = orderBy === 'ModifiedOn'
  const createdFrom = timeline.firstCreatedFrom(created.from)
  const createdBefore = Math.max(createdFrom, timeline.firstCreatedFrom(created.before))
  const modifiedFrom = timeline.firstModifiedFrom(modified.from)
  const modifiedBefore = Math.max(modifiedFrom, timeline.firstModifiedFrom(modified.before))
  const isAnyCreated = createdFrom === 0 && createdBefore === size
  const isAnyModified = modifiedFrom === 0 && modifiedBefore === size
  const visible = (isFeed: boolean, from: number, before: number): number => {
    const indexes = hidden.indexes(isFeed)
    return before - from - (countBefore(indexes, before) - countBefore(indexes, from))
  }
  const count = resource.isPresent
    ? undefined
    : isAnyModified
      ? visible(false, createdFrom, createdBefore)
      : isAnyCreated
        ? visible(true, modifiedFrom, modifiedBefore)
        : undefined
  // A record's positions in the two orders differ by less than a block, so a range in one bounds a range in the other.
  const [slackOfCreated, slackOfModified] = isByFeed ? [block, 0] : [0, block]
  const low = Math.max(createdFrom - slackOfCreated, modifiedFrom - slackOfModified, 0)
  const high = Math.min(createdBefore + slackOfCreated, modifiedBefore + slackOfModified, size)
  const indexOf = (rank: number): number => (isByFeed ? timeline.feedIndexOf(rank) : rank)
  return {
    isByFeed,
    low,
    high: Math.max(low, high),
    listed: ranks && [...new Set(ranks)].map(indexOf).sort((a, b) => a - b),
    checksCreated: !isAnyCreated,
    checksModified: !isAnyModified,
    count,
  }
}
