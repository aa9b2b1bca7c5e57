const live = 'tenant_id = $1 AND active AND deleted_at IS NULL'

/** The bound of the index of long appointments, which has them by their end: others begin at most a day before they end. */
const longest = "interval '1 day'"

/**
 * SQL of the start time from which appointments of at most a day are read for the row `(range_from, range_to)` of
 * `range`: the start of the earliest one that extends into the range, or else `range_from`. It takes an index-only scan.
 * `$1` is the tenant.
 */
export function firstStart(range: string): string {
  return `
  SELECT coalesce(min(starts_at), (SELECT range_from FROM ${range})) AS start
    FROM lazi.appointments
   WHERE ${live}
     AND starts_at >= (SELECT range_from - interval '24 hours' FROM ${range})
     AND starts_at < (SELECT range_from FROM ${range}) AND ends_at > (SELECT range_from FROM ${range})`
}

/** What {@link appointmentsInRange} reads. */
export interface InRange {
  /** The name of a query with the row `(range_from, range_to)`. */
  readonly range: string
  /** The name of a query with the row of {@link firstStart}. */
  readonly first: string
  readonly columns: string
  /** SQL of a further condition. */
  readonly where: string
}

/**
 * SQL of the live appointments that overlap a range, of any length: those of more than a day that began before it, of
 * which there are few, are found by their end, in the order of their index, so that no other one reads them; all others
 * by their start. An appointment that has no end, or ends before it starts, counts as its start only. `$1` is the tenant.
 */
export function appointmentsInRange({ range, first, columns, where }: InRange): string {
  return `
  SELECT ${columns} FROM lazi.appointments
   WHERE ${live}
     AND starts_at >= (SELECT start FROM ${first}) AND starts_at < (SELECT range_to FROM ${range})
     AND (starts_at >= (SELECT range_from FROM ${range})
          OR ends_at > (SELECT range_from FROM ${range}) AND ends_at - starts_at <= ${longest})
     AND ${where}
   UNION ALL
  (SELECT ${columns} FROM lazi.appointments
    WHERE ${live} AND ends_at - starts_at > ${longest}
      AND ends_at > (SELECT range_from FROM ${range}) AND starts_at < (SELECT range_from FROM ${range})
      AND ${where}
    ORDER BY ends_at OFFSET 0)`
}

/** SQL of the condition that an appointment is not canceled. */
export const notCanceled = `status IS DISTINCT FROM 'Canceled'`
