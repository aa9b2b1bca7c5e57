/** The column by which people know a record of each table whose records people change. */
const titles = {
  customers: 'name',
  customer_contacts: 'value',
  locations: 'name',
  location_contacts: 'value',
  jobs: 'number',
  appointments: 'number',
} as const

/**
 * SQL of what people know a record by: its name or number; NULL: it has none, or is gone.
 * @param row the alias of a row with `tenant_id`, `table_name` and `record_id`
 */
export const titleSql = (row: string): string =>
  `CASE ${row}.table_name ${Object.entries(titles)
    .map(
      ([table, column]) =>
        `WHEN '${table}' THEN (SELECT named.${column} FROM lazi.${table} AS named
          WHERE named.tenant_id = ${row}.tenant_id AND named.id = ${row}.record_id)`,
    )
    .join(' ')} END`
