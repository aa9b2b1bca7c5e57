import type { Grain, MetricDefinition, MetricsAnswer } from 'api/client'
import { type ReactNode, useMemo } from 'react'
import { Panel } from '../../components/layout/panel.tsx'
import { columnsOf, DataTable } from '../../components/table/data-table.tsx'
import { RatioChart } from '../charts/ratio-chart.tsx'
import { MetricValue } from '../figures/metric-value.tsx'
import type { Members } from '../members.ts'
import { PartLabel, PartText } from './part-text.tsx'
import { type PeriodPart, partHeaders, partsOf, wholeOf } from './period-parts.ts'

export interface TrendPanelProps {
  readonly title: string
  /** The metrics of the table, one per column; the ratios among them are the lines of the chart. */
  readonly definitions: readonly MetricDefinition[]
  /** In parts of the period, by no dimension. */
  readonly answer: MetricsAnswer
  readonly grain: Grain
  /** The tenant's day. */
  readonly today: string
  readonly members: Members
  readonly actions?: ReactNode
}

interface Row extends PeriodPart {
  readonly values: MetricsAnswer['totals']
}

const column = columnsOf<Row>()

/** Ratios part by part: a chart, and a table with the same numbers and what they are computed from. */
export function TrendPanel(props: TrendPanelProps) {
  const { title, definitions, answer, grain, today, members, actions } = props
  const rows = useMemo(() => {
    const byBucket = new Map(answer.rows.map(({ bucket, values }) => [bucket, values]))
    return partsOf(answer, grain, today).map((part) => ({ ...part, values: byBucket.get(part.bucket) ?? {} }))
  }, [answer, grain, today])
  const columns = useMemo(() => columnsFor(definitions, grain, members), [definitions, grain, members])
  const lines = definitions.filter(({ unit }) => unit === 'ratio')
  return (
    <Panel title={title} flush actions={actions}>
      <RatioChart
        series={lines}
        parts={rows.map(({ label, note, values }) => ({
          label,
          note,
          values: lines.map(({ name }) => values[name]?.value ?? null),
        }))}
      />
      <DataTable
        label={title}
        columns={columns}
        rows={[...rows, { ...wholeOf(answer.period), values: answer.totals }]}
        rowId={({ bucket }) => bucket}
      />
    </Panel>
  )
}

function columnsFor(definitions: readonly MetricDefinition[], grain: Grain, members: Members) {
  return column.columns([
    column.display({
      id: 'part',
      header: partHeaders[grain],
      cell: ({ row: { original } }) => (
        <PartLabel part={original}>
          <PartText part={original}>{original.label}</PartText>
        </PartLabel>
      ),
    }),
    ...definitions.map((definition) =>
      column.display({
        id: definition.name,
        header: definition.label,
        cell: ({ row: { original } }) => (
          <PartText part={original}>
            <MetricValue
              definition={definition}
              value={original.values[definition.name]?.value}
              of={{ from: original.from, to: original.to, ...members }}
            />
          </PartText>
        ),
        meta: { align: 'right' },
      }),
    ),
  ])
}
