import type { Customer } from 'api/client'
import { useAccount } from '../../accounts/use-accounts.ts'
import { columnsOf } from '../../components/data-table.tsx'
import { formatMoney } from '../../components/format-number.ts'
import { PageHeader } from '../../components/page-header.tsx'
import { RecordList } from '../../components/record-list.tsx'
import { RowLink } from '../../components/row-link.tsx'
import { SearchFilter } from '../../components/search-filter.tsx'
import { useFilters } from '../../components/use-filters.ts'
import { useRows } from '../../data/use-rows.ts'
import { formatAddress } from '../../records/format-address.ts'

const filterNames = ['search'] as const
const column = columnsOf<Customer>()
const columns = column.columns([
  column.display({
    id: 'name',
    header: 'Name',
    cell: ({ row: { original } }) => (
      <RowLink to={`/customers/${original.id}`}>{original.name ?? original.id}</RowLink>
    ),
  }),
  column.display({
    id: 'type',
    header: 'Type',
    cell: ({ row: { original } }) => original.type ?? '–',
    meta: { hideBelow: 'sm', width: '8rem' },
  }),
  column.display({
    id: 'address',
    header: 'Address',
    cell: ({ row: { original } }) => formatAddress(original),
  }),
  column.display({
    id: 'balance',
    header: 'Balance',
    cell: ({ row: { original } }) => formatMoney(original.balance),
    meta: { align: 'right', hideBelow: 'sm', width: '8rem' },
  }),
])

export function Component() {
  const [filters, setFilter] = useFilters(filterNames)
  const query = useRows(useAccount(), 'customers', filters)
  return (
    <>
      <PageHeader title="Customers" description="All active customers in the cache." />
      <RecordList
        label="Customers"
        query={query}
        columns={columns}
        rowId={({ id }) => id}
        filters={
          <SearchFilter
            label="Beginning of the name"
            value={filters.search}
            onChange={(value) => setFilter('search', value)}
          />
        }
        emptyTitle="No customer fits"
        emptyText="Names are searched by their beginning, whatever the case."
      />
    </>
  )
}
