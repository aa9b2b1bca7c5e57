import { type Dimension, type Grain, isRatio, type Metric } from 'analytics'
import type { CsvColumn } from '../http/csv.ts'
import type { BehindRow, MetricsAnswer } from './analytics-schemas.ts'

type Row = Pick<MetricsAnswer['rows'][number], 'member' | 'bucket' | 'isPartial' | 'values'>
type Value = MetricsAnswer['totals'][string]

export interface MetricsCsv {
  readonly metrics: readonly Metric[]
  readonly by: Dimension | null
  readonly grain: Grain | null
  readonly isCompared: boolean
}

/** The columns of metrics: member and part, then each metric; of a ratio also its sums, which may be added up. */
export function metricColumns({ metrics, by, grain, isCompared }: MetricsCsv): CsvColumn<Row>[] {
  const member = by?.name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  return [
    ...(member === undefined
      ? []
      : [
          { name: `${member}Id`, of: ({ member: of }: Row) => of?.id ?? null },
          { name: member, of: ({ member: of }: Row) => of?.name ?? null, isText: true },
        ]),
    ...(grain === null
      ? []
      : [
          { name: grain, of: ({ bucket }: Row) => bucket },
          { name: 'isPartial', of: ({ isPartial }: Row) => isPartial },
        ]),
    ...metrics.flatMap((metric) => {
      const column = (suffix: string, of: (value: Value) => string | null | undefined) => ({
        name: `${metric.name}${suffix}`,
        of: ({ values }: Row) => {
          const value = values[metric.name]
          return (value && of(value)) ?? null
        },
      })
      return [
        column('', ({ value }) => value),
        ...(isRatio(metric)
          ? [
              column('_numerator', ({ numerator }) => numerator),
              column('_denominator', ({ denominator }) => denominator),
            ]
          : []),
        ...(isCompared ? [column('_former', ({ former }) => former)] : []),
      ]
    }),
  ]
}

/** The rows of metrics: those of the answer, or its totals if it has none since nothing divides it. */
export function metricRows({ rows, totals }: MetricsAnswer, { by, grain }: MetricsCsv): readonly Row[] {
  if (by !== null || grain !== null) return rows
  return [{ member: null, bucket: null, isPartial: false, values: totals }]
}

/** The columns of the records behind a metric. */
export const behindColumns: readonly CsvColumn<BehindRow>[] = [
  { name: 'resource', of: ({ resource }) => resource },
  { name: 'id', of: ({ id }) => id },
  { name: 'number', of: ({ number }) => number, isText: true },
  { name: 'customerName', of: ({ customerName }) => customerName, isText: true },
  { name: 'day', of: ({ day }) => day },
  { name: 'numerator', of: ({ numerator }) => numerator },
  { name: 'denominator', of: ({ denominator }) => denominator },
]
