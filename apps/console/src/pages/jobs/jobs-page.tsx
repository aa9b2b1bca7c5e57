import { Select } from '@mantine/core'
import { SearchFilter } from '../../components/filters/search-filter.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { useRows } from '../../data/use-rows.ts'
import { jobColumns } from '../../records/columns/job-columns.tsx'
import { RecordList } from '../../records/record-list.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { earliest } from '../../time/period.ts'

const filterNames = ['number', 'status'] as const
const statuses = [
  { value: 'Scheduled', label: 'Scheduled' },
  { value: 'Dispatched', label: 'Dispatched' },
  { value: 'InProgress', label: 'In progress' },
  { value: 'Hold', label: 'On hold' },
  { value: 'Completed', label: 'Completed' },
  { value: 'Canceled', label: 'Canceled' },
]

/** Active jobs, filtered by number or status. */
export function Component() {
  const [filters, setFilter] = useFilters(filterNames)
  const isFiltered = filters.number !== undefined || filters.status !== undefined
  const query = useRows(useAccount(), 'jobs', isFiltered ? filters : { createdAtFrom: earliest })
  return (
    <>
      <PageHeader title="Jobs" description="Active jobs, newest first." />
      <RecordList
        label="Jobs"
        query={query}
        columns={jobColumns}
        rowId={({ id }) => id}
        filters={
          <>
            <SearchFilter
              label="Job number"
              value={filters.number}
              onChange={(value) => setFilter('number', value)}
            />
            <Select
              aria-label="Status"
              placeholder="Any status"
              data={statuses}
              value={filters.status ?? null}
              onChange={(value) => setFilter('status', value)}
              clearable
            />
          </>
        }
        emptyTitle="No matching jobs"
        emptyText="Type a complete job number, or change the status."
      />
    </>
  )
}
