import { NameFilter } from '../../components/filters/name-filter.tsx'
import { SearchFilter } from '../../components/filters/search-filter.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { useNames } from '../../data/use-names.ts'
import { useRows } from '../../data/use-rows.ts'
import { locationColumns } from '../../records/columns/location-columns.tsx'
import { RecordList } from '../../records/record-list.tsx'
import { useAccount } from '../../session/use-accounts.ts'

const filterNames = ['search', 'zoneId'] as const

/** Active locations, filtered by name or zone. */
export function Component() {
  const account = useAccount()
  const [filters, setFilter] = useFilters(filterNames)
  const zones = useNames(account, 'zones')
  const query = useRows(account, 'locations', filters)
  return (
    <>
      <PageHeader title="Locations" description="All active locations." />
      <RecordList
        label="Locations"
        query={query}
        columns={locationColumns}
        rowId={({ id }) => id}
        filters={
          <>
            <SearchFilter
              label="Beginning of the name"
              value={filters.search}
              onChange={(value) => setFilter('search', value)}
            />
            <NameFilter
              label="Zone"
              placeholder="Any zone"
              names={zones}
              value={filters.zoneId}
              onChange={(value) => setFilter('zoneId', value)}
            />
          </>
        }
        emptyTitle="No matching locations"
        emptyText="The filter matches the beginning of names, ignoring case."
      />
    </>
  )
}
