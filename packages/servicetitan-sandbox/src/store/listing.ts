import type { Predicate } from '../resources/filter.ts'
import { PRIORITIES } from '../resources/jobs.ts'
import type { AnyRecord, ResourceName, ResourceRecords } from '../resources/records.ts'
import type { ActiveFilter } from '../resources/resource.ts'
import type { Ticks } from '../ticks.ts'
import type { Collection } from './collection.ts'
import { passesActive } from './feed.ts'

/** Half-open. */
export type TimeRange = { from: Ticks; before: Ticks }

export const ALWAYS: TimeRange = { from: Number.NEGATIVE_INFINITY, before: Number.POSITIVE_INFINITY }

export type ListQuery<R extends AnyRecord> = {
  orderBy: 'Id' | 'CreatedOn' | 'ModifiedOn' | 'Priority'
  descending: boolean
  active: ActiveFilter
  created: TimeRange
  modified: TimeRange
  predicates: Predicate<R>[]
  /** The only base records that can match, where a filter knows them. */
  ranks: number[] | undefined
  skip: number
  limit: number
  wantsTotal: boolean
}

/** One page of a list. */
export type ListPage<R> = { records: R[]; hasMore: boolean; total: number | null }

const contains = ({ from, before }: TimeRange, at: Ticks): boolean => at >= from && at < before
const isAlways = ({ from, before }: TimeRange): boolean => from === ALWAYS.from && before === ALWAYS.before

/** Something that may be on the page; records are made only where a filter or the page needs them. */
type Candidate<R> = { key: Ticks | number | bigint; make: () => R }

/** The order of base records that a query walks in: by rank or by feed index. */
const baseIndexes = <N extends ResourceName>(
  { timeline }: Collection<N>,
  { orderBy, created, modified, ranks }: ListQuery<ResourceRecords[N]>,
) => {
  const { size, block } = timeline
  const isByFeed = orderBy === 'ModifiedOn'
  const createdFrom = timeline.firstCreatedFrom(created.from)
  const createdBefore = timeline.firstCreatedFrom(created.before)
  const modifiedFrom = timeline.firstModifiedFrom(modified.from)
  const modifiedBefore = timeline.firstModifiedFrom(modified.before)
  // The two orders differ by less than a block, so a range in one bounds a range in the other.
  const low = Math.max(createdFrom - (isByFeed ? block : 0), modifiedFrom - (isByFeed ? 0 : block), 0)
  const high = Math.min(createdBefore + (isByFeed ? block : 0), modifiedBefore + (isByFeed ? 0 : block), size)
  const indexOf = (rank: number): number => (isByFeed ? timeline.feedIndexOf(rank) : rank)
  const isExact = ranks === undefined && isAlways(isByFeed ? created : modified)
  const listed = ranks && [...new Set(ranks)].map(indexOf).sort((a, b) => a - b)
  return { low, high: Math.max(low, high), isExact, isByFeed, listed }
}

function* baseCandidates<N extends ResourceName>(
  collection: Collection<N>,
  query: ListQuery<ResourceRecords[N]>,
): Generator<Candidate<ResourceRecords[N]>> {
  const { resource, world, timeline, hidden, make } = collection
  const { low, high, isByFeed, listed } = baseIndexes(collection, query)
  const length = listed ? listed.length : high - low
  for (let n = 0; n < length; n++) {
    const offset = query.descending ? length - 1 - n : n
    const index = listed ? (listed[offset] ?? 0) : low + offset
    const rank = isByFeed ? timeline.rankAt(index) : index
    if (hidden.has(rank)) continue
    if (!isAlways(query.modified)) {
      const feedIndex = isByFeed ? index : timeline.feedIndexOf(rank)
      if (!contains(query.modified, timeline.modifiedAt(feedIndex))) continue
    }
    if (!isAlways(query.created) && !contains(query.created, timeline.createdAt(rank))) continue
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

const changedCandidates = <N extends ResourceName>(
  { log }: Collection<N>,
  query: ListQuery<ResourceRecords[N]>,
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
  const sign = query.descending ? -1 : 1
  return keyed.sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
}

function* candidates<N extends ResourceName>(
  collection: Collection<N>,
  query: ListQuery<ResourceRecords[N]>,
): Generator<Candidate<ResourceRecords[N]>> {
  const changed = changedCandidates(collection, query)
  let next = 0
  for (const base of baseCandidates(collection, query)) {
    for (; next < changed.length; next++) {
      const candidate = changed[next]
      if (!candidate || (query.descending ? candidate.key < base.key : candidate.key > base.key)) break
      yield candidate
    }
    yield base
  }
  yield* changed.slice(next)
}

/** Walks until the page is full and one more match is found, or to the end where a total is wanted. */
const walk = <N extends ResourceName>(
  collection: Collection<N>,
  query: ListQuery<ResourceRecords[N]>,
): ListPage<ResourceRecords[N]> => {
  const records: ResourceRecords[N][] = []
  let matches = 0
  for (const { make } of candidates(collection, query)) {
    let record: ResourceRecords[N] | undefined
    if (query.predicates.length > 0) {
      const made = make()
      if (!query.predicates.every((passes) => passes(made))) continue
      record = made
    }
    matches++
    if (matches <= query.skip) continue
    if (records.length < query.limit) records.push(record ?? make())
    else if (!query.wantsTotal) return { records, hasMore: true, total: null }
  }
  return { records, hasMore: matches > query.skip + records.length, total: query.wantsTotal ? matches : null }
}

/** Priorities are few and no order of the data: each is walked in turn. */
const byPriority = <N extends ResourceName>(
  collection: Collection<N>,
  query: ListQuery<ResourceRecords[N]>,
): ListPage<ResourceRecords[N]> => {
  const names: readonly string[] = PRIORITIES
  const levelOf = (record: AnyRecord): number =>
    Math.max(0, 'priority' in record ? names.indexOf(String(record.priority)) : 0)
  const levels = [...PRIORITIES.keys()]
  if (query.descending) levels.reverse()
  const records: ResourceRecords[N][] = []
  let seen = 0
  for (const level of levels) {
    const predicates = [...query.predicates, (record: ResourceRecords[N]) => levelOf(record) === level]
    const all = { ...query, orderBy: 'Id' as const, descending: false, predicates, wantsTotal: true }
    const skip = Math.max(0, query.skip - seen)
    const page = walk(collection, { ...all, skip, limit: query.limit - records.length })
    records.push(...page.records)
    seen += page.total ?? 0
  }
  const hasMore = seen > query.skip + records.length
  return { records, hasMore, total: query.wantsTotal ? seen : null }
}

export const readList = <N extends ResourceName>(
  collection: Collection<N>,
  query: ListQuery<ResourceRecords[N]>,
): ListPage<ResourceRecords[N]> => {
  if (query.orderBy === 'Priority') return byPriority(collection, query)
  const { low, high, isExact, isByFeed } = baseIndexes(collection, query)
  const isUnfiltered = isExact && query.active === 'Any' && query.predicates.length === 0
  if (!isUnfiltered || collection.hidden.size > 0 || collection.log.length > 0) return walk(collection, query)
  // Nothing but whole ranges of base records: any page is found by arithmetic, however deep it is.
  const total = high - low
  const records: ResourceRecords[N][] = []
  for (let n = query.skip; n < Math.min(total, query.skip + query.limit); n++) {
    const index = query.descending ? high - 1 - n : low + n
    records.push(collection.make(isByFeed ? collection.timeline.rankAt(index) : index))
  }
  const hasMore = query.skip + records.length < total
  return { records, hasMore, total: query.wantsTotal ? total : null }
}
