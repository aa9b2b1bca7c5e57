/**
 * SQL that is true for the row whose `st_id` is `id`. Written as a range, because an equality leaves the planner a
 * choice: without statistics it takes the index on `modified_on`, which also holds `st_id`, for as good as the
 * primary key and reads all of the tenant's entries for each row, or joins the whole table with a page.
 */
export function sameId(column: string, id: string): string {
  return `${column} BETWEEN ${id} AND ${id}`
}

/**
 * SQL that joins the stored row of each row of `source`, by primary key, as `stored`.
 * @param columns of the stored row that are read
 * @param when condition on `source` without which the row is not looked up
 */
export function storedBeside(
  target: string,
  source: string,
  columns: readonly string[],
  when = 'true',
): string {
  return `LEFT JOIN LATERAL (
         SELECT ${columns.join(', ')} FROM ${target} AS row
          WHERE row.tenant_id = $1 AND ${sameId('row.st_id', `${source}.st_id`)} AND ${when}
          ORDER BY row.st_id LIMIT 1
       ) AS stored ON true`
}
