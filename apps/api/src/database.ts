import { createMigrator } from 'db-migrations'
import { type PostgresOptions, type ResolvedPostgres, resolvePostgres } from 'local-postgres'
import pg from 'pg'
import { apiRole, readerRole } from './tenant/in-tenant.ts'

/** Shown in pg_stat_activity. */
const applicationName = 'lazi-api'

/** The login of the connection may not take on a role that the API works in. */
class RoleError extends Error {
  override readonly name = 'RoleError'
  readonly code = 'ROLE'
}

/**
 * The database, once it is known to have the schema that this code expects.
 * @throws when it cannot be reached, is too old, or lacks migrations; the message says what to do
 */
export async function openDatabase(
  options: PostgresOptions,
  onNotice: (line: string) => void,
): Promise<ResolvedPostgres> {
  const database = await resolvePostgres({ ...options, onEvent: ({ message }) => onNotice(message) })
  try {
    await createMigrator({ connectionString: database.url }).assertUpToDate()
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

export interface PoolOptions {
  /** Connections at most. */
  readonly max: number
  readonly onError: (error: Error) => void
  /** Whether a pooler in transaction mode stands in between. @default false */
  readonly isPooled?: boolean
}

/**
 * Connections, opened as they are needed; whoever makes the pool ends it. Nothing is set for a session, so a pooler in
 * transaction mode may stand in between; then statements are not prepared, since the next one goes to another session.
 */
export function openPool(connectionString: string, { max, onError, isPooled = false }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...{ connectionString, max, application_name: applicationName },
    ...{ connectionTimeoutMillis: 5_000, keepAlive: true, keepAliveInitialDelayMillis: 10_000 },
    ...(isPooled && { Client: UnpreparedClient }),
  })
  pool.on('error', onError)
  // A connection that breaks between two queries emits instead of rejecting; the next query rejects.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** Plans every statement anew, also those that have a name to be prepared by. */
class UnpreparedClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: it takes whatever a query may be.
  override query(statement: any, ...rest: any[]): any {
    const isNamed = typeof statement?.name === 'string' && typeof statement.text === 'string'
    return super.query(isNamed ? { ...statement, name: undefined } : statement, ...rest)
  }
}

/** Whether a statement that a connection has prepared is there when it is asked the next time. */
export const prepares = (client: pg.ClientBase): boolean => !(client instanceof UnpreparedClient)

/** @throws {RoleError} when the login may not take on the roles that requests are answered in */
export async function assertRoles(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ login: string; missing: string[] }>(
    `SELECT quote_ident(session_user) AS login,
            array(SELECT role FROM unnest($1::text[]) AS role
                   WHERE NOT pg_has_role(session_user, role,
                     CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END)) AS missing`,
    [[readerRole, apiRole]],
  )
  const { login = '', missing = [] } = rows[0] ?? {}
  if (missing.length === 0) return
  throw new RoleError(
    `${login} is not a member of ${missing.join(' and ')}. Let an administrator run once: GRANT ${missing.join(', ')} TO ${login};`,
  )
}
