import { useParams } from 'react-router'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { AddressLink } from '../../components/values/address-link.tsx'
import { Facts } from '../../components/values/facts.tsx'
import { formatAddress } from '../../components/values/format-address.ts'
import { formatMoney } from '../../components/values/format-number.ts'
import { useRecord } from '../../data/use-record.ts'
import { AccountingCard } from '../../records/accounting/accounting-card.tsx'
import { CustomerActions } from '../../records/actions/customer-actions.tsx'
import { jobColumns } from '../../records/columns/job-columns.tsx'
import { locationColumns } from '../../records/columns/location-columns.tsx'
import { ContactsCard } from '../../records/contacts-card.tsx'
import { CustomerWarning } from '../../records/customer-warning.tsx'
import { ExchangeNotice } from '../../records/exchange/exchange-notice.tsx'
import { IncludedRows } from '../../records/included-rows.tsx'
import { recordFacts } from '../../records/page/record-facts.tsx'
import { RecordNotices } from '../../records/page/record-notices.tsx'
import { RecordLayout, RecordPage } from '../../records/page/record-page.tsx'
import { RecordTabs } from '../../records/page/record-tabs.tsx'
import { describeRecord, titleOf } from '../../records/record-title.ts'
import { useAccount } from '../../session/use-accounts.ts'

const include = ['locations', 'jobs', 'contacts'] as const

/** A customer with its jobs, locations and contacts. */
export function Component() {
  const { id = '' } = useParams()
  const query = useRecord(useAccount(), { resource: 'customers', id, include })
  return (
    <RecordPage kind="Customer" query={query}>
      {(customer) => (
        <>
          <PageHeader
            title={titleOf('Customer', customer)}
            description={describeRecord('Customer', formatAddress(customer))}
            actions={<CustomerActions customer={customer} />}
          />
          <RecordTabs resource="customers" record={customer}>
            <RecordLayout
              main={
                <>
                  <CustomerWarning customer={customer} isOwnPage />
                  <RecordNotices row={customer} />
                  <ExchangeNotice row={customer} table="customers" />
                  <Panel title="Customer">
                    <Facts
                      columns={2}
                      facts={[
                        ['Type', customer.type],
                        ['Balance', formatMoney(customer.balance)],
                        ['Address', <AddressLink key="address" address={customer} />],
                        ['Do not service', customer.doNotService ? 'Yes' : 'No'],
                        ...recordFacts(customer),
                      ]}
                    />
                  </Panel>
                  <IncludedRows title="Jobs" columns={jobColumns} rows={customer.jobs} />
                  <IncludedRows title="Locations" columns={locationColumns} rows={customer.locations} />
                </>
              }
              side={
                <>
                  <ContactsCard of="customers" ownerId={customer.id} contacts={customer.contacts} />
                  <AccountingCard of="customer" id={customer.id} />
                </>
              }
            />
          </RecordTabs>
        </>
      )}
    </RecordPage>
  )
}
