import type { Row } from 'api/client'
import { useMemo } from 'react'
import { useParams } from 'react-router'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { AddressLink } from '../../components/values/address-link.tsx'
import { EmailLink } from '../../components/values/email-link.tsx'
import { Facts } from '../../components/values/facts.tsx'
import { formatAddress } from '../../components/values/format-address.ts'
import { PhoneLink } from '../../components/values/phone-link.tsx'
import { nameOf, useNames } from '../../data/use-names.ts'
import { useRecord } from '../../data/use-record.ts'
import { LocationActions } from '../../records/actions/location-actions.tsx'
import { appointmentColumns } from '../../records/columns/appointment-columns.tsx'
import { jobColumns } from '../../records/columns/job-columns.tsx'
import { ContactsCard } from '../../records/contacts-card.tsx'
import { CustomerCard } from '../../records/customer-card.tsx'
import { CustomerWarning } from '../../records/customer-warning.tsx'
import { ExchangeNotice } from '../../records/exchange/exchange-notice.tsx'
import { IncludedRows } from '../../records/included-rows.tsx'
import { recordFacts } from '../../records/page/record-facts.tsx'
import { RecordNotices } from '../../records/page/record-notices.tsx'
import { RecordLayout, RecordPage } from '../../records/page/record-page.tsx'
import { RecordTabs } from '../../records/page/record-tabs.tsx'
import { describeRecord, titleOf } from '../../records/record-title.ts'
import { useAccount } from '../../session/use-accounts.ts'

const include = ['customer', 'jobs', 'appointments', 'contacts'] as const

/** A location with its customer, jobs, appointments and contacts. */
export function Component() {
  const { id = '' } = useParams()
  const account = useAccount()
  const zones = useNames(account, 'zones')
  const technicians = useNames(account, 'technicians')
  const columns = useMemo(() => appointmentColumns(technicians), [technicians])
  const query = useRecord(account, { resource: 'locations', id, include })
  return (
    <RecordPage kind="Location" query={query}>
      {(location) => (
        <>
          <PageHeader
            title={titleOf('Location', location)}
            description={describeRecord('Location', formatAddress(location))}
            actions={<LocationActions location={location} />}
          />
          <RecordTabs resource="locations" record={location}>
            <RecordLayout
              main={
                <>
                  <CustomerWarning customer={location.customer} />
                  <RecordNotices row={location} />
                  <ExchangeNotice row={location} table="locations" />
                  <Panel title="Location">
                    <Facts
                      columns={2}
                      facts={[
                        ['Address', <AddressLink key="address" address={location} />],
                        ['Zone', nameOf(zones, location.zoneId)],
                        ['Phone', <PhoneLink key="phone" phone={location.phone} />],
                        ['E-mail', <EmailLink key="email" email={location.email} />],
                        ['Position', positionOf(location)],
                        ['Tax exempt', location.taxExempt ? 'Yes' : 'No'],
                        ...recordFacts(location),
                      ]}
                    />
                  </Panel>
                  <IncludedRows title="Jobs" columns={jobColumns} rows={location.jobs} />
                  <IncludedRows title="Appointments" columns={columns} rows={location.appointments} />
                </>
              }
              side={
                <>
                  <CustomerCard customer={location.customer} />
                  <ContactsCard of="locations" ownerId={location.id} contacts={location.contacts} />
                </>
              }
            />
          </RecordTabs>
        </>
      )}
    </RecordPage>
  )
}

function positionOf({ latitude, longitude }: Row<'locations'>): string | null {
  return latitude === null || longitude === null ? null : `${latitude}, ${longitude}`
}
