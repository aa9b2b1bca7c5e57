import { assertRoles, type OpenPoolOptions, openPool as openAnyPool } from 'cli-kit/postgres'
import { roles } from 'db-migrations/protocol'
import type pg from 'pg'

/** The options of a pool that callers choose. */
type PoolOptions = Pick<OpenPoolOptions, 'max' | 'onError' | 'isPooled'>

/**
 * Connections of the API, opened on demand; the caller ends the pool. Each transaction sets its own role. Behind a pooler
 * in transaction mode nothing is set per session: each transaction pins its settings. Statements are sent without waiting
 * for the answers to earlier ones, but nothing after a COMMIT that is not answered: a pooler may change the session there.
 */
export function openPool(connectionString: string, options: PoolOptions): pg.Pool {
  return openAnyPool(connectionString, {
    ...options,
    pipeline: true,
    applicationName: 'lazi-api',
    connectTimeoutMs: 5_000,
    idleTimeoutMs: 600_000,
    ...(!options.isPooled && { session: {} }),
  })
}

/** @throws RoleError when the login is not a member of the roles that requests run as */
export function assertApiRoles(pool: pg.Pool): Promise<void> {
  return assertRoles(pool, [roles.reader, roles.api, roles.writer])
}
