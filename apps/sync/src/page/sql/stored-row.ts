import { isAt } from 'records'

/**
 * SQL that joins the stored row of each row of `source`, by primary key, as `stored`.
 * @param columns the columns to read of the stored row
 * @param when a condition on `source`; the row is looked up only where it is true
 */
export function joinStored(
  target: string,
  source: string,
  columns: readonly string[],
  when = 'true',
): string {
  return `LEFT JOIN LATERAL (
         SELECT ${columns.join(', ')} FROM ${target} AS row
          WHERE row.tenant_id = $1 AND ${isAt('row.st_id', `${source}.st_id`)} AND ${when}
          ORDER BY row.st_id LIMIT 1
       ) AS stored ON true`
}
