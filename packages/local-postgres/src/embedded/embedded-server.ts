import { checkServerAndDatabase, type ServerFacts, urlWithDatabase } from '../connect.ts'
import { urlOfOwnServer } from '../connection-url.ts'
import { PostgresUnavailableError } from '../errors.ts'
import type { OnEvent } from '../options.ts'
import { createCluster, hasCluster, readPassword, SUPERUSER } from './cluster.ts'
import { createHome, findHome, type Home } from './home/home.ts'
import { withLock } from './home/lock.ts'
import { finishSwap } from './home/swap.ts'
import { findBinaries } from './process/binaries.ts'
import { HOST } from './process/port.ts'
import { inspectPostmaster, type PostmasterFile } from './process/postmaster.ts'
import { startServer } from './process/start-server.ts'

/**
 * Settings for a developer's machine; ALTER SYSTEM takes precedence. With fewer WAL buffers, writers of many rows would
 * wait for the disk.
 */
export const EMBEDDED_SETTINGS = {
  shared_buffers: '256MB',
  wal_buffers: '32MB',
  max_connections: '100',
  max_wal_size: '2GB',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] %q%u@%d ',
}

/** The number of attempts, for a server that stops between the inspection and the query. */
const ATTEMPTS = 3

export type EmbeddedServer = ServerFacts & { url: string; home: Home; postmaster: PostmasterFile }

export type EmbeddedOptions = {
  dataDir: string
  database: string
  signal?: AbortSignal | undefined
  onEvent: OnEvent
}

/**
 * The embedded server of this directory, started if it is not running. It is shared and keeps running: of several
 * concurrent processes, one starts it and the others wait.
 * @throws PostgresUnavailableError
 */
export async function ensureEmbeddedServer(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { dataDir, database, signal, onEvent } = options
  const home = await findHome(dataDir, onEvent)
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted()
    const found = await inspectPostmaster(home.cluster)
    const postmaster = found.state === 'ready' ? found.file : await startLocked(home, options)
    const url = embeddedUrl(await readPassword(home), postmaster.port, database)
    try {
      const facts = await checkServerAndDatabase(url, (name) =>
        onEvent({ type: 'database_created', message: `Database "${name}" created.` }),
      )
      return { ...facts, url, home, postmaster }
    } catch (error) {
      if (attempt === ATTEMPTS || !isTransient(error)) throw error
    }
  }
}

export function embeddedUrl(password: string, port: number, database: string): string {
  return urlOfOwnServer(urlWithDatabase(`postgres://${SUPERUSER}:${password}@${HOST}:${port}`, database))
}

async function startLocked(
  home: Home,
  { dataDir, signal, onEvent }: EmbeddedOptions,
): Promise<PostmasterFile> {
  await createHome(home, dataDir)
  const onWait = (): void =>
    onEvent({
      type: 'waiting',
      message: 'Another command is starting the embedded PostgreSQL: waiting for it.',
    })
  return await withLock(
    home.lockFile,
    async () => {
      const found = await inspectPostmaster(home.cluster)
      if (found.state === 'ready') return found.file
      await finishSwap(home)
      const binaries = await findBinaries(home.user, onEvent)
      if (!(await hasCluster(home, binaries))) {
        onEvent({
          type: 'initialising',
          message: `Initialising PostgreSQL ${binaries.major} in ${home.directory}.`,
        })
        await createCluster(home, binaries, { settings: EMBEDDED_SETTINGS, signal })
      }
      onEvent({ type: 'starting', message: 'Starting the embedded PostgreSQL.' })
      const postmaster = await startServer(home, binaries, { signal, onEvent })
      onEvent({ type: 'started', message: `The embedded PostgreSQL listens on ${HOST}:${postmaster.port}.` })
      return postmaster
    },
    { signal, onWait },
  )
}

function isTransient(error: unknown): boolean {
  if (!(error instanceof PostgresUnavailableError)) return false
  return error.code === 'unreachable' || error.code === 'starting_up' || error.code === 'connection_failed'
}
