import { checkServer } from './connect.ts'
import { readConnectionUrl } from './connection-url.ts'
import { defaultDataDir, type OnEvent, type PostgresOptions } from './options.ts'
import { redactUrl } from './redact-url.ts'

export type ResolvePostgresOptions = PostgresOptions & {
  /** The database, created if it is missing; ignored with `url`, which names one. @default 'lazi' */
  database?: string
  signal?: AbortSignal
  /** Called with each step. @default none */
  onEvent?: OnEvent
}

/** A reachable PostgreSQL of a supported version. */
export type ResolvedPostgres = AsyncDisposable & {
  url: string
  kind: 'url' | 'embedded' | 'container'
  /** Such as `18.4`. */
  serverVersion: string
  /** Such as `180004`. */
  serverVersionNum: number
  /** A description in one line, without the password. */
  description: string
  /** Stops a container. The shared embedded server and the server of a given URL keep running. */
  close(): Promise<void>
}

/**
 * Finds the PostgreSQL to use: at the given URL, else in a container on request, else the embedded server of this
 * repository, which is started if it is not running.
 * @throws PostgresUnavailableError when no server is usable; its message has the remedy.
 * @example
 * ```ts
 * const postgres = await resolvePostgres({ kind: 'embedded', database: 'lazi' })
 * console.log(postgres.description)
 * await postgres.close()
 * ```
 */
export async function resolvePostgres(options: ResolvePostgresOptions = {}): Promise<ResolvedPostgres> {
  options.signal?.throwIfAborted()
  if (options.database !== undefined && !/^[^?#@/]+$/.test(options.database)) {
    // These characters have a meaning in a URL, and pg does not decode their escapes.
    throw new TypeError(`Expected \`database\` to be a name without ? # @ /, got "${options.database}"`)
  }
  if (options.url !== undefined) return await resolveUrl(options.url)
  if (options.kind === 'container') return await resolveContainer(options)
  return await resolveEmbedded(options)
}

async function resolveUrl(text: string): Promise<ResolvedPostgres> {
  const url = readConnectionUrl(text)
  const facts = await checkServer(url)
  return resolved({
    ...facts,
    url,
    kind: 'url',
    description: `PostgreSQL ${facts.serverVersion} at ${redactUrl(url)}`,
  })
}

async function resolveEmbedded(options: ResolvePostgresOptions): Promise<ResolvedPostgres> {
  // Loaded on demand: with a URL, a command starts in half the time.
  const { ensureEmbeddedServer } = await import('./embedded/embedded-server.ts')
  const server = await ensureEmbeddedServer({
    dataDir: options.dataDir ?? defaultDataDir(),
    database: options.database ?? 'lazi',
    signal: options.signal,
    onEvent: options.onEvent ?? (() => {}),
  })
  return resolved({
    ...server,
    kind: 'embedded',
    description: `embedded PostgreSQL ${server.serverVersion} at ${redactUrl(server.url)}, data in ${server.home.directory}`,
  })
}

async function resolveContainer(options: ResolvePostgresOptions): Promise<ResolvedPostgres> {
  const { startContainer } = await import('./container.ts')
  const container = await startContainer({
    image: options.image,
    database: options.database ?? 'lazi',
    onEvent: options.onEvent,
  })
  try {
    options.signal?.throwIfAborted()
    const facts = await checkServer(container.url)
    const description = `PostgreSQL ${facts.serverVersion} in a container from ${container.image} at ${redactUrl(container.url)}`
    return resolved({ ...facts, url: container.url, kind: 'container', description }, container.close)
  } catch (error) {
    await container.close()
    throw error
  }
}

type Facts = Pick<ResolvedPostgres, 'url' | 'kind' | 'serverVersion' | 'serverVersionNum' | 'description'>

function resolved(facts: Facts, end: () => Promise<void> = async () => {}): ResolvedPostgres {
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    closing ??= end()
    return closing
  }
  return {
    url: facts.url,
    kind: facts.kind,
    serverVersion: facts.serverVersion,
    serverVersionNum: facts.serverVersionNum,
    description: facts.description,
    close,
    [Symbol.asyncDispose]: close,
  }
}
