import { PRIORITIES } from '../definition/priorities.ts'
import type { AnyRecord } from '../definition/record.ts'
import type { ResourceRecords } from '../generated/resources.ts'
import { lowerBound, type Ticks } from '../lib/ticks.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import { type BaseRange, baseRangeOf, countBefore } from './base-range.ts'
import { type Candidate, candidates, changedCandidates } from './candidates.ts'
import type { Collection } from './collection.ts'
import type { ListQuery } from './list-query.ts'

/** One page of a list. */
export type ListPage<R> = { records: R[]; hasMore: boolean; total: number | null }

type Parts<N extends ResourceName> = {
  collection: Collection<N>
  query: ListQuery<ResourceRecords[N]>
  range: BaseRange
  changed: Candidate<ResourceRecords[N]>[]
}

/** Scans until the page is full and one more match is found, or to the end for a total. */
const scan = <N extends ResourceName>({
  collection,
  query,
  range,
  changed,
}: Parts<N>): ListPage<ResourceRecords[N]> => {
  const records: ResourceRecords[N][] = []
  let matches = 0
  for (const { make } of candidates(collection, query, { range, changed })) {
    let record: ResourceRecords[N] | undefined
    if (query.predicates.length > 0) {
      const candidate = make()
      if (!query.predicates.every((passes) => passes(candidate))) continue
      record = candidate
    }
    matches++
    if (matches <= query.skip) continue
    if (records.length < query.limit) records.push(record ?? make())
    else if (!query.wantsTotal) return { records, hasMore: true, total: null }
  }
  return { records, hasMore: matches > query.skip + records.length, total: query.wantsTotal ? matches : null }
}

/**
 * Reads any page of a whole range without a scan: base records are found by index, and the position of a changed
 * record is computed from the number of base records before it.
 */
const readByPosition = <N extends ResourceName>(
  { collection, query, range, changed }: Parts<N>,
  total: number,
): ResourceRecords[N][] => {
  const { timeline, hidden, make } = collection
  const { low, high, isByFeed } = range
  const indexes = hidden.indexes(isByFeed)
  const hiddenBelow = countBefore(indexes, low)
  const hiddenWithin = countBefore(indexes, high) - hiddenBelow

  const baseIndexFrom = (key: Ticks | number | bigint): number => {
    if (query.orderBy === 'ModifiedOn') return timeline.firstModifiedFrom(Number(key))
    return query.orderBy === 'CreatedOn'
      ? timeline.firstCreatedFrom(Number(key))
      : timeline.firstIdFrom(Number(key))
  }
  /** The number of base records before a changed one. */
  const visibleBefore = (key: Ticks | number | bigint): number => {
    const baseIndex = Math.max(low, Math.min(high, baseIndexFrom(key)))
    return baseIndex - low - (countBefore(indexes, baseIndex) - hiddenBelow)
  }
  /** The rank of the n-th base record that is not hidden. */
  const visibleRank = (n: number): number => {
    const skipped = lowerBound(0, hiddenWithin, n + 1, (i) => (indexes[hiddenBelow + i] ?? 0) - low - i)
    const baseIndex = low + n + skipped
    return isByFeed ? timeline.rankAt(baseIndex) : baseIndex
  }
  const positionOf = (index: number): number => {
    const candidate = changed[index]
    return candidate === undefined ? Number.POSITIVE_INFINITY : visibleBefore(candidate.key) + index
  }

  const end = query.descending ? total - query.skip : Math.min(total, query.skip + query.limit)
  const start = query.descending ? Math.max(0, end - query.limit) : query.skip
  const records: ResourceRecords[N][] = []
  let next = lowerBound(0, changed.length, start, positionOf)
  let nextAt = positionOf(next)
  for (let position = start; position < end; position++) {
    const candidate = position === nextAt ? changed[next] : undefined
    if (candidate === undefined) records.push(make(visibleRank(position - next)))
    else {
      records.push(candidate.make())
      next += 1
      nextAt = positionOf(next)
    }
  }
  return query.descending ? records.reverse() : records
}

/** The sort key of a record for an order other than the stored ones. */
const sortKeyOf = (record: AnyRecord, field: 'Priority' | 'Name' | 'Date'): number | string => {
  if (field === 'Name') return 'name' in record ? String(record.name) : ''
  if (field === 'Date')
    return 'year' in record && 'month' in record ? 12 * Number(record.year) + Number(record.month) : 0
  const names: readonly string[] = PRIORITIES
  return 'priority' in record ? names.indexOf(String(record.priority)) : 0
}

/** Generates every record that matches, in order to sort them. Few lists support such an order. */
const readSorted = <N extends ResourceName>(
  { collection, query, range, changed }: Parts<N>,
  field: 'Priority' | 'Name' | 'Date',
): ListPage<ResourceRecords[N]> => {
  const keyed: { key: number | string; make: () => ResourceRecords[N] }[] = []
  const byId = { ...query, orderBy: 'Id' as const, descending: false }
  for (const { make } of candidates(collection, byId, { range, changed })) {
    const record = make()
    if (query.predicates.every((passes) => passes(record)))
      keyed.push({ key: sortKeyOf(record, field), make })
  }
  const sign = query.descending ? -1 : 1
  keyed.sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  const page = keyed.slice(query.skip, query.skip + query.limit)
  return {
    records: page.map(({ make }) => make()),
    hasMore: query.skip + page.length < keyed.length,
    total: query.wantsTotal ? keyed.length : null,
  }
}

export const readList = <N extends ResourceName>(
  collection: Collection<N>,
  query: ListQuery<ResourceRecords[N]>,
): ListPage<ResourceRecords[N]> => {
  const range = baseRangeOf(collection, query)
  const changed = changedCandidates(collection, query)
  const parts = { collection, query, range, changed }
  const { orderBy, skip } = query
  if (orderBy === 'Priority' || orderBy === 'Name' || orderBy === 'Date') return readSorted(parts, orderBy)
  const isCountable = query.active === 'Any' && query.predicates.length === 0 && range.listed === undefined
  if (!isCountable || range.count === undefined) return scan(parts)

  const total = range.count + changed.length
  const isWhole = range.isByFeed ? !range.checksCreated : !range.checksModified
  // Other ranges are scanned, but only up to the end of the page.
  const records = isWhole
    ? readByPosition(parts, total)
    : scan({ ...parts, query: { ...query, wantsTotal: false } }).records
  return { records, hasMore: skip + records.length < total, total: query.wantsTotal ? total : null }
}
