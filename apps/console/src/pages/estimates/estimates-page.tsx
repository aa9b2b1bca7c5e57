import type { ListQuery } from 'api/client'
import { useFilters } from '../../components/filters/use-filters.ts'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { useRows } from '../../data/use-rows.ts'
import { estimateColumns } from '../../records/columns/estimate-columns.tsx'
import { RecordList } from '../../records/record-list.tsx'
import { useAccount } from '../../session/use-accounts.ts'
import { boundsOfDays, earliest } from '../../time/period.ts'
import { EstimateFilterFields, type EstimateFilters, filterNames } from './estimate-filters.tsx'

const include = ['customer'] as const

/** Active estimates, filtered by job, customer, status, business unit, seller, or when they were created or sold. */
export function Component() {
  const account = useAccount()
  const [filters, setFilter] = useFilters(filterNames)
  const query = useRows(account, 'estimates', queryOf(filters, account.timeZone), include)
  return (
    <>
      <PageHeader
        title="Estimates"
        description={filters.jobId ? 'Active estimates.' : 'Active estimates, newest first.'}
      />
      <RecordList
        label="Estimates"
        query={query}
        columns={estimateColumns}
        rowId={({ id }) => id}
        filters={<EstimateFilterFields filters={filters} onChange={setFilter} />}
        emptyTitle="No matching estimates"
        emptyText="Change the filters, or clear them."
      />
    </>
  )
}

/**
 * The query of the filters; days are those of the tenant's time zone. The API needs a filter that an index serves:
 * without one, all estimates by their creation.
 */
function queryOf(filters: EstimateFilters, timeZone: string): ListQuery<'estimates'> {
  const { createdFrom, createdThrough, soldFrom, soldThrough, ...others } = filters
  const created = boundsOfDays({ from: createdFrom, through: createdThrough }, timeZone)
  const sold = boundsOfDays({ from: soldFrom, through: soldThrough }, timeZone)
  const served = [others.jobId, others.customerId, created.from, created.before, sold.from, sold.before]
  return {
    ...others,
    createdAtFrom: served.some(Boolean) ? created.from : earliest,
    createdAtBefore: created.before,
    soldOnFrom: sold.from,
    soldOnBefore: sold.before,
  }
}
