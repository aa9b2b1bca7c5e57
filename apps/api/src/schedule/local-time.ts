/**
 * SQL of the instant at which local time in `zone` is `local`, a timestamp without time zone. For a local time that
 * occurs twice it is the first instant; a skipped local time is converted with the UTC offset before the transition.
 */
export function firstMoment(local: string, zone: string): string {
  // Of two occurrences PostgreSQL takes the later. Clocks are set back by one of these steps.
  return `(SELECT coalesce(min(latest - step) FILTER (WHERE (latest - step) AT TIME ZONE ${zone} = ${local}), min(latest))
             FROM (SELECT (${local}) AT TIME ZONE ${zone}) AS moment (latest)
            CROSS JOIN unnest('{0,20min,30min,1h,2h,3h}'::interval[]) AS step)`
}
