import type { AnyRecord } from '../definition/record.ts'
import type { ResourceRecords } from '../generated/resources.ts'
import type { Ticks } from '../lib/ticks.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import type { BaseRange } from './base-range.ts'
import type { Collection } from './collection.ts'
import { passesActive } from './feed.ts'
import type { ListQuery, TimeRange } from './list-query.ts'

/** A possible record of a page; generated only if a filter or the page needs it. */
export type Candidate<R> = { key: Ticks | number | bigint; make: () => R }

const contains = ({ from, before }: TimeRange, at: Ticks): boolean => at >= from && at < before

/** Base records that pass all conditions except the predicates, in the request's order. */
function* baseCandidates<N extends ResourceName>(
  collection: Collection<N>,
  query: ListQuery<ResourceRecords[N] & AnyRecord>,
  { low, high, isByFeed, listed, checksCreated, checksModified }: BaseRange,
): Generator<Candidate<ResourceRecords[N]>> {
  const { resource, world, timeline, hidden, make } = collection
  const length = listed ? listed.length : high - low
  for (let n = 0; n < length; n++) {
    const offset = query.descending ? length - 1 - n : n
    const index = listed ? (listed[offset] ?? 0) : low + offset
    const rank = isByFeed ? timeline.rankAt(index) : index
    if (hidden.has(rank)) continue
    if (checksModified) {
      const feedIndex = isByFeed ? index : timeline.feedIndexOf(rank)
      if (!contains(query.modified, timeline.modifiedAt(feedIndex))) continue
    }
    if (checksCreated && !contains(query.created, timeline.createdAt(rank))) continue
    if (query.active !== 'Any' && !passesActive(query.active, resource.isActive(world, rank))) continue
    const key =
      query.orderBy === 'ModifiedOn'
        ? timeline.modifiedAt(index)
        : query.orderBy === 'CreatedOn'
          ? timeline.createdAt(rank)
          : timeline.idOf(rank)
    yield { key, make: () => make(rank) }
  }
}

/** Changed records that pass all conditions except the predicates, ascending in the request's order. */
export const changedCandidates = <N extends ResourceName>(
  { log }: Collection<N>,
  query: ListQuery<ResourceRecords[N] & AnyRecord>,
): Candidate<ResourceRecords[N]>[] => {
  const matching = log.filter(
    ({ isCurrent, record, created, modified }) =>
      isCurrent &&
      contains(query.created, created) &&
      contains(query.modified, modified) &&
      passesActive(query.active, record.active),
  )
  const keyed = matching.map(({ record, created, modified }) => ({
    key: query.orderBy === 'ModifiedOn' ? modified : query.orderBy === 'CreatedOn' ? created : record.id,
    make: () => record,
  }))
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
}

/** Base and changed records, merged. */
export function* candidates<N extends ResourceName>(
  collection: Collection<N>,
  query: ListQuery<ResourceRecords[N] & AnyRecord>,
  of: { range: BaseRange; changed: Candidate<ResourceRecords[N]>[] },
): Generator<Candidate<ResourceRecords[N]>> {
  const changed = query.descending ? of.changed.toReversed() : of.changed
  let next = 0
  for (const base of baseCandidates(collection, query, of.range)) {
    for (; next < changed.length; next++) {
      const candidate = changed[next]
      if (!candidate || (query.descending ? candidate.key < base.key : candidate.key > base.key)) break
      yield candidate
    }
    yield base
  }
  yield* changed.slice(next)
}
