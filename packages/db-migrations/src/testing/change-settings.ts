import type pg from 'pg'

/** Values that break statements which rely on PostgreSQL's defaults. */
const settings: Readonly<Record<string, string>> = {
  DateStyle: 'SQL, DMY',
  IntervalStyle: 'iso_8601',
  TimeZone: 'Asia/Kathmandu',
  bytea_output: 'escape',
  extra_float_digits: '-15',
  quote_all_identifiers: 'on',
  default_transaction_isolation: 'repeatable read',
  default_transaction_read_only: 'on',
  gin_fuzzy_search_limit: '1',
  row_security: 'off',
  search_path: 'pg_temp',
  standard_conforming_strings: 'off',
  transform_null_equals: 'on',
  idle_session_timeout: '1s',
  lock_timeout: '1ms',
  plan_cache_mode: 'force_generic_plan',
  enable_indexscan: 'off',
  enable_nestloop: 'off',
  from_collapse_limit: '1',
}

/**
 * Changes settings of a database, for its later sessions, to values that a customer's database may have.
 * @example
 * await changeSettings(database.pool)
 */
export async function changeSettings(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>('SELECT current_database() AS name')
  const database = `"${rows[0]?.name}"`
  for (const [name, value] of Object.entries(settings)) {
    await pool.query(`ALTER DATABASE ${database} SET ${name} = '${value}'`)
  }
}
