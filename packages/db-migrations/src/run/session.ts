import { connectPostgres } from 'local-postgres'
import pg from 'pg'
import { MigrationError } from '../errors.ts'

export interface SessionOptions {
  readonly connectionString: string
  readonly applicationName: string
  /** How long a statement may wait for a lock on a table, in milliseconds. */
  readonly lockTimeoutMs: number
}

/**
 * Opens the migrator's own connection and pins what migrations depend on. The ledger's `run_on` has no
 * time zone, so every session writes it in UTC.
 * @throws {MigrationError} `POOLER` when what answers keeps no session.
 * @throws PostgresUnavailableError when the server cannot be used or is older than PostgreSQL 15
 */
export async function openSession(options: SessionOptions): Promise<pg.Client> {
  const client = await connectPostgres(options.connectionString, options)
  try {
    // First of all: settings made through a pooler would stay with connections that apps get next.
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

/** A connection that only reads, through a pooler too: it changes no setting and holds no lock. */
export function openReader(options: Omit<SessionOptions, 'lockTimeoutMs'>): Promise<pg.Client> {
  return connectPostgres(options.connectionString, options)
}

export interface Timeouts {
  readonly statementMs: number
  /** 0: none. @default as it is */
  readonly lockMs?: number
}

/** Waits for `work` with other timeouts, and puts back those that were. */
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
    // When the connection is gone, so are its settings; what `work` says is what matters then.
    await client.query(set, [statement, lock]).catch(() => undefined)
  }
}

/**
 * A pooler in transaction mode lends a server process for one transaction. Then a session's lock and
 * settings stay with a process that serves somebody else next, and nothing says so. It shows when one
 * connection is served by two processes, or when two connections share one.
 */
async function refusePooler(client: pg.Client, options: SessionOptions): Promise<void> {
  const mine = new Set([await backendPid(client), await backendPid(client)])
  const others = await otherBackendPids(options)
  mine.add(await backendPid(client)).add(await backendPid(client))
  const shared = [...others].some((pid) => mine.has(pid))
  if (mine.size > 1 || others.size > 1 || shared) throw poolerError()
}

const SECOND_CONNECTION_MS = 5_000

/** None when there is no second connection to be had; then the lock itself has to tell (run-lock.ts). */
async function otherBackendPids({ connectionString, applicationName }: SessionOptions): Promise<Set<number>> {
  const other = new pg.Client({
    connectionString,
    application_name: applicationName,
    connectionTimeoutMillis: SECOND_CONNECTION_MS,
    query_timeout: SECOND_CONNECTION_MS,
  })
  other.on('error', () => undefined) // the query rejects, too
  try {
    await other.connect()
    return new Set([await backendPid(other), await backendPid(other)])
  } catch {
    return new Set()
  } finally {
    await other.end()
  }
}

/** The server process that answers. */
export async function backendPid(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return rows[0]?.pid ?? 0
}

export function poolerError(): MigrationError {
  return new MigrationError(
    'POOLER',
    'This connection goes through a pooler in transaction mode, which cannot hold the lock that a migrator needs. Nothing was changed. Set DATABASE_DIRECT_URL to a direct connection to PostgreSQL.',
  )
}
