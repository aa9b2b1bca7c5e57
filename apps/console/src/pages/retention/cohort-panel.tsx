import { IconRepeat } from '@tabler/icons-react'
import { type ReactNode, useMemo } from 'react'
import { EmptyNote } from '../../components/feedback/empty-note.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { columnsOf, DataTable } from '../../components/table/data-table.tsx'
import { formatMetric } from '../../components/values/format-metric.ts'
import { formatCount } from '../../components/values/format-number.ts'
import { formatMonth } from '../../time/local-day.ts'
import classes from './cohort-panel.module.css'
import type { Cohort } from './cohorts.ts'

export interface CohortPanelProps {
  readonly cohorts: readonly Cohort[]
  readonly actions: ReactNode
}

/** The customers of each month who had a job again, by the months since their first one. */
export function CohortPanel({ cohorts, actions }: CohortPanelProps) {
  const months = Math.max(0, ...cohorts.map(({ later }) => later.length))
  const columns = useMemo(() => columnsFor(months), [months])
  return (
    <Panel title="Who came back, by the month of the first job" flush actions={actions}>
      {cohorts.length === 0 ? (
        <EmptyNote icon={IconRepeat} title="No new customers">
          No customer had a first completed job in the period: choose another one.
        </EmptyNote>
      ) : (
        <DataTable label="Cohorts" columns={columns} rows={cohorts} rowId={({ month }) => month} isTextOnly />
      )}
    </Panel>
  )
}

const column = columnsOf<Cohort>()

function columnsFor(months: number) {
  return column.columns([
    column.display({
      id: 'month',
      header: 'First job',
      cell: ({ row: { original } }) => <span className={classes.text}>{formatMonth(original.month)}</span>,
    }),
    column.display({
      id: 'size',
      header: 'Customers',
      cell: ({ row: { original } }) => formatCount(original.size),
      meta: { align: 'right' },
    }),
    ...Array.from({ length: months }, (_, place) =>
      column.display({
        id: `later${place}`,
        header: place === 0 ? '1 month later' : `${place + 1} months later`,
        cell: ({ row: { original } }) => <Cell cohort={original} place={place} />,
        meta: { align: 'right' },
      }),
    ),
  ])
}

/** `25.0% (3)`; nothing for a month that has not begun. */
function Cell({ cohort, place }: { readonly cohort: Cohort; readonly place: number }) {
  const month = cohort.later[place]
  if (!month) return null
  const { customers, share, isPartial } = month
  return (
    <span className={classes.text}>
      {formatMetric(share, 'ratio')} <span className={classes.note}>({formatCount(customers)})</span>
      {isPartial && <span className={classes.note}> so far</span>}
    </span>
  )
}
