import type { Predicate } from '../definition/filter.ts'
import type { AnyRecord } from '../definition/record.ts'
import type { ActiveFilter, SortField } from '../definition/resource.ts'
import type { Ticks } from '../lib/ticks.ts'

/** Half-open. */
export type TimeRange = { from: Ticks; before: Ticks }

export const ALWAYS: TimeRange = { from: Number.NEGATIVE_INFINITY, before: Number.POSITIVE_INFINITY }

export type ListQuery<R extends AnyRecord> = {
  orderBy: SortField
  descending: boolean
  active: ActiveFilter
  created: TimeRange
  modified: TimeRange
  predicates: Predicate<R>[]
  /** The ranks of all base records that can match, if a filter can compute them. */
  ranks: number[] | undefined
  skip: number
  limit: number
  wantsTotal: boolean
}
