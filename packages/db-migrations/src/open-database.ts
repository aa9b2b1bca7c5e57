import { type PostgresOptions, type ResolvedPostgres, resolvePostgres } from 'local-postgres'
import { createMigrator } from './migrator.ts'

/**
 * Opens an app's database and asserts that its migrations match this code. The caller closes it.
 * @param onNotice receives a line of progress while a server is located or started
 * @throws PostgresUnavailableError if it cannot be reached or is too old
 * @throws {MigrationError} if migrations are pending, unfinished or unknown
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
