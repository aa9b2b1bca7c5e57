import { isPinned } from 'cli-kit/postgres'
import { createMigrator } from 'db-migrations'
import { changeSettings, createTestDatabase } from 'db-migrations/testing'
import { expect, test } from 'vitest'
import { openReader, openSession } from '../src/run/session.ts'
import { runCli } from './run-cli.ts'

test('a database whose settings differ from the defaults is migrated, verified and reverted', async () => {
  await using database = await createTestDatabase({ empty: true })
  await changeSettings(database.pool)
  const migrator = createMigrator({ connectionString: database.url })
  await migrator.up()
  const verified = await runCli(['verify', '--json'], { DATABASE_URL: database.url })
  expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true })
  expect((await migrator.status()).applied[0]?.appliedAt).toBeInstanceOf(Date)
  await migrator.down({ to: 0 })
  expect((await migrator.status()).applied).toEqual([])
})

test('a session and a reader have the same settings as those of a default database', async () => {
  await using usual = await createTestDatabase({ empty: true })
  await using changed = await createTestDatabase({ empty: true })
  await changeSettings(changed.pool)
  const open = { applicationName: 'test', lockTimeoutMs: 2_000 }
  for (const opener of [openSession, openReader]) {
    const [expected, actual] = await Promise.all(
      [usual, changed].map(async ({ url }) => {
        const client = await opener({ ...open, connectionString: url })
        const { rows } = await client.query<{ name: string; setting: string }>(
          'SELECT name, setting FROM pg_settings ORDER BY name',
        )
        await client.end()
        return rows.filter(({ name }) => isPinned(name))
      }),
    )
    expect(actual).toEqual(expected)
  }
})

// Settings that are left to the server.
const left = [
  // What a connection or a transaction sets itself.
  `application_name client_connection_check_interval client_encoding client_min_messages
    idle_in_transaction_session_timeout tcp_keepalives_count tcp_keepalives_idle tcp_keepalives_interval
    tcp_user_timeout transaction_deferrable transaction_isolation transaction_read_only`,
  // Tuning: another plan or pace, with the same results.
  `backend_flush_after commit_siblings cpu_index_tuple_cost cpu_operator_cost cpu_tuple_cost
    default_statistics_target effective_cache_size effective_io_concurrency file_copy_method geqo_effort
    geqo_generations geqo_pool_size geqo_seed geqo_selection_bias geqo_threshold gin_pending_list_limit
    hash_mem_multiplier io_combine_limit jit_above_cost jit_expressions jit_inline_above_cost
    jit_optimize_above_cost jit_tuple_deforming logical_decoding_work_mem maintenance_io_concurrency
    maintenance_work_mem max_parallel_maintenance_workers max_parallel_workers max_parallel_workers_per_gather
    min_parallel_index_scan_size min_parallel_table_scan_size parallel_leader_participation parallel_setup_cost
    parallel_tuple_cost random_page_cost seq_page_cost stats_fetch_consistency synchronize_seqscans
    synchronous_commit temp_buffers vacuum_buffer_usage_limit vacuum_cost_delay vacuum_cost_limit
    vacuum_cost_page_dirty vacuum_cost_page_hit vacuum_cost_page_miss vacuum_failsafe_age vacuum_freeze_min_age
    vacuum_freeze_table_age vacuum_max_eager_freeze_failure_rate vacuum_multixact_failsafe_age
    vacuum_multixact_freeze_min_age vacuum_multixact_freeze_table_age vacuum_truncate wal_sender_timeout
    wal_skip_threshold work_mem`,
  // Logging, storage of new objects, passwords and search configurations.
  `check_function_bodies createrole_self_grant debug_logical_replication_streaming debug_pretty_print
    debug_print_parse debug_print_plan debug_print_rewritten default_table_access_method default_tablespace
    default_text_search_config default_toast_compression escape_string_warning icu_validation_level
    local_preload_libraries log_parameter_max_length_on_error md5_password_warnings password_encryption
    scram_iterations temp_tablespaces trace_notify trace_sort`,
].flatMap((names) => names.split(/\s+/))

test('every setting that any user may change is pinned, or known to change no result', async () => {
  await using database = await createTestDatabase({ empty: true })
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT name FROM pg_settings WHERE context = 'user' AND name !~ '\\.' ORDER BY name`,
  )
  expect(rows.map(({ name }) => name).filter((name) => !isPinned(name) && !left.includes(name))).toEqual([])
})
