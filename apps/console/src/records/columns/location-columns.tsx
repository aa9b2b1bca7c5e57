import type { Row } from 'api/client'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf } from '../../components/table/data-table.tsx'
import { AddressLink } from '../../components/values/address-link.tsx'
import { PhoneLink } from '../../components/values/phone-link.tsx'
import { titleOf } from '../record-title.ts'

const column = columnsOf<Row<'locations'>>()

/** Columns of a table of locations. */
export const locationColumns = column.columns([
  column.display({
    id: 'name',
    header: 'Name',
    cell: ({ row: { original } }) => (
      <TenantLink to={`/locations/${original.id}`}>{titleOf('Location', original)}</TenantLink>
    ),
  }),
  column.display({
    id: 'address',
    header: 'Address',
    cell: ({ row: { original } }) => <AddressLink address={original} />,
  }),
  column.display({
    id: 'phone',
    header: 'Phone',
    cell: ({ row: { original } }) => <PhoneLink phone={original.phone} />,
    meta: { hideBelow: 'sm', width: '9rem' },
  }),
])
