/**
 * The longest appointment that is certain to be found when it starts before the range: how far before the range the
 * index, which has appointments by start, is read.
 */
export const LONGEST_APPOINTMENT_DAYS = 7

const live = 'tenant_id = $1 AND active AND deleted_at IS NULL'

/**
 * SQL of the start time from which appointments are read for the row `(range_from, range_to)` of `range`: the start of
 * the earliest appointment that extends into the range, or else `range_from`. It takes an index-only scan. `$1` is the
 * tenant.
 */
export function firstStart(range: string): string {
  return `
  SELECT coalesce(min(starts_at), (SELECT range_from FROM ${range})) AS start
    FROM lazi.appointments
   WHERE ${live}
     AND starts_at >= (SELECT range_from - interval '${LONGEST_APPOINTMENT_DAYS} days' FROM ${range})
     AND starts_at < (SELECT range_from FROM ${range}) AND ends_at > (SELECT range_from FROM ${range})`
}

/**
 * SQL of the condition that an appointment is live and overlaps `range`; `first` is a row of {@link firstStart}. An
 * appointment that has no end, or ends before it starts, counts as its start only. `$1` is the tenant.
 */
export function overlapsRange(range: string, first: string): string {
  return `${live}
     AND starts_at >= (SELECT start FROM ${first}) AND starts_at < (SELECT range_to FROM ${range})
     AND (starts_at >= (SELECT range_from FROM ${range}) OR ends_at > (SELECT range_from FROM ${range}))`
}

/** SQL of the condition that an appointment is not canceled. */
export const notCanceled = `status IS DISTINCT FROM 'Canceled'`
