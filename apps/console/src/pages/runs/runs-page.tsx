import { Select } from '@mantine/core'
import { type ResourceName, runStatuses, type SyncRun } from 'api/client'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf } from '../../components/table/data-table.tsx'
import { formatCount } from '../../components/values/format-number.ts'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { useRuns } from '../../data/use-runs.ts'
import { RecordList } from '../../records/record-list.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { ResourceFilter } from '../../sync/resource-filter.tsx'
import { Time } from '../../time/time.tsx'
import { RunDuration } from './run-duration.tsx'

const filterNames = ['resource', 'status'] as const
const column = columnsOf<SyncRun>()
const columns = column.columns([
  column.display({
    id: 'resource',
    header: 'Run',
    cell: ({ row: { original } }) => (
      <TenantLink to={`/runs/${original.id}`}>
        {original.resource ?? original.table} · {original.kind}
      </TenantLink>
    ),
  }),
  column.display({
    id: 'status',
    header: 'Status',
    cell: ({ row: { original } }) => <StatusBadge status={original.status} />,
    meta: { width: '8rem' },
  }),
  column.display({
    id: 'started',
    header: 'Started',
    cell: ({ row: { original } }) => <Time value={original.startedAt} as="relative" />,
    meta: { width: '8rem' },
  }),
  column.display({
    id: 'duration',
    header: 'Duration',
    cell: ({ row: { original } }) => <RunDuration run={original} />,
    meta: { align: 'right', hideBelow: 'sm', width: '6rem' },
  }),
  column.display({
    id: 'fetched',
    header: 'Records',
    cell: ({ row: { original } }) => formatCount(original.fetched),
    meta: { align: 'right', hideBelow: 'sm', width: '7rem' },
  }),
  column.display({
    id: 'written',
    header: 'Written',
    cell: ({ row: { original } }) => formatCount(Number(original.inserted) + Number(original.updated)),
    meta: { align: 'right', hideBelow: 'md', width: '7rem' },
  }),
  column.display({
    id: 'quarantined',
    header: 'Quarantined',
    cell: ({ row: { original } }) => formatCount(original.quarantined),
    meta: { align: 'right', hideBelow: 'md', width: '7rem' },
  }),
])

/** Runs of syncs, newest first, filtered by resource and status. */
export function Component() {
  const [filters, setFilter] = useFilters(filterNames)
  return (
    <>
      <PageHeader title="Runs" description="All runs of syncs, newest first." />
      <RecordList
        label="Runs"
        query={useRuns(useAccount(), {
          resource: filters.resource as ResourceName | undefined,
          status: filters.status as SyncRun['status'] | undefined,
        })}
        columns={columns}
        rowId={({ id }) => id}
        filters={
          <>
            <ResourceFilter value={filters.resource} onChange={(value) => setFilter('resource', value)} />
            <Select
              aria-label="Status"
              placeholder="Any status"
              data={runStatuses}
              value={filters.status ?? null}
              onChange={(value) => setFilter('status', value)}
              clearable
            />
          </>
        }
        emptyTitle="No matching runs"
        emptyText="Change the filters, or request a sync on the overview."
      />
    </>
  )
}
