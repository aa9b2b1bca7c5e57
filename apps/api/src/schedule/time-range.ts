import { ProblemError } from '../http/problem.ts'
import { firstMoment } from './local-time.ts'

/** A half-open range of instants (ISO 8601), or a day in the tenant's time zone, which has 23 to 25 hours. */
export type TimeRange =
  | { readonly from: string; readonly to: string }
  /** As YYYY-MM-DD. */
  | { readonly date: string }

/**
 * SQL of one row `(time_zone, range_from, range_to)`: `$1` is the tenant, `$2` and `$3` are the instants, or `$4` is the
 * date.
 */
export const rangeOfTenant = `
  SELECT time_zone,
         coalesce($2::timestamptz, ${firstMoment('$4::date::timestamp', 'time_zone')}) AS range_from,
         coalesce($3::timestamptz, ${firstMoment('($4::date + 1)::timestamp', 'time_zone')}) AS range_to
    FROM raw.tenants WHERE tenant_id = $1`

/** The values of `$2` to `$4` in {@link rangeOfTenant}. */
export function rangeValues(range: TimeRange): readonly (string | null)[] {
  return 'date' in range ? [null, null, range.date] : [range.from, range.to, null]
}

/**
 * The result of a statement that contains {@link rangeOfTenant}.
 * @throws {ProblemError} 401 when the tenant and its keys were removed
 */
export function bodyOf([row]: readonly { readonly body: string }[]): string {
  if (!row) throw new ProblemError(401, 'The tenant of this API key was removed.')
  return row.body
}
