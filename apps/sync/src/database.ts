import { createMigrator } from 'db-migrations'
import { connectPostgres, type PostgresOptions, type ResolvedPostgres, resolvePostgres } from 'local-postgres'
import pg from 'pg'

/** The role that every connection of the sync takes on: it writes rows, and owns nothing. */
export const syncRole = 'lazi_sync'

/** Shown in pg_stat_activity. */
const applicationName = 'lazi-sync'

/** The login of the connection may not take on the sync's role. */
export class RoleError extends Error {
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

/**
 * One connection in the role of the sync. Whoever opens it ends it.
 * @throws PostgresUnavailableError with one line that says what to do
 * @throws {RoleError} when the login is no member of the role
 */
export async function connect(connectionString: string): Promise<pg.Client> {
  const client = await connectPostgres(connectionString, { applicationName, pipeline: true })
  try {
    await prepareSession(client)
    return client
  } catch (error) {
    await client.end()
    throw error
  }
}

/**
 * Connections in the role of the sync, at most `max`; it opens them as they are needed. Whoever makes it ends it.
 * `onError` hears of connections that broke while nobody used them.
 */
export function openPool(
  connectionString: string,
  { max, onError }: { max: number; onError: (error: Error) => void },
): pg.Pool {
  const pool = new pg.Pool({
    ...{ connectionString, max, application_name: applicationName, onConnect: prepareSession },
    ...{
      pipeline: true,
      connectionTimeoutMillis: 15_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    },
  })
  pool.on('error', onError)
  return pool
}

const INSUFFICIENT_PRIVILEGE = '42501'
const INVALID_PARAMETER_VALUE = '22023'

/**
 * Takes on the role, and lets PostgreSQL notice within a minute that the machine at the other end has vanished: until
 * then it would keep the locks of its tables. (20 s without a word, then 3 probes, 10 s apart.)
 */
async function prepareSession(client: pg.ClientBase): Promise<void> {
  // A connection that breaks between two queries emits instead of rejecting; the next query rejects.
  client.on('error', () => undefined)
  try {
    await client.query(`SET ROLE ${syncRole}`)
  } catch (error) {
    const code = (error as { code?: string }).code
    if (code !== INSUFFICIENT_PRIVILEGE && code !== INVALID_PARAMETER_VALUE) throw error
    throw await explain(client, code, error)
  }
  await client.query(
    `SELECT set_config('tcp_keepalives_idle', '20', false), set_config('tcp_keepalives_interval', '10', false),
            set_config('tcp_keepalives_count', '3', false)`,
  )
}

async function explain(client: pg.ClientBase, code: string, cause: unknown): Promise<RoleError> {
  const { rows } = await client.query<{ login: string; quoted: string }>(
    'SELECT session_user AS login, quote_ident(session_user) AS quoted',
  )
  const { login, quoted } = rows[0] ?? { login: 'this login', quoted: 'the_login' }
  if (code === INVALID_PARAMETER_VALUE) {
    return new RoleError(
      `Role ${syncRole} does not exist; migrate first: pnpm --filter db-migrations migrate`,
      { cause },
    )
  }
  return new RoleError(
    `${login} is not a member of role ${syncRole}. Let an administrator run once: GRANT ${syncRole} TO ${quoted};`,
    { cause },
  )
}
