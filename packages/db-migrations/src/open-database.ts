import { type PostgresOptions, type ResolvedPostgres, resolvePostgres } from 'local-postgres'
import { createMigrator } from './migrator.ts'

/**
 * The database of an app, once it is known to have the schema that this code expects. The caller closes it.
 * @param onNotice takes a line for people while a server is found or started
 * @throws PostgresUnavailableError when it cannot be reached or is too old; the message says what to do
 * @throws {MigrationError} when it lacks migrations, or has some that this code does not know
 * @example
 * await using database = await openDatabase(postgresOptionsFromEnv(env), notice)
 * const pool = openPool(database.url, poolOptions)
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
