import { connectPostgres } from 'local-postgres'
import type pg from 'pg'

export interface SessionOptions {
  readonly connectionString: string
  readonly applicationName: string
  /** How long a statement may wait for a lock on a table, in milliseconds. */
  readonly lockTimeoutMs: number
}

/**
 * Opens the migrator's own connection and pins what migrations depend on. The ledger's `run_on` has no
 * time zone, so every session writes it in UTC.
 * @throws PostgresUnavailableError when the server cannot be used or is older than PostgreSQL 15
 */
export async function openSession(options: SessionOptions): Promise<pg.Client> {
  const client = await connectPostgres(options.connectionString, options)
  try {
    await client.query(
      `SELECT set_config('TimeZone', 'UTC', false),
              set_config('search_path', 'public', false),
              set_config('lock_timeout', $1, false),
              set_config('idle_in_transaction_session_timeout', '60s', false),
              set_config('client_connection_check_interval', '2s', false)`,
      [`${options.lockTimeoutMs}ms`],
    )
    return client
  } catch (error) {
    await client.end()
    throw error
  }
}
