import { Select } from '@mantine/core'
import type { ListQuery } from 'api/client'
import { DayFilter } from '../../components/filters/day-filter.tsx'
import { NameFilter } from '../../components/filters/name-filter.tsx'
import { SearchFilter } from '../../components/filters/search-filter.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { useNames } from '../../data/use-names.ts'
import { useRows } from '../../data/use-rows.ts'
import { ChosenCustomer, ChosenJob } from '../../records/accounting/chosen-record.tsx'
import { invoiceColumns } from '../../records/columns/invoice-columns.tsx'
import { RecordList } from '../../records/record-list.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { boundsOfDates, earliest } from '../../time/period.ts'

const filterNames = [
  'invoiceNumber',
  'jobId',
  'customerId',
  'businessUnitId',
  'syncStatus',
  'from',
  'through',
] as const
const states = ['Pending', 'Posted', 'Exported']

type Filters = Readonly<Record<(typeof filterNames)[number], string | undefined>>

/** Active invoices, filtered by number, job, customer, business unit, state or date. */
export function Component() {
  const account = useAccount()
  const [filters, setFilter] = useFilters(filterNames)
  const businessUnits = useNames(account, 'business-units')
  const query = useRows(account, 'invoices', queryOf(filters))
  const isOfAll = [filters.invoiceNumber, filters.jobId, filters.customerId].every((value) => !value)
  return (
    <>
      <PageHeader
        title="Invoices"
        description={isOfAll ? 'Active invoices that have a date, newest first.' : 'Active invoices.'}
      />
      <RecordList
        label="Invoices"
        query={query}
        columns={invoiceColumns}
        rowId={({ id }) => id}
        filters={
          <>
            <ChosenJob id={filters.jobId} onClear={() => setFilter('jobId', null)} />
            <ChosenCustomer id={filters.customerId} onClear={() => setFilter('customerId', null)} />
            <SearchFilter
              label="Invoice number"
              value={filters.invoiceNumber}
              onChange={(value) => setFilter('invoiceNumber', value)}
            />
            <NameFilter
              label="Business unit"
              placeholder="Any business unit"
              names={businessUnits}
              value={filters.businessUnitId}
              onChange={(value) => setFilter('businessUnitId', value)}
            />
            <Select
              aria-label="State"
              placeholder="Any state"
              data={states}
              value={filters.syncStatus ?? null}
              onChange={(value) => setFilter('syncStatus', value)}
              clearable
            />
            <DayFilter label="From" value={filters.from} onChange={(value) => setFilter('from', value)} />
            <DayFilter
              label="Through"
              value={filters.through}
              onChange={(value) => setFilter('through', value)}
            />
          </>
        }
        emptyTitle="No matching invoices"
        emptyText="Type a complete invoice number, or change the other filters."
      />
    </>
  )
}

/** The query of the filters. The API needs one that an index serves: without one, all dates. */
function queryOf({ from, through, ...filters }: Filters): ListQuery<'invoices'> {
  const { from: invoiceDateFrom, before: invoiceDateBefore } = boundsOfDates({ from, through })
  const { invoiceNumber, jobId, customerId } = filters
  const isServed = [invoiceNumber, jobId, customerId, invoiceDateFrom, invoiceDateBefore].some(Boolean)
  return { ...filters, invoiceDateFrom: isServed ? invoiceDateFrom : earliest, invoiceDateBefore }
}
