import type { Members } from './read-metrics.ts'

interface Filters {
  readonly businessUnitId?: string | undefined
  readonly jobTypeId?: string | undefined
  readonly campaignId?: string | undefined
  readonly technicianId?: string | undefined
  readonly cancelReasonId?: string | undefined
}

/** The members that the filters of a query name, by dimension. */
export function membersOf(filters: Filters): Members {
  const { businessUnitId, jobTypeId, campaignId, technicianId, cancelReasonId } = filters
  const given = {
    'business-unit': businessUnitId,
    'job-type': jobTypeId,
    campaign: campaignId,
    technician: technicianId,
    'cancel-reason': cancelReasonId,
  }
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, id]) => (id === undefined ? [] : [[name, [id]]])),
  )
}
