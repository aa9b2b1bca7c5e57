import { Text } from '@mantine/core'
import type { Row, RowWith } from 'api/client'
import { Panel } from '../../components/layout/panel.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { type Fact, Facts } from '../../components/values/facts.tsx'
import { formatMoney } from '../../components/values/format-number.ts'
import { readable } from '../../components/values/readable.ts'
import { nameOf, useNames } from '../../data/use-names.ts'
import { ItemsPanel } from '../../records/accounting/items-panel.tsx'
import { JobLink } from '../../records/accounting/record-links.tsx'
import { CustomerCard } from '../../records/customer-card.tsx'
import { CustomerWarning } from '../../records/customer-warning.tsx'
import { LocationCard } from '../../records/location-card.tsx'
import { recordFacts } from '../../records/page/record-facts.tsx'
import { RecordNotices } from '../../records/page/record-notices.tsx'
import { RecordLayout } from '../../records/page/record-page.tsx'
import { plainText } from '../../records/plain-text.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { Time } from '../../time/time.tsx'

export interface InvoiceDetailsProps {
  readonly invoice: RowWith<'invoices', 'customer' | 'location'>
}

/** The content of the invoice page, below its heading. */
export function InvoiceDetails({ invoice }: InvoiceDetailsProps) {
  const { serviceTitanId, customer, location, summary } = invoice
  return (
    <RecordLayout
      main={
        <>
          <CustomerWarning customer={customer} />
          <RecordNotices row={invoice} />
          <Panel title="Invoice">
            {summary && (
              <Text size="sm" mb="sm" style={{ whiteSpace: 'pre-line' }}>
                {plainText(summary)}
              </Text>
            )}
            <Facts columns={2} facts={useInvoiceFacts(invoice)} />
          </Panel>
          {serviceTitanId !== null && <ItemsPanel resource="invoices" serviceTitanId={serviceTitanId} />}
        </>
      }
      side={
        <>
          <Panel title="Amounts">
            <Facts facts={amountsOf(invoice)} />
          </Panel>
          <CustomerCard customer={customer} />
          <LocationCard location={location} />
          {invoice.customerId !== null && (
            <Panel title="Payments">
              <TenantLink to={`/payments?customerId=${invoice.customerId}`}>
                Payments of the customer
              </TenantLink>
            </Panel>
          )}
        </>
      }
    />
  )
}

function amountsOf(invoice: Row<'invoices'>): Fact[] {
  return [
    ['Subtotal', formatMoney(invoice.subtotal)],
    ['Discounts', formatMoney(invoice.discountTotal)],
    ['Sales tax', formatMoney(invoice.salesTax)],
    ['Total', formatMoney(invoice.total)],
    ['Balance', formatMoney(invoice.balance)],
  ]
}

function useInvoiceFacts(invoice: Row<'invoices'>): Fact[] {
  const businessUnits = useNames(useAccount(), 'business-units')
  return [
    ['Job', <JobLink key="job" id={invoice.jobId} number={invoice.jobNumber} />],
    ['Business unit', nameOf(businessUnits, invoice.businessUnitId)],
    ['Date', <Time key="date" value={invoice.invoiceDate} as="calendar-date" />],
    ['Due', <Time key="due" value={invoice.dueDate} as="calendar-date" />],
    ['Paid', <Time key="paid" value={invoice.paidOn} as="calendar-date" />],
    ['Deposited', <Time key="deposited" value={invoice.depositedOn} as="calendar-date" />],
    ['Term', invoice.termName],
    ['Type', invoice.invoiceType],
    ['Kind', readable(invoice.invoiceConfiguration)],
    ['Review', readable(invoice.reviewStatus)],
    ['Sent', readable(invoice.sentStatus)],
    ['Adjusts', invoice.adjustmentToId && <AdjustedInvoice key="adjusts" id={invoice.adjustmentToId} />],
    ...recordFacts(invoice),
  ]
}

function AdjustedInvoice({ id }: { readonly id: string }) {
  return <TenantLink to={`/invoices/${id}`}>Another invoice</TenantLink>
}
