import { checkServer } from '../connect.ts'
import { PostgresUnavailableError } from '../errors.ts'
import type { OnEvent } from '../options.ts'
import { readPassword } from './cluster.ts'
import { embeddedUrl } from './embedded-server.ts'
import { exists } from './home/directories.ts'
import { directorySize } from './home/directory-size.ts'
import { findHome } from './home/home.ts'
import { HOST } from './process/port.ts'
import { inspectPostmaster } from './process/postmaster.ts'

/** The state of the embedded server, read without starting it. */
export type EmbeddedStatus = {
  running: boolean
  state: 'running' | 'starting' | 'stopping' | 'stopped' | 'crashed' | 'not initialised'
  dataDir: string
  logFile: string
  sizeBytes: number
  version?: string
  pid?: number
  host?: string
  port?: number
  startedAt?: string
  uptimeMs?: number
}

/** @throws PostgresUnavailableError when the directory cannot be read or the server does not answer. */
export async function embeddedStatus(
  dataDir: string,
  { onEvent, now }: { onEvent: OnEvent; now: number },
): Promise<EmbeddedStatus> {
  const home = await findHome(dataDir, onEvent)
  const initialised = await exists(home.cluster)
  const base = {
    dataDir: home.directory,
    logFile: home.logFile,
    sizeBytes: initialised ? await directorySize(home.cluster) : 0,
  }
  if (!initialised) return { running: false, state: 'not initialised', ...base }
  const found = await inspectPostmaster(home.cluster)
  if (!('file' in found)) {
    return { running: false, state: found.state === 'absent' ? 'stopped' : 'crashed', ...base }
  }
  const { pid, port, startedAtSeconds } = found.file
  const process = {
    pid,
    host: HOST,
    port,
    startedAt: new Date(startedAtSeconds * 1000).toISOString(),
    uptimeMs: Math.max(0, now - startedAtSeconds * 1000),
  }
  if (found.state !== 'ready') return { running: false, state: found.state, ...base, ...process }
  const { serverVersion } = await checkServer(embeddedUrl(await readPassword(home), port, 'postgres'))
  return { running: true, state: 'running', ...base, ...process, version: serverVersion }
}

/**
 * The URL of the running embedded server; does not start it.
 * @throws PostgresUnavailableError when it is not running.
 */
export async function embeddedUrlIfRunning(
  dataDir: string,
  { onEvent, database }: { onEvent: OnEvent; database: string },
): Promise<string> {
  const home = await findHome(dataDir, onEvent)
  const found = await inspectPostmaster(home.cluster)
  if (found.state === 'ready') return embeddedUrl(await readPassword(home), found.file.port, database)
  throw new PostgresUnavailableError(
    'not_running',
    'The embedded PostgreSQL is not running: start it with pnpm postgres start.',
  )
}
