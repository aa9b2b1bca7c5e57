import type { OpenInvoice } from 'api/client'
import { useMemo } from 'react'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf } from '../../components/table/data-table.tsx'
import { formatCount, formatMoney } from '../../components/values/format-number.ts'
import type { useOpenInvoices } from '../../data/use-metrics.ts'
import { RecordList } from '../../records/record-list.tsx'
import { numberedTitle } from '../../records/record-title.ts'
import { daysIn } from '../../reports/period/report-period.ts'
import { Time } from '../../time/time.tsx'

export interface OpenInvoicesProps {
  readonly query: ReturnType<typeof useOpenInvoices>
  /** The day at whose end they are open, YYYY-MM-DD. */
  readonly on: string
}

/** The invoices behind the receivables of a day, those due first. */
export function OpenInvoices({ query, on }: OpenInvoicesProps) {
  const columns = useMemo(() => columnsFor(on), [on])
  return (
    <RecordList
      label="Open invoices"
      query={query}
      columns={columns}
      rowId={({ id }) => id}
      emptyTitle="No open invoices"
      emptyText="At the end of the day nothing was still to be paid."
      isInPanel
    />
  )
}

const column = columnsOf<OpenInvoice>()

function columnsFor(on: string) {
  return column.columns([
    column.display({
      id: 'invoice',
      header: 'Invoice',
      cell: ({ row: { original } }) => (
        <TenantLink to={`/invoices/${original.id}`}>
          {numberedTitle('Invoice', original.number, original.id)}
        </TenantLink>
      ),
    }),
    column.display({
      id: 'customer',
      header: 'Customer',
      cell: ({ row: { original } }) => original.customerName || '–',
      meta: { hideBelow: 'sm' },
    }),
    column.display({
      id: 'date',
      header: 'Date',
      cell: ({ row: { original } }) => <Time value={original.day} as="calendar-date" />,
      meta: { hideBelow: 'md', width: '8rem' },
    }),
    column.display({
      id: 'due',
      header: 'Due',
      cell: ({ row: { original } }) => <Time value={original.dueDay} as="calendar-date" />,
      meta: { width: '8rem' },
    }),
    column.display({
      id: 'overdue',
      header: 'Overdue',
      cell: ({ row: { original } }) => describeOverdue(original.dueDay ?? original.day, on),
      meta: { align: 'right', hideBelow: 'lg', width: '7rem' },
    }),
    column.display({
      id: 'total',
      header: 'Total',
      cell: ({ row: { original } }) => formatMoney(original.total),
      meta: { align: 'right', hideBelow: 'sm', width: '7rem' },
    }),
    column.display({
      id: 'open',
      header: 'Still to be paid',
      cell: ({ row: { original } }) => formatMoney(original.open),
      meta: { align: 'right', width: '8rem' },
    }),
  ])
}

/** `12 days`, from the day on which an invoice was due. */
function describeOverdue(due: string, on: string): string {
  const days = daysIn({ from: due, to: on })
  if (days <= 0) return 'not due'
  return days === 1 ? '1 day' : `${formatCount(days)} days`
}
