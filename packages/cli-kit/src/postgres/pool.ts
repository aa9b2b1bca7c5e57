import pg from 'pg'
import { pinSession, type SessionSettings } from './session.ts'
import { SessionClient } from './session-client.ts'

export interface OpenPoolOptions {
  /** Shown in pg_stat_activity. */
  readonly applicationName: string
  /** The maximum number of connections. */
  readonly max: number
  /** Called with the errors of idle connections that broke. */
  readonly onError: (error: Error) => void
  /** Settings of each session. @default none: each transaction has its own */
  readonly session?: SessionSettings
  /** Whether the URL is that of a pooler in transaction mode. @default false */
  readonly isPooled?: boolean
  /** Whether statements are sent without waiting for the answers to earlier ones. @default false */
  readonly pipeline?: boolean
  /** Timeout of connecting, in milliseconds. @default 15_000 */
  readonly connectTimeoutMs?: number
  /** After how long an idle connection is closed, in milliseconds. @default 10_000 */
  readonly idleTimeoutMs?: number
}

/**
 * A pool that opens connections on demand; the caller ends it. Through a pooler in transaction mode no statement is
 * prepared, since the next transaction may use another session.
 * @throws TypeError for `session` behind a pooler
 * @example
 * const pool = openPool(url, { applicationName: 'lazi-sync', max: 8, session: { role: 'lazi_sync' }, onError })
 */
export function openPool(connectionString: string, options: OpenPoolOptions): pg.Pool {
  const { applicationName, max, onError, session } = options
  const { isPooled = false, pipeline = false, connectTimeoutMs = 15_000, idleTimeoutMs = 10_000 } = options
  if (isPooled && session) throw new TypeError('Expected no `session` behind a pooler')
  const pool = new pg.Pool({
    connectionString,
    max,
    application_name: applicationName,
    pipeline,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: idleTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    onConnect: session ? (client) => pinSession(client, session) : undefined,
    Client: isPooled ? UnpreparedClient : SessionClient,
  })
  pool.on('error', onError)
  return pool
}

/** Removes the names of statements, so that none is prepared. */
class UnpreparedClient extends SessionClient {
  // biome-ignore lint/suspicious/noExplicitAny: it accepts any form of a query.
  override query(statement: any, ...rest: any[]): any {
    const isNamed = typeof statement?.name === 'string' && typeof statement.text === 'string'
    return super.query(isNamed ? { ...statement, name: undefined } : statement, ...rest)
  }
}

/**
 * Whether a connection keeps its prepared statements for later queries.
 * @example
 * const name = prepares(client) ? 'schedule' : undefined
 */
export const prepares = (client: pg.ClientBase): boolean => !(client instanceof UnpreparedClient)
