import { IconChartBar } from '@tabler/icons-react'
import { type ReactNode, useMemo } from 'react'
import { EmptyNote } from '../../components/feedback/empty-note.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf, DataTable } from '../../components/table/data-table.tsx'
import { addDecimals } from '../../components/values/decimal.ts'
import { formatDifference, formatMetric } from '../../components/values/format-metric.ts'
import { MoneyChart } from '../charts/money-chart.tsx'
import { type Dimension, type Members, rowsPath, withMember, wordsOf } from '../members.ts'
import { PartLabel, PartText } from './part-text.tsx'
import { partHeaders, WHOLE, wholeOf } from './period-parts.ts'
import type { Part, RevenueParts } from './revenue-parts.ts'

export interface PartsPanelProps {
  readonly data: RevenueParts
  readonly by: Dimension | undefined
  readonly members: Members
  /** The whole period. */
  readonly period: { readonly from: string; readonly to: string }
  /** @default Completed revenue, and what it is broken down by */
  readonly title?: string
  readonly actions?: ReactNode
}

/** Completed revenue by part of the period: a chart, and a table with the same numbers. */
export function PartsPanel({ data, by, members, period, title = titleOf(by), actions }: PartsPanelProps) {
  return (
    <Panel title={title} flush actions={actions}>
      {data.parts.length === 0 ? (
        <EmptyNote icon={IconChartBar} title="No completed jobs">
          Choose another period, or other filters.
        </EmptyNote>
      ) : (
        <>
          <MoneyChart series={data.series} parts={data.parts} />
          <PartsTable title={title} data={data} by={by} members={members} period={period} />
        </>
      )}
    </Panel>
  )
}

const titleOf = (by: Dimension | undefined) =>
  by ? `Completed revenue by ${wordsOf(by)}` : 'Completed revenue'

const column = columnsOf<Part>()
const money = (value: string | null) => formatMetric(value, 'money')

function PartsTable({ title, data, by, members, period }: PartsPanelProps & { readonly title: string }) {
  const { grain, series, parts, totals } = data
  const isCompared = parts.some(({ former }) => former !== undefined)
  const columns = useMemo(
    () =>
      column.columns([
        column.display({
          id: 'part',
          header: partHeaders[grain],
          cell: ({ row: { original } }) => <PartLink part={original} members={members} />,
        }),
        ...series.map(({ label, memberId }, place) =>
          column.display({
            id: `series${place}`,
            header: label,
            cell: ({ row: { original } }) => (
              <Value
                part={original}
                place={place}
                members={by && memberId !== undefined ? withMember(members, by, memberId) : undefined}
              />
            ),
            meta: { align: 'right' },
          }),
        ),
        ...(series.length > 1
          ? [
              column.display({
                id: 'total',
                header: 'Total',
                cell: ({ row: { original } }) => <PartText part={original}>{money(original.total)}</PartText>,
                meta: { align: 'right' },
              }),
            ]
          : []),
        ...(isCompared ? comparedColumns : []),
      ]),
    [grain, series, members, by, isCompared],
  )
  const whole: Part = {
    ...wholeOf(period),
    values: totals,
    total: addDecimals(totals),
    former: undefined,
  }
  return <DataTable label={title} columns={columns} rows={[...parts, whole]} rowId={({ bucket }) => bucket} />
}

const comparedColumns = [
  column.display({
    id: 'former',
    header: 'Before',
    cell: ({ row: { original } }) => (original.bucket === WHOLE ? '' : money(original.former ?? null)),
    meta: { align: 'right' },
  }),
  column.display({
    id: 'difference',
    header: 'Difference',
    cell: ({ row: { original } }) => formatDifference(original.total, original.former, 'money') ?? '',
    meta: { align: 'right' },
  }),
]

function PartLink({ part, members }: { readonly part: Part; readonly members: Members }) {
  const { label, from, to } = part
  return (
    <PartLabel part={part}>
      <TenantLink to={rowsPath({ metric: 'completed_revenue', from, to, ...members })}>
        <PartText part={part}>{label}</PartText>
      </TenantLink>
    </PartLabel>
  )
}

interface ValueProps {
  readonly part: Part
  readonly place: number
  /** Those of the column; undefined if it has no filter of its own. */
  readonly members: Members | undefined
}

/** What a series has in a part; in the row of the whole period, a link to the rows of its member. */
function Value({ part, place, members }: ValueProps) {
  const { bucket, from, to, values } = part
  const amount = <PartText part={part}>{money(values[place] ?? null)}</PartText>
  if (bucket !== WHOLE || members === undefined) return amount
  return (
    <TenantLink to={rowsPath({ metric: 'completed_revenue', from, to, ...members })}>{amount}</TenantLink>
  )
}
