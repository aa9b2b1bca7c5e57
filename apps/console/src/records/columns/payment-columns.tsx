import type { Row } from 'api/client'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf } from '../../components/table/data-table.tsx'
import { formatMoney } from '../../components/values/format-number.ts'
import { Time } from '../../time/time.tsx'
import { CustomerLink } from '../accounting/record-links.tsx'
import { idOf } from '../record-title.ts'

const column = columnsOf<Row<'payments'>>()

/** Columns of a table of payments. */
export const paymentColumns = column.columns([
  column.display({
    id: 'date',
    header: 'Date',
    cell: ({ row: { original } }) => (
      <TenantLink to={`/payments/${original.id}`}>
        {original.paidOn ? <Time value={original.paidOn} as="calendar-date" /> : `Payment ${idOf(original)}`}
      </TenantLink>
    ),
    meta: { width: '8rem' },
  }),
  column.display({
    id: 'type',
    header: 'Type',
    cell: ({ row: { original } }) => original.type ?? '–',
    meta: { width: '9rem' },
  }),
  column.display({
    id: 'customer',
    header: 'Customer',
    cell: ({ row: { original } }) => <CustomerLink id={original.customerId} name={original.customerName} />,
  }),
  column.display({
    id: 'number',
    header: 'Number',
    cell: ({ row: { original } }) => original.referenceNumber || '–',
    meta: { hideBelow: 'md', width: '9rem' },
  }),
  column.display({
    id: 'unapplied',
    header: 'Unapplied',
    cell: ({ row: { original } }) => formatMoney(original.unappliedAmount),
    meta: { align: 'right', hideBelow: 'sm', width: '7rem' },
  }),
  column.display({
    id: 'amount',
    header: 'Amount',
    cell: ({ row: { original } }) => formatMoney(original.total),
    meta: { align: 'right', width: '7rem' },
  }),
])
