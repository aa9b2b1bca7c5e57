// Lookups that use the right index independent of the planner's statistics. A table grows during its first sync, and
// for a tenant that is new in an analyzed table the planner expects a single row: then every index that leads with the
// tenant seems equally good, and the wrong one reads all of the tenant's rows for each lookup.

/** SQL that is true where `column` is `value`. As a range condition it rules out joins that read the whole table. */
export function isAt(column: string, value: string): string {
  return `${column} BETWEEN ${value} AND ${value}`
}

/**
 * SQL of the tenant's rows of a table, such as `raw.st_jobs`, where `column` is `value`. Only the index that leads with the tenant and `column`
 * has them in the requested order; OFFSET prevents outer conditions from moving inside, where a partial index would
 * match them. `$1` is the tenant.
 */
export function rowsAt(table: string, column: string, value: string): string {
  return `(SELECT * FROM ${table} WHERE tenant_id = $1 AND ${isAt(column, value)} ORDER BY ${column} OFFSET 0)`
}
