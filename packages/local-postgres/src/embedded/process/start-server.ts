import { setTimeout as sleep } from 'node:timers/promises'
import { fileSystemError, type PostgresUnavailableCode, PostgresUnavailableError } from '../../errors.ts'
import type { OnEvent } from '../../options.ts'
import type { Home } from '../home/home.ts'
import {
  adviceFor,
  classifyLog,
  type FailureKind,
  prepareLog,
  readLog,
  reasonFromLog,
} from '../home/server-log.ts'
import type { Binaries } from './binaries.ts'
import { terminateOrphans } from './orphans.ts'
import { findFreePort, HOST, readPort, writePort } from './port.ts'
import { inspectPostmaster, invalidatePostmasterPid, type PostmasterFile } from './postmaster.ts'
import { runBinary } from './run-binary.ts'

/** Crash recovery after a killed server can take a while; a healthy start takes 30 ms. */
const START_TIMEOUT_MS = 120_000
/** After this time pg_ctl returns while the server starts, and the loop below continues to wait. */
const PG_CTL_TIMEOUT_SECONDS = 60
const POLL_INTERVAL_MS = 50
/** The time that orphans of a killed server may need to end. */
const ORPHANS_TIMEOUT_MS = 15_000
const PORT_ATTEMPTS = 5

export type StartOptions = { signal?: AbortSignal | undefined; onEvent: OnEvent }

/**
 * Starts the cluster's server and waits until it is ready; a server that is starting or stopping is waited for. The
 * caller must hold the lock.
 * @throws PostgresUnavailableError with the reason from the server's log.
 */
export async function startServer(
  home: Home,
  binaries: Binaries,
  { signal, onEvent }: StartOptions,
): Promise<PostmasterFile> {
  const startedAt = performance.now()
  const elapsedMs = (): number => performance.now() - startedAt
  let portAttempts = 0
  let attempted = false
  while (elapsedMs() < START_TIMEOUT_MS) {
    signal?.throwIfAborted()
    const found = await inspectPostmaster(home.cluster)
    if (found.state === 'ready') return found.file
    if (found.state === 'starting' || found.state === 'stopping') {
      await sleep(POLL_INTERVAL_MS, undefined, signal && { signal })
      continue
    }
    if (found.state !== 'absent' && !attempted) {
      onEvent({
        type: 'recovering',
        message: 'The previous server did not shut down cleanly: PostgreSQL recovers its data.',
      })
    }
    attempted = true
    if (found.state === 'imposter') await invalidatePostmasterPid(home.cluster)
    const failure = await attemptStart(home, binaries, { signal, onEvent }, portAttempts > 0)
    if (failure === undefined) continue
    const mayRetry =
      failure.kind === 'already_running' ||
      failure.kind === 'still_starting' ||
      (failure.kind === 'port_taken' && ++portAttempts < PORT_ATTEMPTS) ||
      (failure.kind === 'orphans_alive' && elapsedMs() < ORPHANS_TIMEOUT_MS)
    if (!mayRetry) throw startError(failure, home)
    if (failure.kind === 'orphans_alive') await terminateOrphans(home.cluster)
    await sleep(POLL_INTERVAL_MS, undefined, signal && { signal })
  }
  throw new PostgresUnavailableError(
    'start_failed',
    `The embedded PostgreSQL is not ready after ${START_TIMEOUT_MS / 1000} s: see ${home.logFile}, and try again when it has recovered.`,
  )
}

type Failure = { kind: FailureKind | 'still_starting'; reason: string }

async function attemptStart(
  home: Home,
  binaries: Binaries,
  { signal, onEvent }: StartOptions,
  ignoreRemembered: boolean,
): Promise<Failure | undefined> {
  const remembered = await readPort(home.portFile)
  const port = await findFreePort(ignoreRemembered ? undefined : remembered)
  if (remembered !== undefined && port !== remembered) {
    onEvent({
      type: 'port_changed',
      message: `Port ${remembered} is taken by another program: using ${port}.`,
    })
  }
  const logStart = await prepareLog(home).catch((error) => {
    throw fileSystemError(error, `write ${home.logFile}`)
  })
  // No Unix socket: its path could exceed the system's limit of 107 bytes.
  const listen = `-c listen_addresses=${HOST} -c port=${port} -c unix_socket_directories=`
  const { code, output } = await runBinary(
    binaries.pgCtl,
    [
      'start',
      '-w',
      '-s',
      '-t',
      String(PG_CTL_TIMEOUT_SECONDS),
      '-D',
      home.cluster,
      '-l',
      home.logFile,
      '-o',
      listen,
    ],
    { cwd: home.directory, user: home.user, signal },
  )
  if (code === 0) {
    await writePort(home.portFile, port)
    return undefined
  }
  const log = await readLog(home.logFile, logStart)
  const { state } = await inspectPostmaster(home.cluster)
  if (state === 'starting' || state === 'ready') return { kind: 'still_starting', reason: reasonFromLog(log) }
  return { kind: classifyLog(log || output), reason: reasonFromLog(log || output) }
}

function startError(failure: Failure, home: Home): PostgresUnavailableError {
  const transient = ['orphans_alive', 'already_running', 'still_starting']
  const code = transient.includes(failure.kind) ? 'start_failed' : (failure.kind as PostgresUnavailableCode)
  return new PostgresUnavailableError(
    code,
    `The embedded PostgreSQL did not start: ${failure.reason} (${adviceFor(failure.kind)}; log: ${home.logFile}).`,
  )
}
