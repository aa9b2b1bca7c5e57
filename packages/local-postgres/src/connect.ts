import { SessionClient } from 'cli-kit/postgres'
import type { Client } from 'pg'
import { toPostgresUnavailableError } from './connection-errors.ts'
import { readConnectionUrl } from './connection-url.ts'
import { errorCode, PostgresUnavailableError } from './errors.ts'
import { redactUrl } from './redact-url.ts'

/** The oldest `server_version_num` that the schema supports. */
const OLDEST_VERSION_NUM = 150_000

const CONNECT_TIMEOUT_MS = 15_000
const DUPLICATE_DATABASE = '42P04'
/** Two concurrent CREATE DATABASE can also collide in the unique index of pg_database. */
const UNIQUE_VIOLATION = '23505'

export type ServerFacts = { serverVersion: string; serverVersionNum: number }

/**
 * Connects to a UTF-8 database of a server of a supported version. The caller ends the connection.
 * @param options.applicationName shown in pg_stat_activity
 * @param options.pipeline whether statements are sent without waiting for the answers to earlier ones
 * @throws PostgresUnavailableError when the server cannot be used or is older than PostgreSQL 15.
 * @example
 * ```ts
 * const client = await connectPostgres(url, { applicationName: 'my-app' })
 * try {
 *   await client.query('SELECT 1')
 * } finally {
 *   await client.end()
 * }
 * ```
 */
export async function connectPostgres(
  url: string,
  options: { applicationName: string; pipeline?: boolean },
): Promise<Client> {
  const client = await open(url, options)
  try {
    requireFacts(await readFacts(client), url)
    return client
  } catch (error) {
    await client.end().catch(() => {})
    throw toPostgresUnavailableError(error, url)
  }
}

/**
 * Connects, runs `use` and disconnects.
 * @throws PostgresUnavailableError when connecting or a query fails.
 */
export async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = await open(url, { applicationName: 'local-postgres' })
  try {
    return await use(client)
  } catch (error) {
    throw toPostgresUnavailableError(error, url)
  } finally {
    await client.end().catch(() => {})
  }
}

async function open(
  url: string,
  { applicationName, pipeline = false }: { applicationName: string; pipeline?: boolean },
): Promise<Client> {
  try {
    const client = new SessionClient({
      connectionString: readConnectionUrl(url),
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      application_name: applicationName,
      pipeline,
      keepAlive: true,
    })
    await client.connect()
    return client
  } catch (error) {
    throw toPostgresUnavailableError(error, url)
  }
}

/**
 * Reads the identity of the server at `url`.
 * @throws PostgresUnavailableError when it cannot be used or is older than PostgreSQL 15.
 */
export async function checkServer(url: string): Promise<ServerFacts> {
  return await withClient(url, async (client) => {
    const facts = await readFacts(client)
    requireFacts(facts, url)
    return { serverVersion: facts.serverVersion, serverVersionNum: facts.serverVersionNum }
  })
}

type DatabaseFacts = ServerFacts & { encoding: string }

async function readFacts(client: Client): Promise<DatabaseFacts> {
  const { rows } = await client.query<{ num: string; encoding: string }>(
    `SELECT current_setting('server_version_num') AS num, current_setting('server_encoding') AS encoding`,
  )
  const serverVersionNum = Number(rows[0]?.num)
  return {
    serverVersion: versionText(serverVersionNum),
    serverVersionNum,
    encoding: rows[0]?.encoding ?? '',
  }
}

/** @throws PostgresUnavailableError with code `too_old` or `wrong_encoding`. */
function requireFacts({ serverVersionNum, encoding }: DatabaseFacts, url: string): void {
  requireVersion(serverVersionNum, url)
  if (encoding === 'UTF8') return
  throw new PostgresUnavailableError(
    'wrong_encoding',
    `The database at ${redactUrl(url)} has the encoding ${encoding}, which cannot store every record. Create one with: CREATE DATABASE lazi ENCODING 'UTF8' TEMPLATE template0`,
  )
}

/** @throws PostgresUnavailableError with code `too_old`. */
export function requireVersion(serverVersionNum: number, url: string): void {
  if (serverVersionNum >= OLDEST_VERSION_NUM) return
  throw new PostgresUnavailableError(
    'too_old',
    `PostgreSQL ${versionText(serverVersionNum)} at ${redactUrl(url)} is too old: use PostgreSQL 15 or newer, or unset DATABASE_URL to use the embedded server.`,
  )
}

/** `180004` becomes 18.4. Versions before 10 have three parts, of which two are shown. */
export function versionText(serverVersionNum: number): string {
  const major = Math.trunc(serverVersionNum / 10_000)
  const minor = major >= 10 ? serverVersionNum % 10_000 : Math.trunc(serverVersionNum / 100) % 100
  return `${major}.${minor}`
}

/** Like `checkServer`, and creates the database of `url` if it is missing. */
export async function checkServerAndDatabase(
  url: string,
  onCreated: (database: string) => void,
): Promise<ServerFacts> {
  try {
    return await checkServer(url)
  } catch (error) {
    if (!(error instanceof PostgresUnavailableError) || error.code !== 'database_missing') throw error
  }
  const database = decodeURI(new URL(url).pathname.slice(1))
  await withClient(urlWithDatabase(url, 'postgres'), async (client) => {
    try {
      await client.query(
        `CREATE DATABASE ${client.escapeIdentifier(database)} ENCODING 'UTF8' TEMPLATE template0`,
      )
      onCreated(database)
    } catch (error) {
      const code = errorCode(error)
      if (code !== DUPLICATE_DATABASE && code !== UNIQUE_VIOLATION) throw error
    }
  })
  return await checkServer(url)
}

/** pg reads the path with decodeURI(), so it is written with encodeURI(). */
export function urlWithDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${encodeURI(database)}`
  return changed.href
}
