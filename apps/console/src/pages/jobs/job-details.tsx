import { Text } from '@mantine/core'
import type { Row, RowWith } from 'api/client'
import { useMemo } from 'react'
import { Panel } from '../../components/layout/panel.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { type Fact, Facts } from '../../components/values/facts.tsx'
import { formatMoney } from '../../components/values/format-number.ts'
import { nameOf, useNames } from '../../data/use-names.ts'
import { appointmentColumns } from '../../records/appointment-columns.tsx'
import { CustomerCard } from '../../records/customer-card.tsx'
import { FullData } from '../../records/full-data.tsx'
import { LocationCard } from '../../records/location-card.tsx'
import { plainText } from '../../records/plain-text.ts'
import { recordFacts } from '../../records/record-facts.tsx'
import { RecordNotices } from '../../records/record-notices.tsx'
import { RecordLayout } from '../../records/record-page.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { formatMinutes } from '../../time/format.ts'
import { Time } from '../../time/time.tsx'

type JobWithRelated = RowWith<'jobs', 'location' | 'customer' | 'appointments' | 'technicians' | 'invoice'>

/** The content of the job page, below its heading. */
export function JobDetails({ job }: { readonly job: JobWithRelated }) {
  const columns = useMemo(() => appointmentColumns(job.technicians), [job.technicians])
  return (
    <RecordLayout
      main={
        <>
          <RecordNotices row={job} />
          <Panel title="Job">
            {job.summary && (
              <Text size="sm" mb="sm" style={{ whiteSpace: 'pre-line' }}>
                {plainText(job.summary)}
              </Text>
            )}
            <Facts columns={2} facts={useJobFacts(job)} />
          </Panel>
          <Panel title="Appointments" count={job.appointments.length} flush>
            <DataTable
              label="Appointments"
              columns={columns}
              rows={job.appointments}
              rowId={({ id }) => id}
            />
          </Panel>
          <FullData resource="jobs" id={job.id} />
        </>
      }
      side={
        <>
          <CustomerCard customer={job.customer} />
          <LocationCard location={job.location} />
          <InvoiceCard invoice={job.invoice} />
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
    ['Completed', <Time key="completed" value={job.completedOn} />],
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
          ['Number', invoice.invoiceNumber ?? invoice.id],
          ['Date', <Time key="date" value={invoice.invoiceDate} as="date" />],
          ['Total', formatMoney(invoice.total)],
          ['Unpaid', formatMoney(invoice.balance)],
        ]}
      />
    </Panel>
  )
}
