import type { MetricDefinition, MetricsAnswer } from 'api/client'
import { type ReactNode, useMemo } from 'react'
import { Panel } from '../../components/layout/panel.tsx'
import { columnsOf, DataTable } from '../../components/table/data-table.tsx'
import { shareOf } from '../../components/values/decimal.ts'
import { formatMetric } from '../../components/values/format-metric.ts'
import { MoneyChart } from '../../reports/charts/money-chart.tsx'
import { MetricValue } from '../../reports/figures/metric-value.tsx'
import type { Members } from '../../reports/members.ts'

/** The stages of estimates, as the names of their metrics begin; the others are parts of the first one. */
const stages = [
  { name: 'created', label: 'Created' },
  { name: 'won', label: 'Sold' },
  { name: 'open', label: 'Open' },
  { name: 'dismissed', label: 'Dismissed' },
] as const

type Stage = (typeof stages)[number]

/** The metrics of the funnel. */
export const funnelMetrics = stages.flatMap(({ name }) => [`${name}_estimates`, `${name}_subtotal`])

export interface FunnelPanelProps {
  readonly definitions: readonly MetricDefinition[]
  readonly answer: MetricsAnswer
  readonly members: Members
  readonly actions: ReactNode
}

const column = columnsOf<Stage>()
const title = 'What became of the estimates'

/** What became of the estimates that were created in the period: a chart of their subtotals, and a table. */
export function FunnelPanel({ definitions, answer, members, actions }: FunnelPanelProps) {
  const columns = useMemo(() => columnsFor(definitions, answer, members), [definitions, answer, members])
  return (
    <Panel title={title} flush actions={actions}>
      <MoneyChart
        series={[{ label: 'Subtotal' }]}
        parts={stages.map(({ name, label }) => ({
          label,
          values: [answer.totals[`${name}_subtotal`]?.value ?? '0'],
        }))}
      />
      <DataTable label={title} columns={columns} rows={stages} rowId={({ name }) => name} />
    </Panel>
  )
}

function columnsFor(definitions: readonly MetricDefinition[], answer: MetricsAnswer, members: Members) {
  const { totals, period } = answer
  const valueColumn = (metric: 'estimates' | 'subtotal', header: string) => [
    column.display({
      id: metric,
      header,
      cell: ({ row: { original } }) => {
        const definition = definitions.find(({ name }) => name === `${original.name}_${metric}`)
        if (!definition) return '–'
        return (
          <MetricValue
            definition={definition}
            value={totals[definition.name]?.value}
            of={{ ...period, ...members }}
          />
        )
      },
      meta: { align: 'right' as const },
    }),
    column.display({
      id: `${metric}-share`,
      header: 'Share',
      cell: ({ row: { original } }) => {
        const [part, whole] = [original.name, 'created'].map((name) => totals[`${name}_${metric}`]?.value)
        return formatMetric(shareOf(part ?? '0', whole ?? '0'), 'ratio')
      },
      meta: { align: 'right' as const, hideBelow: 'sm' as const },
    }),
  ]
  return column.columns([
    column.display({ id: 'stage', header: 'Now', cell: ({ row: { original } }) => original.label }),
    ...valueColumn('estimates', 'Estimates'),
    ...valueColumn('subtotal', 'Subtotal'),
  ])
}
