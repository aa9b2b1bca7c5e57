import { connectPostgres } from 'local-postgres'
import pg from 'pg'
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
    await refusePooler(client, options)
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

/** Opens a connection for reading, also through a pooler: it changes no setting and takes no session lock. */
export function openReader(options: Omit<SessionOptions, 'lockTimeoutMs'>): Promise<pg.Client> {
  return connectPostgres(options.connectionString, options)
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

/**
 * Refuses a pooler in transaction mode, which assigns a server process per transaction: locks and settings of a session
 * would silently stay with a process that serves another client next. The pooler is detected when one connection is
 * served by two processes, or two connections by the same one.
 */
async function refusePooler(client: pg.Client, options: SessionOptions): Promise<void> {
  const mine = new Set([await backendPid(client), await backendPid(client)])
  const others = await otherBackendPids(options)
  mine.add(await backendPid(client)).add(await backendPid(client))
  const shared = [...others].some((pid) => mine.has(pid))
  if (mine.size > 1 || others.size > 1 || shared) throw poolerError()
}

const SECOND_CONNECTION_MS = 5_000

/** Empty if no second connection can be opened; then acquireRunLock detects the pooler. */
async function otherBackendPids({ connectionString, applicationName }: SessionOptions): Promise<Set<number>> {
  const other = new pg.Client({
    connectionString,
    application_name: applicationName,
    connectionTimeoutMillis: SECOND_CONNECTION_MS,
    query_timeout: SECOND_CONNECTION_MS,
  })
  other.on('error', () => undefined) // the query rejects as well
  try {
    await other.connect()
    return new Set([await backendPid(other), await backendPid(other)])
  } catch {
    return new Set()
  } finally {
    await other.end()
  }
}

/** Pid of the client's server process. */
export async function backendPid(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return rows[0]?.pid ?? 0
}

export function poolerError(): MigrationError {
  return new MigrationError(
    'POOLER',
    'This connection goes through a pooler in transaction mode, which cannot keep a session lock. Nothing was changed. Set DATABASE_DIRECT_URL to a direct connection to PostgreSQL.',
  )
}
