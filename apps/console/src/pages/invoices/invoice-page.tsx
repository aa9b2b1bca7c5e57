import { useParams } from 'react-router'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { useRecord } from '../../data/use-record.ts'
import { RecordPage } from '../../records/page/record-page.tsx'
import { RecordTabs } from '../../records/page/record-tabs.tsx'
import { idOf, numberedTitle } from '../../records/record-title.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { InvoiceDetails } from './invoice-details.tsx'

const include = ['customer', 'location'] as const

/** An invoice with its items, job, customer and location. */
export function Component() {
  const { id = '' } = useParams()
  const query = useRecord(useAccount(), { resource: 'invoices', id, include })
  return (
    <RecordPage kind="Invoice" query={query}>
      {(invoice) => (
        <>
          <PageHeader
            title={numberedTitle('Invoice', invoice.invoiceNumber, idOf(invoice))}
            aside={<StatusBadge status={invoice.syncStatus} />}
            description={invoice.customerName}
          />
          <RecordTabs resource="invoices" record={invoice}>
            <InvoiceDetails invoice={invoice} />
          </RecordTabs>
        </>
      )}
    </RecordPage>
  )
}
