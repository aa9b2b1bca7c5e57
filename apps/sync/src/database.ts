import { type OpenPoolOptions, openPool as openAnyPool, pinSession } from 'cli-kit/postgres'
import { roles } from 'db-migrations/protocol'
import { connectPostgres } from 'local-postgres'
import type pg from 'pg'

/** Shown in pg_stat_activity. */
const applicationName = 'lazi-sync'

/**
 * One connection in the role of the sync. The caller ends it.
 * @throws PostgresUnavailableError with one line that says what to do
 * @throws RoleError when the login is no member of the role
 */
export async function connect(connectionString: string): Promise<pg.Client> {
  const client = await connectPostgres(connectionString, { applicationName, pipeline: true })
  try {
    await pinSession(client, { role: roles.sync })
    return client
  } catch (error) {
    await client.end()
    throw error
  }
}

/**
 * Connections in the role of the sync, at most `max`, opened as they are needed. The caller ends the pool.
 * @param options.onError takes errors of connections that broke while they were idle
 */
export function openPool(
  connectionString: string,
  options: Pick<OpenPoolOptions, 'max' | 'onError' | 'idleTimeoutMs'>,
): pg.Pool {
  return openAnyPool(connectionString, {
    ...options,
    applicationName,
    pipeline: true,
    session: { role: roles.sync },
  })
}
