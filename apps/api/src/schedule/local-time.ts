/**
 * SQL of the first moment at which a clock in `zone` shows `local`, a timestamp without time zone. A time that the clock
 * shows twice counts from the first; one that it leaves out, as if the clock had been put forward after it.
 */
export function firstMoment(local: string, zone: string): string {
  // PostgreSQL takes the later of two moments. Clocks are put back by one of these steps.
  return `(SELECT coalesce(min(latest - step) FILTER (WHERE (latest - step) AT TIME ZONE ${zone} = ${local}), min(latest))
             FROM (SELECT (${local}) AT TIME ZONE ${zone}) AS moment (latest)
            CROSS JOIN unnest('{0,20min,30min,1h,2h,3h}'::interval[]) AS step)`
}
