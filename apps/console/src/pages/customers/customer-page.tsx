import { useParams } from 'react-router'
import { useAccount } from '../../accounts/use-accounts.ts'
import { DataTable } from '../../components/data-table.tsx'
import { Facts } from '../../components/facts.tsx'
import { formatMoney } from '../../components/format-number.ts'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { QueryState } from '../../components/query-state.tsx'
import { useRecord } from '../../data/use-record.ts'
import { ContactsCard } from '../../records/contacts-card.tsx'
import { formatAddress } from '../../records/format-address.ts'
import { FullData } from '../../records/full-data.tsx'
import { jobColumns } from '../../records/job-columns.tsx'
import { locationColumns } from '../../records/location-columns.tsx'
import { recordFacts } from '../../records/record-facts.tsx'
import { RecordNotices } from '../../records/record-notices.tsx'
import { RecordLayout, RecordSkeleton } from '../../records/record-page.tsx'

const include = ['locations', 'jobs', 'contacts'] as const
const watches = ['locations', 'jobs', 'customer-contacts'] as const

export function Component() {
  const { id = '' } = useParams()
  const query = useRecord(useAccount(), 'customers', id, { include, watches })
  return (
    <QueryState query={query} skeleton={<RecordSkeleton kind="Customer" />}>
      {(customer) => (
        <>
          <PageHeader
            title={customer.name ?? `Customer ${customer.id}`}
            description={`Customer · ${formatAddress(customer)}`}
          />
          <RecordLayout
            main={
              <>
                <RecordNotices row={customer} />
                <Panel title="Customer">
                  <Facts
                    columns={2}
                    facts={[
                      ['Type', customer.type],
                      ['Balance', formatMoney(customer.balance)],
                      ['Address', formatAddress(customer)],
                      ['Do not service', customer.doNotService ? 'Yes' : 'No'],
                      ...recordFacts(customer),
                    ]}
                  />
                </Panel>
                <Panel title="Jobs" count={customer.jobs.length} flush>
                  <DataTable label="Jobs" columns={jobColumns} rows={customer.jobs} rowId={(job) => job.id} />
                </Panel>
                <Panel title="Locations" count={customer.locations.length} flush>
                  <DataTable
                    label="Locations"
                    columns={locationColumns}
                    rows={customer.locations}
                    rowId={(location) => location.id}
                  />
                </Panel>
                <FullData resource="customers" id={customer.id} />
              </>
            }
            side={<ContactsCard contacts={customer.contacts} />}
          />
        </>
      )}
    </QueryState>
  )
}
