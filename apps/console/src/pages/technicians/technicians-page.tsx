import { Select } from '@mantine/core'
import type { Technician } from 'api/client'
import { useMemo } from 'react'
import { useAccount } from '../../accounts/use-accounts.ts'
import { columnsOf } from '../../components/data-table.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { RecordList } from '../../components/record-list.tsx'
import { RowLink } from '../../components/row-link.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { useFilters } from '../../components/use-filters.ts'
import { useNames } from '../../data/use-names.ts'
import { useRows } from '../../data/use-rows.ts'
import { formatPhone } from '../../records/format-phone.ts'
import { toOptions } from '../../records/to-options.ts'

const filterNames = ['businessUnitId'] as const
const column = columnsOf<Technician>()

export function Component() {
  const account = useAccount()
  const [filters, setFilter] = useFilters(filterNames)
  const businessUnits = useNames(account, 'business-units')
  const columns = useMemo(() => technicianColumns(businessUnits), [businessUnits])
  const query = useRows(account, 'technicians', filters)
  return (
    <>
      <PageHeader title="Technicians" description="All active technicians in the cache." />
      <RecordList
        label="Technicians"
        query={query}
        columns={columns}
        rowId={({ id }) => id}
        filters={
          <Select
            aria-label="Business unit"
            placeholder="Any business unit"
            data={toOptions(businessUnits)}
            value={filters.businessUnitId ?? null}
            onChange={(value) => setFilter('businessUnitId', value)}
            clearable
            searchable
          />
        }
        emptyTitle="No technician fits"
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
        <RowLink to={`/technicians/${original.id}`}>{original.name ?? original.id}</RowLink>
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
      cell: ({ row: { original } }) => formatPhone(original.phone) ?? '–',
      meta: { hideBelow: 'md', width: '9rem' },
    }),
  ])
}
