import type { Row } from 'api/client'
import { SearchFilter } from '../../components/filters/search-filter.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf } from '../../components/table/data-table.tsx'
import { AddressLink } from '../../components/values/address-link.tsx'
import { formatMoney } from '../../components/values/format-number.ts'
import { useRows } from '../../data/use-rows.ts'
import { NewJobLink } from '../../records/actions/new-job-link.tsx'
import { RecordList } from '../../records/record-list.tsx'
import { titleOf } from '../../records/record-title.ts'
import { useAccount } from '../../session/use-accounts.ts'

const filterNames = ['search'] as const
const column = columnsOf<Row<'customers'>>()
const columns = column.columns([
  column.display({
    id: 'name',
    header: 'Name',
    cell: ({ row: { original } }) => (
      <TenantLink to={`/customers/${original.id}`}>{titleOf('Customer', original)}</TenantLink>
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
    cell: ({ row: { original } }) => <AddressLink address={original} />,
  }),
  column.display({
    id: 'balance',
    header: 'Balance',
    cell: ({ row: { original } }) => formatMoney(original.balance),
    meta: { align: 'right', hideBelow: 'sm', width: '8rem' },
  }),
])

/** Active customers, filtered by name. */
export function Component() {
  const [filters, setFilter] = useFilters(filterNames)
  const query = useRows(useAccount(), 'customers', filters)
  return (
    <>
      <PageHeader
        title="Customers"
        description="All active customers."
        actions={<NewJobLink domain="customers" query={{ customer: 'new' }} label="New customer" />}
      />
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
        emptyTitle="No matching customers"
        emptyText="The filter matches the beginning of names, ignoring case."
      />
    </>
  )
}
