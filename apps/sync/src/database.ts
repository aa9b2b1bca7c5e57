import { createMigrator } from 'db-migrations'
import {
  describeConnectionError,
  type PostgresOptions,
  type ResolvedPostgres,
  resolvePostgres,
} from 'local-postgres'
import pg from 'pg'

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

/** One connection, for one command. @throws with one line that says what to do */
export async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name: 'lazi-sync', keepAlive: true })
  // A connection that breaks while idle reports here; the next query fails with the same cause.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (cause) {
    throw new Error(describeConnectionError(cause, connectionString), { cause })
  }
}
