import {
  postgresOptionsFromEnv,
  type ResolvedPostgres,
  readEnvironment,
  resolvePostgres,
} from 'local-postgres'

/**
 * The database that a command works on: `DATABASE_DIRECT_URL` (a connection that bypasses a pooler),
 * else `DATABASE_URL`, else the embedded server. The only place here that reads the environment.
 */
export function openDatabase(onNotice: (text: string) => void): Promise<ResolvedPostgres> {
  const { DATABASE_DIRECT_URL, ...rest } = readEnvironment()
  return resolvePostgres({
    ...postgresOptionsFromEnv({ ...rest, ...(DATABASE_DIRECT_URL && { DATABASE_URL: DATABASE_DIRECT_URL }) }),
    onEvent: (event) => onNotice(event.message),
  })
}
