import type { ListQuery } from 'api/client'
import { DayFilter } from '../../components/filters/day-filter.tsx'
import { NameFilter } from '../../components/filters/name-filter.tsx'
import { SearchFilter } from '../../components/filters/search-filter.tsx'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { useNames } from '../../data/use-names.ts'
import { useRows } from '../../data/use-rows.ts'
import { ChosenCustomer } from '../../records/accounting/chosen-record.tsx'
import { paymentColumns } from '../../records/columns/payment-columns.tsx'
import { RecordList } from '../../records/record-list.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { boundsOfDates, earliest } from '../../time/period.ts'

const filterNames = ['customerId', 'type', 'businessUnitId', 'from', 'through'] as const

type Filters = Readonly<Record<(typeof filterNames)[number], string | undefined>>

/** Active payments, filtered by customer, type, business unit or date. */
export function Component() {
  const account = useAccount()
  const [filters, setFilter] = useFilters(filterNames)
  const businessUnits = useNames(account, 'business-units')
  const query = useRows(account, 'payments', queryOf(filters))
  return (
    <>
      <PageHeader
        title="Payments"
        description={
          filters.customerId
            ? 'Active payments, newest first.'
            : 'Active payments that have a date, newest first.'
        }
      />
      <RecordList
        label="Payments"
        query={query}
        columns={paymentColumns}
        rowId={({ id }) => id}
        filters={
          <>
            <ChosenCustomer id={filters.customerId} onClear={() => setFilter('customerId', null)} />
            <SearchFilter
              label="Payment type"
              value={filters.type}
              onChange={(value) => setFilter('type', value)}
            />
            <NameFilter
              label="Business unit"
              placeholder="Any business unit"
              names={businessUnits}
              value={filters.businessUnitId}
              onChange={(value) => setFilter('businessUnitId', value)}
            />
            <DayFilter label="From" value={filters.from} onChange={(value) => setFilter('from', value)} />
            <DayFilter
              label="Through"
              value={filters.through}
              onChange={(value) => setFilter('through', value)}
            />
          </>
        }
        emptyTitle="No matching payments"
        emptyText="Type the complete name of a type, such as Cash, or change the other filters."
      />
    </>
  )
}

/** The query of the filters. The API needs one that an index serves: without one, all dates. */
function queryOf({ from, through, ...filters }: Filters): ListQuery<'payments'> {
  const { from: paidOnFrom, before: paidOnBefore } = boundsOfDates({ from, through })
  const isServed = [filters.customerId, paidOnFrom, paidOnBefore].some(Boolean)
  return { ...filters, paidOnFrom: isServed ? paidOnFrom : earliest, paidOnBefore }
}
