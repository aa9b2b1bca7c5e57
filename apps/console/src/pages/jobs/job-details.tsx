import { Text } from '@mantine/core'
import type { Row, RowWith } from 'api/client'
import { useMemo } from 'react'
import { Panel } from '../../components/layout/panel.tsx'
import { TenantLink } from '../../components/navigation/tenant-link.tsx'
import { type Fact, Facts } from '../../components/values/facts.tsx'
import { formatMoney } from '../../components/values/format-number.ts'
import { nameOf, toNames, useNames } from '../../data/use-names.ts'
import { AccountingCard } from '../../records/accounting/accounting-card.tsx'
import { appointmentColumns } from '../../records/columns/appointment-columns.tsx'
import { CustomerCard } from '../../records/customer-card.tsx'
import { CustomerWarning } from '../../records/customer-warning.tsx'
import { ExchangeNotice } from '../../records/exchange/exchange-notice.tsx'
import { IncludedRows } from '../../records/included-rows.tsx'
import { LocationCard } from '../../records/location-card.tsx'
import { recordFacts } from '../../records/page/record-facts.tsx'
import { RecordNotices } from '../../records/page/record-notices.tsx'
import { RecordLayout } from '../../records/page/record-page.tsx'
import { plainText } from '../../records/plain-text.ts'
import { idOf } from '../../records/record-title.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { formatMinutes } from '../../time/format.ts'
import { Time } from '../../time/time.tsx'

type JobWithRelated = RowWith<'jobs', 'location' | 'customer' | 'appointments' | 'technicians' | 'invoice'>

/** The content of the job page, below its heading. */
export function JobDetails({ job }: { readonly job: JobWithRelated }) {
  const columns = useMemo(() => appointmentColumns(toNames(job.technicians)), [job.technicians])
  return (
    <RecordLayout
      main={
        <>
          <CustomerWarning customer={job.customer} />
          <RecordNotices row={job} />
          <ExchangeNotice row={job} table="jobs" />
          <Panel title="Job">
            {job.summary && (
              <Text size="sm" mb="sm" style={{ whiteSpace: 'pre-line' }}>
                {plainText(job.summary)}
              </Text>
            )}
            <Facts columns={2} facts={useJobFacts(job)} />
          </Panel>
          <IncludedRows title="Appointments" columns={columns} rows={job.appointments} />
        </>
      }
      side={
        <>
          <CustomerCard customer={job.customer} />
          <LocationCard location={job.location} />
          <InvoiceCard invoice={job.invoice} />
          <AccountingCard of="job" id={job.id} />
        </>
      }
    />
  )
}

function useJobFacts(job: Row<'jobs'>): Fact[] {
  const account = useAccount()
  const businessUnits = useNames(account, 'business-units')
  const jobTypes = useNames(account, 'job-types')
  const campaigns = useNames(account, 'campaigns')
  return [
    ['Type', nameOf(jobTypes, job.jobTypeId)],
    ['Business unit', nameOf(businessUnits, job.businessUnitId)],
    ['Priority', job.priority],
    ['Campaign', nameOf(campaigns, job.campaignId)],
    ['Scheduled', <Time key="scheduled" value={job.scheduledStart} />],
    ['Duration', job.duration === null ? null : formatMinutes(job.duration)],
    ['Completed', <Time key="completed" value={job.completedAt} />],
    ['Total', job.noCharge ? 'No charge' : formatMoney(job.total)],
    ...recordFacts(job),
  ]
}

function InvoiceCard({ invoice }: { readonly invoice: Row<'invoices'> | null }) {
  if (!invoice) return null
  return (
    <Panel title="Invoice">
      <Facts
        facts={[
          [
            'Number',
            <TenantLink key="number" to={`/invoices/${invoice.id}`}>
              {invoice.invoiceNumber || idOf(invoice)}
            </TenantLink>,
          ],
          ['Date', <Time key="date" value={invoice.invoiceDate} as="calendar-date" />],
          ['Total', formatMoney(invoice.total)],
          ['Unpaid', formatMoney(invoice.balance)],
        ]}
      />
    </Panel>
  )
}
