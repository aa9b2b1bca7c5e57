import type { Grain, MetricsAnswer } from 'api/client'
import { addDecimals, compareDecimals } from '../../components/values/decimal.ts'
import { type Dimension, nameOfMember } from '../members.ts'
import { daysIn } from '../period/report-period.ts'
import { type PeriodPart, partsOf } from './period-parts.ts'

/** Revenue that has a colour of its own in the chart, and a column of its own in the table. */
interface Series {
  readonly label: string
  /** The member of the dimension; undefined: everything, or all members without a series of their own. */
  readonly memberId: string | undefined
}

export interface Part extends PeriodPart {
  /** Decimals, in the order of the series. */
  readonly values: readonly string[]
  readonly total: string
  /** Its former value; undefined where the parts of both periods are not the same days. */
  readonly former: string | null | undefined
}

export interface RevenueParts {
  readonly grain: Grain
  readonly series: readonly Series[]
  readonly parts: readonly Part[]
  /** Of the whole period, in the order of the series. */
  readonly totals: readonly string[]
}

/** More series are hard to tell apart: the smallest ones are added up. */
const MAX_SERIES = 8

const metric = 'completed_revenue'

export interface PartsOptions {
  readonly by: Dimension | undefined
  readonly grain: Grain
  readonly compare: 'previous' | 'year' | undefined
  /** The tenant's day. */
  readonly today: string
}

/** Completed revenue in parts of the period and by member, the largest members first. */
export function revenueParts(answer: MetricsAnswer, options: PartsOptions): RevenueParts {
  const { by, grain, today } = options
  const byMember = membersOf(answer, by)
  const shown = byMember.length > MAX_SERIES ? byMember.slice(0, MAX_SERIES - 1) : byMember
  const others = byMember.slice(shown.length)
  const series = [
    ...shown.map(({ label, memberId }) => ({ label, memberId })),
    ...(others.length > 0 ? [{ label: `${others.length} others`, memberId: undefined }] : []),
  ]
  const valuesAt = (bucket: string) => [
    ...shown.map(({ values }) => values.get(bucket) ?? '0'),
    ...(others.length > 0 ? [addDecimals(others.map(({ values }) => values.get(bucket) ?? '0'))] : []),
  ]
  const formers = by === undefined && arePaired(answer, options) ? formersOf(answer) : undefined
  const parts = partsOf(answer, grain, today).map((part): Part => {
    const values = valuesAt(part.bucket)
    return { ...part, values, total: addDecimals(values), former: formers?.get(part.bucket) }
  })
  const totals = series.map((_, place) => addDecimals(parts.map(({ values }) => values[place] ?? '0')))
  return { grain, series, parts, totals }
}

function membersOf({ rows }: MetricsAnswer, by: Dimension | undefined) {
  const members = new Map<
    string,
    { label: string; memberId: string | undefined; values: Map<string, string> }
  >()
  for (const { member, bucket, values } of rows) {
    const memberId = member?.id
    const key = memberId ?? ''
    const label = by && member ? nameOfMember(by, member.id, member.name) : 'Completed revenue'
    const known = members.get(key) ?? { label, memberId, values: new Map<string, string>() }
    if (bucket !== null) known.values.set(bucket, values[metric]?.value ?? '0')
    members.set(key, known)
  }
  const totalOf = (values: ReadonlyMap<string, string>) => addDecimals([...values.values()])
  return [...members.values()]
    .map((known) => ({ known, total: totalOf(known.values) }))
    .toSorted((one, other) => compareDecimals(other.total, one.total))
    .map(({ known }) => known)
}

/** Whether each part is compared with the same days of the former period. */
function arePaired({ period, comparedWith }: MetricsAnswer, { grain, compare }: PartsOptions): boolean {
  if (comparedWith === null) return false
  if (grain === 'day') return daysIn(period) === daysIn(comparedWith)
  return compare === 'year' && grain !== 'week'
}

const formersOf = ({ rows }: MetricsAnswer) =>
  new Map(rows.flatMap(({ bucket, values }) => (bucket === null ? [] : [[bucket, values[metric]?.former]])))
