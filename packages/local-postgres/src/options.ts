import { isAbsolute, join, resolve } from 'node:path'
import { repositoryRoot } from 'cli-kit'

/** Progress while a server is found or started. `message` is one line. */
export type PostgresEvent = {
  type:
    | 'initialising'
    | 'starting'
    | 'started'
    | 'waiting'
    | 'recovering'
    | 'port_changed'
    | 'moved'
    | 'database_created'
    | 'container_starting'
  message: string
}

export type OnEvent = (event: PostgresEvent) => void

/** The options that select a PostgreSQL. */
export type PostgresOptions = {
  /** An existing PostgreSQL, as `postgres://…`; no server is started. */
  url?: string
  /** The server to start without `url`. @default 'embedded' */
  kind?: 'embedded' | 'container'
  /** The directory of the embedded server. @default <repository root>/.data/postgres */
  dataDir?: string
  /** The container's image. @default 'postgres:18-alpine' */
  image?: string
}

/**
 * Maps `DATABASE_URL`, `LOCAL_POSTGRES`, `LOCAL_POSTGRES_DIR` and `LOCAL_POSTGRES_IMAGE` to options.
 * An empty variable counts as unset. A relative directory is relative to the repository root.
 * @param options.direct whether `DATABASE_DIRECT_URL`, a connection that bypasses a pooler, takes precedence over `DATABASE_URL`
 * @throws Error when `LOCAL_POSTGRES` is neither `embedded` nor `container`.
 * @example
 * ```ts
 * const postgres = await resolvePostgres(postgresOptionsFromEnv(process.env))
 * ```
 */
export function postgresOptionsFromEnv(
  env: Readonly<Record<string, string | undefined>>,
  { direct = false }: { direct?: boolean } = {},
): PostgresOptions {
  const options: PostgresOptions = {}
  const url = (direct && env.DATABASE_DIRECT_URL) || env.DATABASE_URL
  if (url) options.url = url
  if (env.LOCAL_POSTGRES) {
    if (env.LOCAL_POSTGRES !== 'embedded' && env.LOCAL_POSTGRES !== 'container') {
      throw new Error(
        `Expected \`LOCAL_POSTGRES\` to be "embedded" or "container", got "${env.LOCAL_POSTGRES}"`,
      )
    }
    options.kind = env.LOCAL_POSTGRES
  }
  if (env.LOCAL_POSTGRES_DIR) options.dataDir = absoluteDir(env.LOCAL_POSTGRES_DIR)
  if (env.LOCAL_POSTGRES_IMAGE) options.image = env.LOCAL_POSTGRES_IMAGE
  return options
}

/** @throws Error when this code runs outside a checkout (bundled, for example). */
export function defaultDataDir(): string {
  return join(requireRoot(), '.data', 'postgres')
}

function absoluteDir(directory: string): string {
  return isAbsolute(directory) ? directory : resolve(requireRoot(), directory)
}

function requireRoot(): string {
  const root = repositoryRoot()
  if (!root) {
    throw new Error('No repository root found above this package: set LOCAL_POSTGRES_DIR or DATABASE_URL.')
  }
  return root
}
