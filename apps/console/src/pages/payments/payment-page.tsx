import type { RowWith } from 'api/client'
import { useParams } from 'react-router'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { type Fact, Facts } from '../../components/values/facts.tsx'
import { formatMoney } from '../../components/values/format-number.ts'
import { StatusBadge } from '../../components/values/status-badge.tsx'
import { nameOf, useNames } from '../../data/use-names.ts'
import { useRecord } from '../../data/use-record.ts'
import { AppliedPanel } from '../../records/accounting/applied-panel.tsx'
import { CustomerCard } from '../../records/customer-card.tsx'
import { recordFacts } from '../../records/page/record-facts.tsx'
import { RecordNotices } from '../../records/page/record-notices.tsx'
import { RecordLayout, RecordPage } from '../../records/page/record-page.tsx'
import { RecordTabs } from '../../records/page/record-tabs.tsx'
import { idOf } from '../../records/record-title.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { Time } from '../../time/time.tsx'

type PaymentWithRelated = RowWith<'payments', 'customer'>

const include = ['customer'] as const

/** A payment with its customer and the invoices that it is applied to. */
export function Component() {
  const { id = '' } = useParams()
  const query = useRecord(useAccount(), { resource: 'payments', id, include })
  return (
    <RecordPage kind="Payment" query={query}>
      {(payment) => (
        <>
          <PageHeader
            title={`Payment ${idOf(payment)}`}
            aside={<StatusBadge status={payment.syncStatus} />}
            description={payment.customerName}
          />
          <RecordTabs resource="payments" record={payment}>
            <PaymentDetails payment={payment} />
          </RecordTabs>
        </>
      )}
    </RecordPage>
  )
}

function PaymentDetails({ payment }: { readonly payment: PaymentWithRelated }) {
  const { serviceTitanId, customer } = payment
  return (
    <RecordLayout
      main={
        <>
          <RecordNotices row={payment} />
          <Panel title="Payment">
            <Facts columns={2} facts={usePaymentFacts(payment)} />
          </Panel>
          {serviceTitanId !== null && <AppliedPanel serviceTitanId={serviceTitanId} />}
        </>
      }
      side={
        <>
          <Panel title="Amounts">
            <Facts
              facts={[
                ['Amount', formatMoney(payment.total)],
                ['Unapplied', formatMoney(payment.unappliedAmount)],
              ]}
            />
          </Panel>
          <CustomerCard customer={customer} />
        </>
      }
    />
  )
}

function usePaymentFacts(payment: PaymentWithRelated): Fact[] {
  const businessUnits = useNames(useAccount(), 'business-units')
  const { refundedPaymentId } = payment
  return [
    ['Date', <Time key="date" value={payment.paidOn} as="calendar-date" />],
    ['Type', payment.type],
    ['Number', payment.referenceNumber],
    ['Check number', payment.checkNumber],
    ['Business unit', nameOf(businessUnits, payment.businessUnitId)],
    ['Memo', payment.memo],
    [
      'Refunds',
      refundedPaymentId && (
        <TenantLink key="refunds" to={`/payments/${refundedPaymentId}`}>
          Another payment
        </TenantLink>
      ),
    ],
    ...recordFacts(payment),
  ]
}
