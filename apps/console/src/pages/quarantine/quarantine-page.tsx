import { SegmentedControl } from '@mantine/core'
import type { QuarantineEntry, ResourceName } from 'api/client'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf } from '../../components/table/data-table.tsx'
import { useQuarantine } from '../../data/use-quarantine.ts'
import { RecordList } from '../../records/record-list.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { ResourceFilter } from '../../sync/resource-filter.tsx'
import { Time } from '../../time/time.tsx'
import classes from './quarantine-page.module.css'

const filterNames = ['resource', 'state'] as const
const column = columnsOf<QuarantineEntry>()
const columns = column.columns([
  column.display({
    id: 'record',
    header: 'Record',
    cell: ({ row: { original } }) => (
      <TenantLink to={`/quarantine/${original.id}`}>
        {original.resource} {original.recordKey}
      </TenantLink>
    ),
  }),
  column.display({
    id: 'error',
    header: 'Error',
    cell: ({ row: { original } }) => <span className={classes.error}>{original.error}</span>,
  }),
  column.display({
    id: 'attempts',
    header: 'Attempts',
    cell: ({ row: { original } }) => original.attempts,
    meta: { align: 'right', hideBelow: 'sm', width: '6rem' },
  }),
  column.display({
    id: 'seen',
    header: 'Last seen',
    cell: ({ row: { original } }) => <Time value={original.lastSeenAt} as="relative" />,
    meta: { hideBelow: 'sm', width: '8rem' },
  }),
])

/** Records that could not be written, filtered by resource and state. */
export function Component() {
  const [filters, setFilter] = useFilters(filterNames)
  const state = filters.state === 'resolved' ? 'resolved' : 'open'
  const resource = filters.resource as ResourceName | undefined
  const query = useQuarantine(useAccount(), { resource, state })
  return (
    <>
      <PageHeader
        title="Quarantine"
        description="Records that could not be written. No data is lost: each record is stored as received."
      />
      <RecordList
        label="Quarantine"
        query={query}
        columns={columns}
        rowId={({ id }) => id}
        filters={
          <>
            <SegmentedControl
              aria-label="State"
              size="sm"
              data={[
                { value: 'open', label: 'Open' },
                { value: 'resolved', label: 'Resolved' },
              ]}
              value={state}
              onChange={(value) => setFilter('state', value === 'open' ? null : value)}
            />
            <ResourceFilter value={filters.resource} onChange={(value) => setFilter('resource', value)} />
          </>
        }
        emptyTitle={state === 'open' ? 'No records in quarantine' : 'No resolved entries'}
        emptyText={
          state === 'open'
            ? 'Every record that ServiceTitan sent was written.'
            : 'Replayed and dropped entries are kept for 90 days.'
        }
      />
    </>
  )
}
