import type pg from 'pg'

// A database or a role can have settings of its own (ALTER DATABASE … SET, ALTER ROLE … SET). Sessions pin those that
// change how our statements are parsed, planned or answered; tuning, such as work_mem, is left to the server.

/** The pinned settings by name. A setting that the server's version does not have is skipped. */
const pinnedSettings: Readonly<Record<string, string>> = {
  // The form of results.
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
  lc_monetary: 'C',
  lc_numeric: 'C',
  lc_time: 'C',
  quote_all_identifiers: 'off',
  timezone_abbreviations: 'Default',
  xmlbinary: 'base64',
  xmloption: 'content',
  // The meaning of statements.
  array_nulls: 'on',
  backslash_quote: 'safe_encoding',
  default_transaction_deferrable: 'off',
  default_transaction_isolation: 'read committed',
  default_transaction_read_only: 'off',
  exit_on_error: 'off',
  gin_fuzzy_search_limit: '0',
  restrict_nonsystem_relation_kind: '',
  row_security: 'on',
  search_path: 'public',
  standard_conforming_strings: 'on',
  transform_null_equals: 'off',
  // Limits of time. Statements that need one set their own.
  idle_session_timeout: '0',
  lock_timeout: '0',
  statement_timeout: '0',
  transaction_timeout: '0',
  // Compiling takes longer than any statement of ours: up to 5 s where LLVM is installed.
  jit: 'off',
  plan_cache_mode: 'auto',
}

/** Settings of the planner that are reset to PostgreSQL's default, like those that begin with `enable_`. */
const plannerSettings = [
  'constraint_exclusion',
  'cursor_tuple_fraction',
  'debug_parallel_query',
  'force_parallel_mode',
  'from_collapse_limit',
  'geqo',
  'join_collapse_limit',
  'recursive_worktable_factor',
]

/** Whether sessions pin a setting. */
export const isPinned = (name: string): boolean =>
  name in pinnedSettings || name.startsWith('enable_') || plannerSettings.includes(name)

// One statement in one round trip, although some settings are missing in older versions.
const pinSql = `
SELECT pg_catalog.set_config(setting.name, coalesce(pinned.value, setting.boot_val), $3)
  FROM pg_catalog.pg_settings AS setting
  LEFT JOIN unnest($1::text[], $2::text[]) AS pinned (name, value) ON pinned.name = setting.name
 WHERE pinned.name IS NOT NULL OR starts_with(setting.name, 'enable_') OR setting.name = ANY ($4::text[])`

/**
 * Pins the settings of a session, or with `isLocal` of the current transaction.
 * @param settings further settings, or other values @default none
 * @example
 * await pinSettings(client, { lock_timeout: '2s' })
 */
export async function pinSettings(
  client: pg.ClientBase,
  settings: Readonly<Record<string, string>> = {},
  { isLocal = false }: { readonly isLocal?: boolean } = {},
): Promise<void> {
  const pinned = Object.entries({ ...pinnedSettings, ...settings })
  await client.query(pinSql, [
    pinned.map(([name]) => name),
    pinned.map(([, value]) => value),
    isLocal,
    plannerSettings,
  ])
}

/** Settings that PostgreSQL 15 does not have: SET would fail. */
const newerSettings = ['restrict_nonsystem_relation_kind', 'transaction_timeout']

/**
 * The `SET LOCAL` statements of a transaction behind a pooler in transaction mode, whose session belongs to others.
 * @example
 * await client.query(['BEGIN', ...localSettings].join('; '))
 */
export const localSettings: readonly string[] = Object.entries(pinnedSettings)
  .filter(([name]) => !newerSettings.includes(name))
  .map(([name, value]) => `SET LOCAL ${name} = ${name === 'search_path' ? value : `'${value}'`}`)
