import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { checkServerAndDatabase, withClient } from '../../connect.ts'
import { PostgresUnavailableError } from '../../errors.ts'
import { defaultDataDir, type OnEvent } from '../../options.ts'
import { createCluster, readPassword } from '../cluster.ts'
import { EMBEDDED_SETTINGS, embeddedUrl } from '../embedded-server.ts'
import { createTraversable, exists } from '../home/directories.ts'
import { findHome, type Home } from '../home/home.ts'
import { withLock } from '../home/lock.ts'
import { finishSwap, keptCluster, listKept, type SwapPoint, swap, upgradeHome } from '../home/swap.ts'
import { type Binaries, findBinaries, usableBy } from '../process/binaries.ts'
import { inspectPostmaster } from '../process/postmaster.ts'
import { startServer } from '../process/start-server.ts'
import { stopServer } from '../process/stop-server.ts'
import { findOldBinaries } from './old-binaries.ts'

export { binariesPrefix, binariesVersions } from './old-binaries.ts'

/** The two servers of an upgrade. */
export type Transfer = {
  /** URLs of the database on the old and on the new server, where it is empty. */
  from: string
  to: string
  /** A file that does not exist yet, for temporary use. */
  file: string
  /** Stops the old server, so that it accepts no further writes. Call it when everything has been moved. */
  stopOld: () => Promise<void>
}

export type UpgradeOptions = {
  /** The directory of the server. @default that of the repository */
  dataDir?: string | undefined
  /** The database to move. */
  database: string
  /** The folder of the old server's programs. @default the system's packages, or npm's */
  oldBin?: string | undefined
  signal?: AbortSignal | undefined
  onEvent: OnEvent
  /** Moves the database, while no other session writes to it, and verifies what it has moved. */
  transfer: (transfer: Transfer) => Promise<void>
  /** Called at points where tests kill the process. @default none */
  reach?: (point: SwapPoint | 'transferred') => void
}

export type Upgraded = {
  /** Versions of PostgreSQL, such as 15 and 18; equal: there was nothing to do. */
  from: number
  to: number
  /** Where the old data is kept; undefined: there is none. */
  kept: string | undefined
  /** What the transfer does not move: other databases, and logins. */
  notMoved: { databases: string[]; logins: string[] }
}

/**
 * Moves the data of the embedded server into a new data folder of the installed version of PostgreSQL, and keeps the old
 * folder. If the process is killed, the old data is complete, or the next command finishes the swap.
 * @throws PostgresUnavailableError with the programs that are missing
 * @example
 * ```ts
 * const { from, to } = await upgradeEmbeddedServer({ dataDir, database: 'lazi', onEvent, transfer })
 * ```
 */
export async function upgradeEmbeddedServer(options: UpgradeOptions): Promise<Upgraded> {
  const home = await findHome(options.dataDir ?? defaultDataDir(), options.onEvent)
  if (!(await exists(home.directory))) throw nothingThere(home)
  return await withLock(home.lockFile, async () => await upgradeLocked(home, options), {
    signal: options.signal,
    onWait: () =>
      options.onEvent({ type: 'waiting', message: 'Another command is using the lock: waiting for it.' }),
  })
}

/**
 * Deletes the data that upgrades have kept.
 * @param dataDir the directory of the server; undefined: that of the repository
 * @returns the deleted folders
 * @throws PostgresUnavailableError when there is no newer data
 * @example
 * ```ts
 * const folders = await deleteKept(undefined, () => {})
 * ```
 */
export async function deleteKept(dataDir: string | undefined, onEvent: OnEvent): Promise<string[]> {
  const home = await findHome(dataDir ?? defaultDataDir(), onEvent)
  if (!(await exists(home.directory))) return []
  return await withLock(home.lockFile, async () => {
    await finishSwap(home)
    // Without current data, the kept one may be the only copy.
    if (!(await exists(home.cluster))) throw nothingThere(home)
    const kept = await listKept(home)
    for (const folder of kept) await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    return kept
  })
}

