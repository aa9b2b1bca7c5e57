import type { ActiveFilter } from '../definition/resource.ts'
import type { ResourceRecords } from '../generated/resources.ts'
import { lowerBound, type Ticks } from '../lib/ticks.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import type { Collection } from './collection.ts'

/** Before every record. */
export const BEGINNING: Ticks = Number.MIN_SAFE_INTEGER

/** Whether a record passes the vendor's three-valued `active`. */
export const passesActive = (wanted: ActiveFilter, isActive: boolean): boolean =>
  wanted === 'Any' || (wanted === 'True') === isActive

type Position<R> = { at: Ticks; isActive: () => boolean; make: () => R }

/**
 * A feed from an instant, inclusive: base records in order of modification, then changed records in order of change,
 * each once. An instant identifies a position, because no two records have the same. `until` is a time of the clock,
 * inclusive.
 */
function* positions<N extends ResourceName>(
  collection: Collection<N>,
  from: Ticks,
  until: Ticks,
): Generator<Position<ResourceRecords[N]>> {
  const { resource, world, timeline, hidden, log, make } = collection
  for (let index = timeline.firstModifiedFrom(from); index < timeline.size; index++) {
    const at = timeline.modifiedAt(index)
    if (at > until) return
    const rank = timeline.rankAt(index)
    if (!hidden.has(rank))
      yield { at, isActive: () => resource.isActive(world, rank), make: () => make(rank) }
  }
  for (
    let index = lowerBound(0, log.length, from, (i) => log[i]?.changedAt ?? 0);
    index < log.length;
    index++
  ) {
    const entry = log[index]
    if (!entry || entry.clockAt > until) return
    if (!entry.isCurrent) continue
    yield { at: entry.changedAt, isActive: () => entry.record.active, make: () => entry.record }
  }
}

/** One page of an export. */
export type FeedPage<R> = {
  records: R[]
  hasMore: boolean
  /** The start of the next page: after the last record of this page, or the start of this page if it is empty. */
  next: Ticks
}

export const readFeed = <N extends ResourceName>(
  collection: Collection<N>,
  options: { from: Ticks; until: Ticks; limit: number; active: ActiveFilter },
): FeedPage<ResourceRecords[N]> => {
  const records: ResourceRecords[N][] = []
  let next = options.from
  for (const position of positions(collection, options.from, options.until)) {
    if (options.active !== 'Any' && !passesActive(options.active, position.isActive())) continue
    if (records.length === options.limit) return { records, hasMore: true, next }
    records.push(position.make())
    next = position.at + 1
  }
  return { records, hasMore: false, next }
}

/** The position of the first record changed after a time of the clock; after all records if there is none. */
export const firstAfter = <N extends ResourceName>(
  { timeline, log }: Collection<N>,
  clockAt: Ticks,
): Ticks => {
  const index = timeline.firstModifiedFrom(clockAt + 1)
  if (index < timeline.size) return timeline.modifiedAt(index)
  return log.find((entry) => entry.isCurrent && entry.clockAt > clockAt)?.changedAt ?? Number.MAX_SAFE_INTEGER
}

/** Every current record in feed order. */
export function* allRecords<N extends ResourceName>(
  collection: Collection<N>,
): Generator<ResourceRecords[N]> {
  for (const { make } of positions(collection, BEGINNING, Number.MAX_SAFE_INTEGER)) yield make()
}
