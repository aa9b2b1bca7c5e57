import { Select } from '@mantine/core'
import { useAccount } from '../../accounts/use-accounts.ts'
import { PageHeader } from '../../components/page-header.tsx'
import { RecordList } from '../../components/record-list.tsx'
import { SearchFilter } from '../../components/search-filter.tsx'
import { useFilters } from '../../components/use-filters.ts'
import { useNames } from '../../data/use-names.ts'
import { useRows } from '../../data/use-rows.ts'
import { locationColumns } from '../../records/location-columns.tsx'
import { toOptions } from '../../records/to-options.ts'

const filterNames = ['search', 'zoneId'] as const

export function Component() {
  const account = useAccount()
  const [filters, setFilter] = useFilters(filterNames)
  const zones = useNames(account, 'zones')
  const query = useRows(account, 'locations', filters)
  return (
    <>
      <PageHeader title="Locations" description="All active locations in the cache." />
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
            <Select
              aria-label="Zone"
              placeholder="Any zone"
              data={toOptions(zones)}
              value={filters.zoneId ?? null}
              onChange={(value) => setFilter('zoneId', value)}
              clearable
              searchable
            />
          </>
        }
        emptyTitle="No location fits"
        emptyText="Names are searched by their beginning, whatever the case."
      />
    </>
  )
}
