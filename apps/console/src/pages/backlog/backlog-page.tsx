import { IconStack2 } from '@tabler/icons-react'
import type { BacklogReport } from 'api/client'
import { EmptyNote } from '../../components/feedback/empty-note.tsx'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { columnsOf, DataTable } from '../../components/table/data-table.tsx'
import { formatCount, formatMoney } from '../../components/values/format-number.ts'
import { useBacklog } from '../../data/use-metrics.ts'
import { ExportButton } from '../../reports/export-button.tsx'
import { ReportState } from '../../reports/facts/report-state.tsx'
import { Figure, Figures } from '../../reports/figures/figures.tsx'
import { nameOfMember } from '../../reports/members.ts'
import { useToday } from '../../reports/period/use-report-period.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { formatCalendarDate } from '../../time/local-day.ts'
import { Time } from '../../time/time.tsx'

/** The jobs that are open now, and what was sold with them, by business unit. */
export function Component() {
  const query = useBacklog(useAccount())
  const today = useToday()
  return (
    <>
      <PageHeader
        title="Backlog"
        description="Jobs that are neither completed nor canceled now, and what was sold by their estimates."
      />
      <ReportState query={query}>
        {({ answer: { jobs, value, oldest, byBusinessUnit } }) => (
          <>
            <Figures>
              <Figure label="Open jobs">{formatCount(jobs)}</Figure>
              <Figure label="Sold with them">{formatMoney(value)}</Figure>
              <Figure label="Oldest">{oldest === null ? '–' : formatCalendarDate(oldest)}</Figure>
            </Figures>
            <Panel
              title="By business unit"
              flush
              actions={<ExportButton title="Backlog" suffix={today} read={(csv) => csv.backlog()} />}
            >
              {byBusinessUnit.length === 0 ? (
                <EmptyNote icon={IconStack2} title="No open jobs">
                  All jobs are completed or canceled.
                </EmptyNote>
              ) : (
                <DataTable
                  label="Backlog by business unit"
                  columns={columns}
                  rows={byBusinessUnit}
                  rowId={({ businessUnit }) => businessUnit.id}
                  isTextOnly
                />
              )}
            </Panel>
          </>
        )}
      </ReportState>
    </>
  )
}

const column = columnsOf<BacklogReport['byBusinessUnit'][number]>()
const columns = column.columns([
  column.display({
    id: 'unit',
    header: 'Business unit',
    cell: ({ row: { original } }) =>
      nameOfMember('business-unit', original.businessUnit.id, original.businessUnit.name),
  }),
  column.display({
    id: 'jobs',
    header: 'Open jobs',
    cell: ({ row: { original } }) => formatCount(original.jobs),
    meta: { align: 'right' },
  }),
  column.display({
    id: 'value',
    header: 'Sold with them',
    cell: ({ row: { original } }) => formatMoney(original.value),
    meta: { align: 'right' },
  }),
  column.display({
    id: 'oldest',
    header: 'Oldest booked',
    cell: ({ row: { original } }) => <Time value={original.oldest} as="calendar-date" />,
    meta: { align: 'right' },
  }),
])
