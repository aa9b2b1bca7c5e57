import type { Recall } from 'api/client'
import { Panel } from '../../components/layout/panel.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf } from '../../components/table/data-table.tsx'
import { useRecalls } from '../../data/use-metrics.ts'
import { RecordList } from '../../records/record-list.tsx'
import { numberedTitle } from '../../records/record-title.ts'
import { ExportButton } from '../../reports/export-button.tsx'
import { type Members, queryOfMembers } from '../../reports/members.ts'
import { daysIn, daysInName } from '../../reports/period/report-period.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { Time } from '../../time/time.tsx'

const column = columnsOf<Recall>()
const columns = column.columns([
  column.display({
    id: 'recall',
    header: 'Recall',
    cell: ({ row: { original } }) => <JobLink job={original.recall} />,
  }),
  column.display({
    id: 'original',
    header: 'Of',
    cell: ({ row: { original } }) => <JobLink job={original.original} />,
  }),
  column.display({
    id: 'customer',
    header: 'Customer',
    cell: ({ row: { original } }) => original.customerName || '–',
    meta: { hideBelow: 'md' },
  }),
  column.display({
    id: 'completed',
    header: 'Original completed',
    cell: ({ row: { original } }) => <Time value={original.original.completedDay} as="calendar-date" />,
    meta: { hideBelow: 'sm', width: '9rem' },
  }),
  column.display({
    id: 'booked',
    header: 'Recall booked',
    cell: ({ row: { original } }) => <Time value={original.recall.bookedDay} as="calendar-date" />,
    meta: { width: '9rem' },
  }),
  column.display({
    id: 'after',
    header: 'After',
    cell: ({ row: { original } }) => describeDays(original),
    meta: { align: 'right', hideBelow: 'sm', width: '6rem' },
  }),
  column.display({
    id: 'status',
    header: 'Status',
    cell: ({ row: { original } }) => original.recall.status ?? '–',
    meta: { hideBelow: 'lg', width: '7rem' },
  }),
])

export interface RecallsPanelProps {
  readonly period: { readonly from: string; readonly to: string }
  readonly members: Members
}

/** The recalls of the jobs completed in a period, each with both jobs, those of the newest jobs first. */
export function RecallsPanel({ period: { from, to }, members }: RecallsPanelProps) {
  const { businessUnitId, jobTypeId, campaignId } = queryOfMembers(members)
  const asked = { from, to, businessUnitId, jobTypeId, campaignId }
  const query = useRecalls(useAccount(), asked)
  return (
    <Panel
      title="Recalls"
      flush
      actions={
        <ExportButton title="Recalls" suffix={daysInName({ from, to })} read={(csv) => csv.recalls(asked)} />
      }
    >
      <RecordList
        label="Recalls"
        query={query}
        columns={columns}
        rowId={({ recall }) => recall.id}
        emptyTitle="No recalls"
        emptyText="Of the jobs completed in the period, none led to a recall so far."
        isInPanel
      />
    </Panel>
  )
}

function JobLink({ job: { id, number } }: { readonly job: Pick<Recall['recall'], 'id' | 'number'> }) {
  return <TenantLink to={`/jobs/${id}`}>{numberedTitle('Job', number, id)}</TenantLink>
}

/** `same day`, `12 days`, `3 days before`: from the completion of the original to the booking of the recall. */
function describeDays({ original, recall }: Recall): string {
  const days = daysIn({ from: original.completedDay, to: recall.bookedDay })
  if (days === 0) return 'same day'
  const text = Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`
  return days < 0 ? `${text} before` : text
}
