import type { RowWith } from 'api/client'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf } from '../../components/table/data-table.tsx'
import { formatMoney } from '../../components/values/format-number.ts'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { Time } from '../../time/time.tsx'
import { CustomerLink, JobLink } from '../accounting/record-links.tsx'
import { titleOf } from '../record-title.ts'

const column = columnsOf<RowWith<'estimates', 'customer'>>()

/** Columns of a table of estimates, with their customers. */
export const estimateColumns = column.columns([
  column.display({
    id: 'name',
    header: 'Name',
    cell: ({ row: { original } }) => (
      <TenantLink to={`/estimates/${original.id}`}>{titleOf('Estimate', original)}</TenantLink>
    ),
  }),
  column.display({
    id: 'job',
    header: 'Job',
    cell: ({ row: { original } }) => <JobLink id={original.jobId} number={original.jobNumber} />,
    meta: { hideBelow: 'sm', width: '7rem' },
  }),
  column.display({
    id: 'customer',
    header: 'Customer',
    cell: ({ row: { original } }) => <CustomerLink id={original.customerId} name={original.customer?.name} />,
    meta: { hideBelow: 'md' },
  }),
  column.display({
    id: 'status',
    header: 'Status',
    cell: ({ row: { original } }) => <StatusBadge status={original.status} />,
    meta: { width: '8rem' },
  }),
  column.display({
    id: 'created',
    header: 'Created',
    cell: ({ row: { original } }) => <Time value={original.createdAt} as="date" />,
    meta: { hideBelow: 'md', width: '8rem' },
  }),
  column.display({
    id: 'sold',
    header: 'Sold',
    cell: ({ row: { original } }) => <Time value={original.soldOn} as="date" />,
    meta: { hideBelow: 'lg', width: '8rem' },
  }),
  column.display({
    id: 'subtotal',
    header: 'Subtotal',
    cell: ({ row: { original } }) => formatMoney(original.subtotal),
    meta: { align: 'right', width: '7rem' },
  }),
])