async function upgradeLocked(home: Home, options: UpgradeOptions): Promise<Upgraded> {
  const { onEvent, signal, reach = () => {} } = options
  await finishSwap(home)
  const binaries = await findBinaries(home.user, onEvent)
  const major = await readMajor(home)
  const [lastKept] = await listKept(home)
  const nothing = { databases: [], logins: [] }
  if (major === binaries.major) return { from: major, to: major, kept: lastKept, notMoved: nothing }
  const kept = keptCluster(home, major)
  if (await exists(kept)) {
    throw new PostgresUnavailableError('busy', `${kept} exists: move it elsewhere, then upgrade again.`)
  }
  const oldBinaries = await usableBy(home.user, await findOldBinaries(major, options.oldBin), onEvent)
  const next = upgradeHome(home)
  await removeUnfinished(next, binaries)
  const notMoved = await prepareAndTransfer({ home, oldBinaries, next, binaries }, options)
  reach('transferred')
  await stopIfRunning(next, binaries)
  await stopIfRunning(home, oldBinaries)
  await swap(home, major, reach)
  onEvent({ type: 'starting', message: `Starting PostgreSQL ${binaries.major}.` })
  await startServer(home, binaries, { signal, onEvent })
  return { from: major, to: binaries.major, kept, notMoved }
}

type Servers = { home: Home; oldBinaries: Binaries; next: Home; binaries: Binaries }

async function prepareAndTransfer(
  { home, oldBinaries, next, binaries }: Servers,
  { database, signal, onEvent, transfer }: UpgradeOptions,
): Promise<Upgraded['notMoved']> {
  const password = await readPassword(home)
  try {
    onEvent({ type: 'starting', message: `Starting PostgreSQL ${oldBinaries.major} with the old data.` })
    const old = await startServer(home, oldBinaries, { signal, onEvent })
    onEvent({ type: 'initialising', message: `Initialising PostgreSQL ${binaries.major}.` })
    await createTraversable(next.directory, next.user)
    await createCluster(next, binaries, { settings: EMBEDDED_SETTINGS, signal, password })
    const created = await startServer(next, binaries, { signal, onEvent })
    const from = embeddedUrl(password, old.port, database)
    const to = embeddedUrl(password, created.port, database)
    await checkServerAndDatabase(to, () => {})
    const notMoved = await listNotMoved(from)
    const stopOld = () => stopServer(home, oldBinaries, 'fast')
    await transfer({ from, to, file: join(next.directory, 'dump'), stopOld })
    return notMoved
  } catch (error) {
    await stopIfRunning(home, oldBinaries).catch(() => {})
    await removeUnfinished(next, binaries).catch(() => {})
    throw error
  }
}

async function listNotMoved(url: string): Promise<Upgraded['notMoved']> {
  return await withClient(url, async (client) => {
    const { rows } = await client.query<Upgraded['notMoved']>(
      `SELECT array(SELECT datname::text FROM pg_database
                     WHERE NOT datistemplate AND datname NOT IN ('postgres', current_database()) ORDER BY 1) AS databases,
              array(SELECT rolname::text FROM pg_roles WHERE rolcanlogin AND rolname <> current_user ORDER BY 1) AS logins`,
    )
    return rows[0] ?? { databases: [], logins: [] }
  })
}

async function stopIfRunning(home: Home, binaries: Binaries): Promise<void> {
  if ('file' in (await inspectPostmaster(home.cluster))) await stopServer(home, binaries, 'fast')
}

/** The new data of an upgrade that failed or was killed, whose server may still be running. */
async function removeUnfinished(next: Home, binaries: Binaries): Promise<void> {
  await stopIfRunning(next, binaries)
  await rm(next.directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
}

async function readMajor(home: Home): Promise<number> {
  const text = await readFile(join(home.cluster, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (text === undefined) throw nothingThere(home)
  return Number.parseInt(text, 10)
}

function nothingThere(home: Home): PostgresUnavailableError {
  return new PostgresUnavailableError(
    'not_running',
    `There is no data in ${home.directory}: pnpm postgres start creates it.`,
  )
}
