import { assertRoles, type OpenPoolOptions, openPool as openAnyPool } from 'cli-kit/postgres'
import { roles } from 'db-migrations/protocol'
import type pg from 'pg'

/** Of the options of a pool, those that callers choose. */
type PoolOptions = Pick<OpenPoolOptions, 'max' | 'onError' | 'isPooled'>

/**
 * Connections of the API, opened as they are needed; the caller ends the pool. Nothing is set for a session, since each
 * request takes on its role for its transaction: a pooler in transaction mode may stand in between.
 */
export function openPool(connectionString: string, options: PoolOptions): pg.Pool {
  return openAnyPool(connectionString, {
    ...options,
    applicationName: 'lazi-api',
    connectTimeoutMs: 5_000,
  })
}

/** @throws RoleError when the login may not take on the roles that requests are answered in */
export function assertApiRoles(pool: pg.Pool): Promise<void> {
  return assertRoles(pool, [roles.reader, roles.api])
}
