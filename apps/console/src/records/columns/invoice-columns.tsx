import type { Row } from 'api/client'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf } from '../../components/table/data-table.tsx'
import { formatMoney } from '../../components/values/format-number.ts'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { Time } from '../../time/time.tsx'
import { CustomerLink, JobLink } from '../accounting/record-links.tsx'
import { idOf } from '../record-title.ts'

const column = columnsOf<Row<'invoices'>>()

/** Columns of a table of invoices. */
export const invoiceColumns = column.columns([
  column.display({
    id: 'number',
    header: 'Number',
    cell: ({ row: { original } }) => (
      <TenantLink to={`/invoices/${original.id}`}>{original.invoiceNumber || idOf(original)}</TenantLink>
    ),
    meta: { width: '8rem' },
  }),
  column.display({
    id: 'customer',
    header: 'Customer',
    cell: ({ row: { original } }) => <CustomerLink id={original.customerId} name={original.customerName} />,
  }),
  column.display({
    id: 'job',
    header: 'Job',
    cell: ({ row: { original } }) => <JobLink id={original.jobId} number={original.jobNumber} />,
    meta: { hideBelow: 'md', width: '7rem' },
  }),
  column.display({
    id: 'date',
    header: 'Date',
    cell: ({ row: { original } }) => <Time value={original.invoiceDate} as="calendar-date" />,
    meta: { hideBelow: 'sm', width: '8rem' },
  }),
  column.display({
    id: 'due',
    header: 'Due',
    cell: ({ row: { original } }) => <Time value={original.dueDate} as="calendar-date" />,
    meta: { hideBelow: 'lg', width: '8rem' },
  }),
  column.display({
    id: 'total',
    header: 'Total',
    cell: ({ row: { original } }) => formatMoney(original.total),
    meta: { align: 'right', hideBelow: 'sm', width: '7rem' },
  }),
  column.display({
    id: 'balance',
    header: 'Balance',
    cell: ({ row: { original } }) => formatMoney(original.balance),
    meta: { align: 'right', width: '7rem' },
  }),
  column.display({
    id: 'state',
    header: 'State',
    cell: ({ row: { original } }) => <StatusBadge status={original.syncStatus} />,
    meta: { hideBelow: 'md', width: '8rem' },
  }),
])
