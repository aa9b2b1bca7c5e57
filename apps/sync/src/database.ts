import { createMigrator } from 'db-migrations'
import { connectPostgres, type PostgresOptions, type ResolvedPostgres, resolvePostgres } from 'local-postgres'
import type pg from 'pg'

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

/** One connection, for one command. @throws PostgresUnavailableError with one line that says what to do */
export function connect(connectionString: string): Promise<pg.Client> {
  return connectPostgres(connectionString, { applicationName: 'lazi-sync' })
}
