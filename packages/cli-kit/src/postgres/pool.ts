import pg from 'pg'
import { ignoreIdleErrors, pinSession, type SessionSettings } from './session.ts'

export interface OpenPoolOptions {
  /** Shown in pg_stat_activity. */
  readonly applicationName: string
  /** Connections at most. */
  readonly max: number
  /** Takes errors of connections that broke while they were idle. */
  readonly onError: (error: Error) => void
  /** Settings of each session. @default none: each transaction sets what it needs */
  readonly session?: SessionSettings
  /** Whether a pooler in transaction mode stands in between. @default false */
  readonly isPooled?: boolean
  /** Whether a statement is sent before the one ahead of it was answered. @default false */
  readonly pipeline?: boolean
  /** Longest that connecting may take, in milliseconds. @default 15_000 */
  readonly connectTimeoutMs?: number
}

/**
 * Connections, opened as they are needed; the caller ends the pool. Through a pooler in transaction mode no statement is
 * prepared, since the next one goes to another session.
 * @throws TypeError when a session is to be set up behind a pooler
 * @example
 * const pool = openPool(url, { applicationName: 'lazi-sync', max: 8, session: { role: 'lazi_sync' }, onError })
 */
export function openPool(connectionString: string, options: OpenPoolOptions): pg.Pool {
  const { applicationName, max, onError, session } = options
  const { isPooled = false, pipeline = false, connectTimeoutMs = 15_000 } = options
  if (isPooled && session) throw new TypeError('Expected `session` to be left out behind a pooler')
  const pool = new pg.Pool({
    connectionString,
    max,
    application_name: applicationName,
    pipeline,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    onConnect: (client) => (session ? pinSession(client, session) : ignoreIdleErrors(client)),
    Client: isPooled ? UnpreparedClient : pg.Client,
  })
  pool.on('error', onError)
  return pool
}

/** Plans every statement again, also those with a name to be prepared by. */
class UnpreparedClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: it takes any form of a query.
  override query(statement: any, ...rest: any[]): any {
    const isNamed = typeof statement?.name === 'string' && typeof statement.text === 'string'
    return super.query(isNamed ? { ...statement, name: undefined } : statement, ...rest)
  }
}

/**
 * Whether a statement that a connection has prepared still exists for its next query.
 * @example
 * const name = prepares(client) ? 'schedule' : undefined
 */
export const prepares = (client: pg.ClientBase): boolean => !(client instanceof UnpreparedClient)
