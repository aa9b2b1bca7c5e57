import { assertKeepsSession } from 'cli-kit/postgres'
import { connectPostgres, type PostgresOptions, type ResolvedPostgres, resolvePostgres } from 'local-postgres'
import { createMigrator } from './migrator.ts'

/**
 * Opens an app's database and asserts that its migrations match this code. The caller closes it.
 * @param onNotice receives a line of progress while a server is located or started
 * @param access.mayPool whether the URL may be that of a pooler in transaction mode @default false
 * @throws PostgresUnavailableError if it cannot be reached, is too old, or is not encoded in UTF-8
 * @throws PoolerError of `cli-kit/postgres` if the URL is that of a pooler in transaction mode, and may not be
 * @throws {MigrationError} if migrations are pending, unfinished or unknown
 * @example
 * await using database = await openDatabase(postgresOptionsFromEnv(env), notice)
 * const pool = openPool(database.url, poolOptions)
 */
export async function openDatabase(
  options: PostgresOptions,
  onNotice: (line: string) => void,
  { mayPool = false }: { readonly mayPool?: boolean } = {},
): Promise<ResolvedPostgres> {
  const database = await resolvePostgres({ ...options, onEvent: ({ message }) => onNotice(message) })
  try {
    if (!mayPool && database.kind === 'url') await assertDirectConnection(database.url)
    await createMigrator({ connectionString: database.url }).assertUpToDate()
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

/**
 * Refuses a pooler in transaction mode. Changes no setting.
 * @throws PoolerError of `cli-kit/postgres`
 * @example
 * await assertDirectConnection(process.env.DATABASE_URL)
 */
export async function assertDirectConnection(connectionString: string): Promise<void> {
  const session = { connectionString, applicationName: 'lazi-check' }
  const client = await connectPostgres(connectionString, session)
  try {
    await assertKeepsSession(client, session)
  } finally {
    await client.end()
  }
}
