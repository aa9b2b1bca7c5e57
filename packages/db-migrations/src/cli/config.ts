import { isAbsolute, resolve } from 'node:path'
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

/** Resolves a path against the folder where pnpm was started, since pnpm changes to the package's folder. */
export const fromCaller = (path: string): string =>
  isAbsolute(path) ? path : resolve(process.env.INIT_CWD ?? process.cwd(), path)
