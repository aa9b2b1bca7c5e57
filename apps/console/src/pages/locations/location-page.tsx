import type { Row } from 'api/client'
import { useParams } from 'react-router'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { Facts } from '../../components/values/facts.tsx'
import { nameOf, useNames } from '../../data/use-names.ts'
import { useRecord } from '../../data/use-record.ts'
import { appointmentColumns } from '../../records/appointment-columns.tsx'
import { ContactsCard } from '../../records/contacts-card.tsx'
import { CustomerCard } from '../../records/customer-card.tsx'
import { formatAddress } from '../../records/format-address.ts'
import { formatPhone } from '../../records/format-phone.ts'
import { FullData } from '../../records/full-data.tsx'
import { jobColumns } from '../../records/job-columns.tsx'
import { recordFacts } from '../../records/record-facts.tsx'
import { RecordNotices } from '../../records/record-notices.tsx'
import { RecordLayout, RecordSkeleton } from '../../records/record-page.tsx'
import { useAccount } from '../../session/use-accounts.ts'

const include = ['customer', 'jobs', 'appointments', 'contacts'] as const
const columns = appointmentColumns()

/** A location with its customer, jobs, appointments and contacts. */
export function Component() {
  const { id = '' } = useParams()
  const account = useAccount()
  const zones = useNames(account, 'zones')
  const query = useRecord(account, { resource: 'locations', id, include })
  return (
    <QueryState query={query} skeleton={<RecordSkeleton kind="Location" />}>
      {(location) => (
        <>
          <PageHeader
            title={location.name ?? `Location ${location.id}`}
            description={`Location · ${formatAddress(location)}`}
          />
          <RecordLayout
            main={
              <>
                <RecordNotices row={location} />
                <Panel title="Location">
                  <Facts
                    columns={2}
                    facts={[
                      ['Address', formatAddress(location)],
                      ['Zone', nameOf(zones, location.zoneId)],
                      ['Phone', formatPhone(location.phone)],
                      ['E-mail', location.email],
                      ['Position', positionOf(location)],
                      ['Tax exempt', location.taxExempt ? 'Yes' : 'No'],
                      ...recordFacts(location),
                    ]}
                  />
                </Panel>
                <Panel title="Jobs" count={location.jobs.length} flush>
                  <DataTable label="Jobs" columns={jobColumns} rows={location.jobs} rowId={(job) => job.id} />
                </Panel>
                <Panel title="Appointments" count={location.appointments.length} flush>
                  <DataTable
                    label="Appointments"
                    columns={columns}
                    rows={location.appointments}
                    rowId={(appointment) => appointment.id}
                  />
                </Panel>
                <FullData resource="locations" id={location.id} />
              </>
            }
            side={
              <>
                <CustomerCard customer={location.customer} />
                <ContactsCard contacts={location.contacts} />
              </>
            }
          />
        </>
      )}
    </QueryState>
  )
}

function positionOf({ latitude, longitude }: Row<'locations'>): string | null {
  return latitude === null || longitude === null ? null : `${latitude}, ${longitude}`
}
