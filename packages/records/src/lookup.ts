import type pg from 'pg'

// Lookups that use the right index independent of the planner's statistics. A table grows during its first sync, and
// for a tenant that is new in an analyzed table the planner expects a single row: then every index that leads with the
// tenant seems equally good, and the wrong one reads all of the tenant's rows for each lookup.

/**
 * Planner settings for statements with these lookups. A sort of the single row that the planner expects costs nothing,
 * so only they make sure that an index in the right order is preferred; and a hash of a table of which it knows nothing
 * seems cheaper than looking rows up. PostgreSQL before 18 adds so much to the cost of a sort that it would compile each
 * statement that needs one.
 * @example
 * await inTransaction(client, work, lookupSettings)
 */
export const lookupSettings = {
  enable_sort: 'off',
  enable_bitmapscan: 'off',
  enable_hashjoin: 'off',
  jit: 'off',
} as const

/**
 * Sets {@link lookupSettings} until the end of the transaction.
 * @example
 * await client.query('BEGIN')
 * await setForLookups(client)
 */
export async function setForLookups(client: pg.ClientBase): Promise<void> {
  for (const [name, value] of Object.entries(lookupSettings))
    await client.query(`SET LOCAL ${name} = ${value}`)
}

/** SQL that is true where `column` is `value`. As a range condition it rules out joins that read the whole table. */
export function isAt(column: string, value: string): string {
  return `${column} BETWEEN ${value} AND ${value}`
}

/**
 * SQL of the tenant's rows of a table, such as `raw.st_jobs`, where `column` is `value`. Only the index that leads with
 * the tenant and `column` has them in the requested order; OFFSET prevents outer conditions from moving inside, where a
 * partial index would match them. `$1` is the tenant.
 */
export function rowsAt(table: string, column: string, value: string): string {
  return `(SELECT * FROM ${table} WHERE tenant_id = $1 AND ${isAt(column, value)} ORDER BY ${column} OFFSET 0)`
}

/**
 * SQL of the tenant's rows of a table whose `column` is one of `ids`, an array; each once, as `name`. `$1` is the
 * tenant. Of an array that it sees the planner counts the ids, multiplies them with the rows that it expects of each
 * lookup, and makes room for millions in hash tables, which took five times as long: a sub-select hides the array.
 * @example
 * const sql = `SELECT job.id FROM ${rowsOf('lazi.jobs', 'st_id', { ids: '$2::bigint[]', name: 'job' })}`
 */
export function rowsOf(
  table: string,
  column: string,
  { ids, name }: { readonly ids: string; readonly name: string },
): string {
  return `(SELECT DISTINCT unnest((SELECT ${ids})) AS id) AS given
         CROSS JOIN LATERAL ${rowsAt(table, column, 'given.id')} AS ${name}`
}
