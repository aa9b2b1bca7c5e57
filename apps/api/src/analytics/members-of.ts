import type { Members } from './read-metrics.ts'

interface Filters {
  readonly businessUnitId?: string | undefined
  readonly jobTypeId?: string | undefined
  readonly campaignId?: string | undefined
  readonly technicianId?: string | undefined
}

/** The members that the filters of a query name, by dimension. */
export function membersOf({ businessUnitId, jobTypeId, campaignId, technicianId }: Filters): Members {
  const given = {
    'business-unit': businessUnitId,
    'job-type': jobTypeId,
    campaign: campaignId,
    technician: technicianId,
  }
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, id]) => (id === undefined ? [] : [[name, [id]]])),
  )
}
