import type { Grain, MetricsAnswer } from 'api/client'
import { earlierDay, endOfPart, labelOfPart, laterDay } from '../period/report-period.ts'

/** A part of a period, such as a month. */
export interface PeriodPart {
  /** Its first day, also where that is before the period. */
  readonly bucket: string
  readonly label: string
  /** Its days within the period; `to` is the day after the last one. */
  readonly from: string
  readonly to: string
  /** Why it is not whole; undefined: it is. */
  readonly note: 'so far' | 'in part' | 'not begun' | undefined
}

/** Its name for the row below the parts. */
export const WHOLE = 'whole'

/** The whole period, for the row below the parts. */
export const wholeOf = ({ from, to }: MetricsAnswer['period']): PeriodPart => ({
  bucket: WHOLE,
  label: 'Whole period',
  from,
  to,
  note: undefined,
})

/** The parts of an answer, in their order. @param today the tenant's day */
export function partsOf({ period, rows }: MetricsAnswer, grain: Grain, today: string): readonly PeriodPart[] {
  const buckets = new Set(rows.flatMap(({ bucket }) => bucket ?? []))
  const partial = new Set(rows.flatMap(({ bucket, isPartial }) => (isPartial && bucket) || []))
  return [...buckets].map((bucket) => {
    const end = endOfPart(bucket, grain)
    return {
      bucket,
      label: labelOfPart(bucket, grain),
      from: laterDay(bucket, period.from),
      to: earlierDay(end, period.to),
      note: partial.has(bucket) ? noteOf(bucket, end, today) : undefined,
    }
  })
}

function noteOf(bucket: string, end: string, today: string): PeriodPart['note'] {
  if (bucket > today) return 'not begun'
  return end > today ? 'so far' : 'in part'
}

/** The header of the column with the parts. */
export const partHeaders: Readonly<Record<Grain, string>> = {
  day: 'Day',
  week: 'Week',
  month: 'Month',
  quarter: 'Quarter',
  year: 'Year',
}
