import { describeConnectionError } from 'local-postgres'
import pg from 'pg'
import { MigrationError } from './errors.ts'

/** The oldest PostgreSQL that the schema is tested on, as `server_version_num`. */
const OLDEST_SERVER = 150_000

export interface SessionOptions {
  readonly connectionString: string
  readonly applicationName: string
  /** How long a statement may wait for a lock on a table, in milliseconds. */
  readonly lockTimeoutMs: number
}

/**
 * Opens the migrator's own connection and pins what migrations depend on. The ledger's `run_on` has no
 * time zone, so every session writes it in UTC.
 * @throws {MigrationError} `UNAVAILABLE`, `SERVER_TOO_OLD`.
 */
export async function openSession(options: SessionOptions): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: options.connectionString,
    application_name: options.applicationName,
    keepAlive: true,
  })
  // A connection that breaks while idle reports here; the next query fails with the same cause.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await prepare(client, options.lockTimeoutMs)
    return client
  } catch (cause) {
    await client.end()
    if (cause instanceof MigrationError) throw cause
    throw new MigrationError('UNAVAILABLE', describeConnectionError(cause, options.connectionString), {
      cause,
    })
  }
}

async function prepare(client: pg.Client, lockTimeoutMs: number): Promise<void> {
  const { rows } = await client.query<{ number: string; version: string }>(
    `SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS version`,
  )
  if (Number(rows[0]?.number) < OLDEST_SERVER) {
    throw new MigrationError(
      'SERVER_TOO_OLD',
      `PostgreSQL ${rows[0]?.version} is too old: 15 or later is needed. Point DATABASE_URL at a newer server.`,
    )
  }
  await client.query(
    `SELECT set_config('TimeZone', 'UTC', false),
            set_config('search_path', 'public', false),
            set_config('lock_timeout', $1, false),
            set_config('idle_in_transaction_session_timeout', '60s', false),
            set_config('client_connection_check_interval', '2s', false)`,
    [`${lockTimeoutMs}ms`],
  )
}
