import type { MetricsAnswer } from 'api/client'
import { compareDecimals } from '../../components/values/decimal.ts'
import { type Dimension, isNone, nameOfMember } from '../members.ts'

/** What a member of a dimension has in the period. */
export interface MemberRow {
  /** The member's; the id of "none" for what has none. */
  readonly id: string
  readonly name: string
  readonly values: MetricsAnswer['totals']
}

/** What the rows are sorted by. */
export interface SortOrder {
  /** `name`, or that of a metric. */
  readonly by: string
  readonly isAscending: boolean
}

/** The order of the filter in the address: `name`, or `-total_sales` for the greatest first. @param names those of the metrics */
export function sortOrderOf(filter: string | undefined, names: readonly string[]): SortOrder {
  const by = filter?.replace(/^-/, '')
  if (by !== undefined && (by === 'name' || names.includes(by)))
    return { by, isAscending: !filter?.startsWith('-') }
  return { by: names[0] ?? 'name', isAscending: false }
}

/** The filter in the address once the header of a column is pressed: the greatest number first, or names from A to Z. */
export function nextSort(order: SortOrder, by: string): string {
  const isAscending = order.by === by ? !order.isAscending : by === 'name'
  return isAscending ? by : `-${by}`
}

/** The rows of an answer by member, in an order. What has no member is the last row. */
export function memberRows(
  { rows }: MetricsAnswer,
  dimension: Dimension,
  order: SortOrder,
): readonly MemberRow[] {
  return rows
    .flatMap(({ member, values }) =>
      member === null
        ? []
        : [{ id: member.id, name: nameOfMember(dimension, member.id, member.name), values }],
    )
    .toSorted((one, other) => Number(isNone(one.id)) - Number(isNone(other.id)) || inOrder(one, other, order))
}

function inOrder(one: MemberRow, other: MemberRow, { by, isAscending }: SortOrder): number {
  const direction = isAscending ? 1 : -1
  const byName = one.name.localeCompare(other.name)
  if (by === 'name') return direction * byName
  const [first = null, second = null] = [one.values[by]?.value, other.values[by]?.value]
  // A ratio of nothing is neither great nor small.
  if (first === null || second === null) return Number(first === null) - Number(second === null) || byName
  return direction * compareDecimals(first, second) || byName
}
