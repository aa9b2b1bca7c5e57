import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { columnsOf } from '../../components/table/data-table.tsx'
import { formatMoney } from '../../components/values/format-number.ts'
import { Time } from '../../time/time.tsx'
import { appliedTo, type SentApplication } from './sent-items.ts'
import { SentPanel } from './sent-panel.tsx'

const column = columnsOf<SentApplication>()
const columns = column.columns([
  column.display({
    id: 'invoice',
    header: 'Invoice',
    cell: ({ row: { original } }) => <AppliedInvoice application={original} />,
  }),
  column.display({
    id: 'applied',
    header: 'Applied',
    cell: ({ row: { original } }) => <Time value={original.appliedOn} />,
    meta: { hideBelow: 'sm', width: '12rem' },
  }),
  column.display({
    id: 'amount',
    header: 'Amount',
    cell: ({ row: { original } }) => formatMoney(original.amount),
    meta: { align: 'right', width: '8rem' },
  }),
])

function AppliedInvoice({ application }: { readonly application: SentApplication }) {
  const { invoiceServiceTitanId, invoiceNumber } = application
  const title = invoiceNumber ?? invoiceServiceTitanId ?? '–'
  if (invoiceServiceTitanId === null) return title
  return <TenantLink to={`/invoices/st:${invoiceServiceTitanId}`}>{title}</TenantLink>
}

/** The invoices that a payment is applied to, as ServiceTitan sent them. @param serviceTitanId the payment's */
export function AppliedPanel({ serviceTitanId }: { readonly serviceTitanId: string }) {
  return (
    <SentPanel
      title="Invoices"
      resource="payments"
      serviceTitanId={serviceTitanId}
      rowsOf={appliedTo}
      columns={columns}
      emptyTitle="Not applied"
      emptyText="ServiceTitan has applied this payment to no invoice."
    />
  )
}
