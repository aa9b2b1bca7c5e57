import { type Env, notice } from 'cli-kit'
import { postgresOptionsFromEnv, type ResolvedPostgres, resolvePostgres } from 'local-postgres'

/** The environment of a command. */
export interface Process {
  readonly env: Env
  readonly signal: AbortSignal
}

/**
 * Resolves the database of a command: `DATABASE_DIRECT_URL` (a connection that bypasses a pooler), else
 * `DATABASE_URL`, else the embedded server.
 */
export function resolveDatabase(env: Env): Promise<ResolvedPostgres> {
  return resolvePostgres({
    ...postgresOptionsFromEnv(env, { direct: true }),
    onEvent: (event) => notice(event.message),
  })
}
