import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { checkServer } from './connect.ts'
import { startContainer } from './container.ts'
import { createCluster, readPassword } from './embedded/cluster.ts'
import { EMBEDDED_SETTINGS, embeddedUrl } from './embedded/embedded-server.ts'
import { createTemporaryDirectory } from './embedded/home/directories.ts'
import { type Home, homeAt } from './embedded/home/home.ts'
import { chooseServerUser } from './embedded/home/server-user.ts'
import { findBinaries, readBinaries } from './embedded/process/binaries.ts'
import { inspectPostmaster } from './embedded/process/postmaster.ts'
import { startServer } from './embedded/process/start-server.ts'
import { stopServer } from './embedded/process/stop-server.ts'
import type { PostgresOptions } from './options.ts'

export { distributionBin } from './distribution-bin.ts'

/** The data is deleted with the server, so it need not be flushed to disk. */
const THROW_AWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/** A log that is deleted at the next checkpoint needs no room in memory. */
const IN_MEMORY = { max_wal_size: '256MB' }

const EMBEDDED = { ...EMBEDDED_SETTINGS, ...THROW_AWAY, shared_buffers: '128MB' }

export type TemporaryPostgresOptions = Pick<PostgresOptions, 'url' | 'kind' | 'image'> & {
  /** Further settings for postgresql.conf; ignored with `url`. @default fsync and similar settings off */
  settings?: Record<string, string>
  /** The folder of the programs, such as `/usr/lib/postgresql/15/bin`. @default those of the embedded server */
  bin?: string | undefined
  /**
   * Keeps the files of the embedded server in shared memory where at least 4 GB of it are free: a database is created
   * with a tenth of the CPU time. @default false, the temporary directory
   */
  inMemory?: boolean
}

/** `url` names the database `postgres`; create your own on the same server. */
export type TemporaryPostgres = AsyncDisposable & { url: string; close(): Promise<void> }

/**
 * A server for tests: a new embedded one (or a container) that `close()` stops and deletes, or, with `url`, the given
 * one. If this process is killed, its embedded server is stopped and deleted too.
 * @throws PostgresUnavailableError
 */
export async function startTemporaryPostgres(
  options: TemporaryPostgresOptions = {},
): Promise<TemporaryPostgres> {
  if (options.url !== undefined) {
    await checkServer(options.url)
    return temporary(options.url, async () => {})
  }
  if (options.kind === 'container') {
    const settings = { ...THROW_AWAY, ...options.settings }
    const container = await startContainer({ image: options.image, database: 'postgres', settings })
    return temporary(container.url, container.close)
  }
  const settings = { ...EMBEDDED, ...(options.inMemory && IN_MEMORY), ...options.settings }
  return await startTemporaryEmbedded(settings, options)
}

async function startTemporaryEmbedded(
  settings: Record<string, string>,
  { bin, inMemory }: TemporaryPostgresOptions,
): Promise<TemporaryPostgres> {
  const user = await chooseServerUser([])
  const home = homeAt(await createTemporaryDirectory(user, { inMemory }), user)
  const binaries = bin === undefined ? await findBinaries(user, () => {}) : await readBinaries(bin)
  const watcher = watchOver(home)
  const end = async (): Promise<void> => {
    try {
      if ('file' in (await inspectPostmaster(home.cluster))) await stopServer(home, binaries, 'immediate')
    } finally {
      await rm(home.directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
      watcher.release()
    }
  }
  try {
    await createCluster(home, binaries, { settings, noSync: true })
    const postmaster = await startServer(home, binaries, { onEvent: () => {} })
    const url = embeddedUrl(await readPassword(home), postmaster.port, 'postgres')
    await checkServer(url)
    return temporary(url, end)
  } catch (error) {
    await end()
    throw error
  }
}

/**
 * Stops and deletes the server when this process ends without `close()`. The server is not a child process and would
 * outlive a killed test run. A shell waits for the end of a pipe, which closes when this process ends for any reason,
 * and then stops the server and deletes its files; after `close()` it has nothing to do. Not supported on Windows,
 * which has no such shell.
 */
function watchOver(home: Home): { release(): void } {
  if (process.platform === 'win32') return { release: () => {} }
  const script = `
    trap '' HUP INT TERM
    while read -r line; do :; done
    for attempt in 1 2 3 4 5; do
      pid=$(head -n 1 "$1/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null
      rm -rf "$2" 2>/dev/null
      [ -e "$2" ] || exit 0
      sleep 1
    done`
  const child = spawn('/bin/sh', ['-c', script, 'watch-temporary-postgres', home.cluster, home.directory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  })
  child.unref()
  // The pipe must not keep this process alive.
  if (child.stdin && 'unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref()
  child.on('error', () => {})
  return { release: () => child.stdin?.end() }
}

function temporary(url: string, end: () => Promise<void>): TemporaryPostgres {
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    closing ??= end()
    return closing
  }
  return { url, close, [Symbol.asyncDispose]: close }
}
