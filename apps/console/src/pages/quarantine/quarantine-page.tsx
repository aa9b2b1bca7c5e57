import { SegmentedControl } from '@mantine/core'
import type { QuarantineEntry, ResourceName } from 'api/client'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf } from '../../components/table/data-table.tsx'
import { RecordList } from '../../components/table/record-list.tsx'
import { useQuarantine } from '../../data/use-quarantine.ts'
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
    id: 'why',
    header: 'Why',
    cell: ({ row: { original } }) => <span className={classes.why}>{original.error}</span>,
  }),
  column.display({
    id: 'attempts',
    header: 'Tries',
    cell: ({ row: { original } }) => original.attempts,
    meta: { align: 'right', hideBelow: 'sm', width: '5rem' },
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
        description="Records that could not be written. Nothing is lost: each is kept as it was received."
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
        emptyTitle={state === 'open' ? 'Nothing is in quarantine' : 'Nothing was resolved lately'}
        emptyText={
          state === 'open'
            ? 'Every record that ServiceTitan sent was written.'
            : 'Entries that were replayed or dropped are kept for 90 days.'
        }
      />
    </>
  )
}
