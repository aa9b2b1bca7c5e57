import { useParams } from 'react-router'
import { QueryState } from '../../components/feedback/query-state.tsx'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { Panel } from '../../components/layout/panel.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { Facts } from '../../components/values/facts.tsx'
import { formatMoney } from '../../components/values/format-number.ts'
import { useRecord } from '../../data/use-record.ts'
import { ContactsCard } from '../../records/contacts-card.tsx'
import { formatAddress } from '../../records/format-address.ts'
import { FullData } from '../../records/full-data.tsx'
import { jobColumns } from '../../records/job-columns.tsx'
import { locationColumns } from '../../records/location-columns.tsx'
import { recordFacts } from '../../records/record-facts.tsx'
import { RecordNotices } from '../../records/record-notices.tsx'
import { RecordLayout, RecordSkeleton } from '../../records/record-page.tsx'
import { useAccount } from '../../session/use-accounts.ts'

const include = ['locations', 'jobs', 'contacts'] as const

/** A customer with its jobs, locations and contacts. */
export function Component() {
  const { id = '' } = useParams()
  const query = useRecord(useAccount(), { resource: 'customers', id, include })
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
