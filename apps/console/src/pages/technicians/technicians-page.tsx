import type { Row } from 'api/client'
import { useMemo } from 'react'
import { NameFilter } from '../../components/filters/name-filter.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf } from '../../components/table/data-table.tsx'
import { PhoneLink } from '../../components/values/phone-link.tsx'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { useNames } from '../../data/use-names.ts'
import { useRows } from '../../data/use-rows.ts'
import { RecordList } from '../../records/record-list.tsx'
import { titleOf } from '../../records/record-title.ts'
import { useAccount } from '../../session/use-accounts.ts'

const filterNames = ['businessUnitId'] as const
const column = columnsOf<Row<'technicians'>>()

/** Active technicians, filtered by business unit. */
export function Component() {
  const account = useAccount()
  const [filters, setFilter] = useFilters(filterNames)
  const businessUnits = useNames(account, 'business-units')
  const columns = useMemo(() => technicianColumns(businessUnits), [businessUnits])
  const query = useRows(account, 'technicians', filters)
  return (
    <>
      <PageHeader title="Technicians" description="All active technicians." />
      <RecordList
        label="Technicians"
        query={query}
        columns={columns}
        rowId={({ id }) => id}
        filters={
          <NameFilter
            label="Business unit"
            placeholder="Any business unit"
            names={businessUnits}
            value={filters.businessUnitId}
            onChange={(value) => setFilter('businessUnitId', value)}
          />
        }
        emptyTitle="No matching technicians"
        emptyText="Choose another business unit."
      />
    </>
  )
}

function technicianColumns(businessUnits: ReadonlyMap<string, string>) {
  return column.columns([
    column.display({
      id: 'name',
      header: 'Name',
      cell: ({ row: { original } }) => (
        <TenantLink to={`/technicians/${original.id}`}>{titleOf('Technician', original)}</TenantLink>
      ),
    }),
    column.display({
      id: 'status',
      header: 'Status',
      cell: ({ row: { original } }) => <StatusBadge status={original.status} />,
      meta: { width: '9rem' },
    }),
    column.display({ id: 'team', header: 'Team', cell: ({ row: { original } }) => original.team ?? '–' }),
    column.display({
      id: 'business-unit',
      header: 'Business unit',
      cell: ({ row: { original } }) => businessUnits.get(original.businessUnitId ?? '') ?? '–',
      meta: { hideBelow: 'sm' },
    }),
    column.display({
      id: 'phone',
      header: 'Phone',
      cell: ({ row: { original } }) => <PhoneLink phone={original.phone} />,
      meta: { hideBelow: 'md', width: '9rem' },
    }),
  ])
}
