import { assertKeepsSession, PoolerError, pinSettings } from 'cli-kit/postgres'
import { connectPostgres } from 'local-postgres'
import type pg from 'pg'
import { MigrationError } from '../errors.ts'

export interface SessionOptions {
  readonly connectionString: string
  readonly applicationName: string
  /** `lock_timeout` of each statement, in milliseconds. */
  readonly lockTimeoutMs: number
}

/**
 * Opens the migrator's connection and pins the settings that migrations depend on. The ledger's `run_on` has no time
 * zone, so every session writes it in UTC.
 * @throws {MigrationError} `POOLER` if the connection does not keep its session
 * @throws PostgresUnavailableError if the server cannot be used or is older than PostgreSQL 15
 */
export async function openSession(options: SessionOptions): Promise<pg.Client> {
  const client = await connectPostgres(options.connectionString, options)
  try {
    // Before any setting: through a pooler, settings would leak into other clients' sessions.
    await assertKeepsSession(client, options)
    await pinSettings(client, {
      lock_timeout: `${options.lockTimeoutMs}ms`,
      idle_in_transaction_session_timeout: '60s',
      client_connection_check_interval: '2s',
    })
    return client
  } catch (error) {
    await client.end()
    throw error instanceof PoolerError ? poolerError(error) : error
  }
}

/**
 * Opens a connection for reading, also through a pooler: it is in a read-only transaction with pinned settings until it
 * ends, so that it leaves no setting behind, and takes no session lock.
 */
export async function openReader(options: Omit<SessionOptions, 'lockTimeoutMs'>): Promise<pg.Client> {
  const client = await connectPostgres(options.connectionString, options)
  try {
    await client.query('BEGIN READ ONLY')
    await pinSettings(client, {}, { isLocal: true })
    return client
  } catch (error) {
    await client.end()
    throw error
  }
}

/** Opens a second connection of a migrator that observes its locks. It may wait for a pooler's only session. */
export async function openObserver(options: Omit<SessionOptions, 'lockTimeoutMs'>): Promise<pg.Client> {
  const client = await connectPostgres(options.connectionString, options)
  await pinSettings(client)
  return client
}

export interface Timeouts {
  readonly statementMs: number
  /** 0: none. @default unchanged */
  readonly lockMs?: number
}

/** Runs `work` with other timeouts, and restores the previous ones. */
export async function withTimeouts<T>(
  client: pg.Client,
  { statementMs, lockMs }: Timeouts,
  work: () => Promise<T>,
): Promise<T> {
  const set = `SELECT set_config('statement_timeout', $1, false), set_config('lock_timeout', $2, false)`
  const { rows } = await client.query<{ statement: string; lock: string }>(
    `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock`,
  )
  const { statement = '0', lock = '0' } = rows[0] ?? {}
  await client.query(set, [`${statementMs}ms`, lockMs === undefined ? lock : `${lockMs}ms`])
  try {
    return await work()
  } finally {
    // A lost connection has no settings to restore; the error of `work` is thrown.
    await client.query(set, [statement, lock]).catch(() => undefined)
  }
}

export function poolerError(cause = new PoolerError()): MigrationError {
  return new MigrationError('POOLER', cause.message, { cause })
}
