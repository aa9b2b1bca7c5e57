import type { Row } from 'api/client'
import { TenantLink } from '../components/navigation/tenant-link.tsx'
import { columnsOf } from '../components/table/data-table.tsx'
import { formatAddress } from './format-address.ts'
import { formatPhone } from './format-phone.ts'

const column = columnsOf<Row<'locations'>>()

/** Columns of a table of locations. */
export const locationColumns = column.columns([
  column.display({
    id: 'name',
    header: 'Name',
    cell: ({ row: { original } }) => (
      <TenantLink to={`/locations/${original.id}`}>{original.name ?? original.id}</TenantLink>
    ),
  }),
  column.display({
    id: 'address',
    header: 'Address',
    cell: ({ row: { original } }) => formatAddress(original),
  }),
  column.display({
    id: 'phone',
    header: 'Phone',
    cell: ({ row: { original } }) => formatPhone(original.phone) ?? '–',
    meta: { hideBelow: 'sm', width: '9rem' },
  }),
])
