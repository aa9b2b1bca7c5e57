import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { withClient } from '../connect.ts'
import { fileSystemError } from '../errors.ts'
import type { OnEvent } from '../options.ts'
import { readPassword, UNFINISHED } from './cluster.ts'
import { embeddedUrl } from './embedded-server.ts'
import { exists } from './home/directories.ts'
import { findHome, type Home } from './home/home.ts'
import { withLock } from './home/lock.ts'
import { listKept, upgradeHome } from './home/swap.ts'
import { findBinaries } from './process/binaries.ts'
import { inspectPostmaster } from './process/postmaster.ts'
import { stopServer } from './process/stop-server.ts'

/** The result of `stop`. */
export type StopResult = {
  wasRunning: boolean
  /** The number of other connections that were closed; undefined if the server could not be queried. */
  connectionsCut: number | undefined
  home: Home
}

/**
 * Stops the embedded server of this directory and waits for its end.
 * @throws PostgresUnavailableError
 */
export async function stopEmbeddedServer(dataDir: string, onEvent: OnEvent): Promise<StopResult> {
  const home = await findHome(dataDir, onEvent)
  // Without a cluster there is no server; taking the lock would create the directory.
  if (!(await exists(home.cluster))) return { wasRunning: false, connectionsCut: undefined, home }
  return await withLock(home.lockFile, async () => await stopLocked(home, onEvent), {
    onWait: () => onEvent({ type: 'waiting', message: 'Another command is using the lock: waiting for it.' }),
  })
}

/**
 * Stops the server and deletes its data, password, port and log. The lock file stays: another process may be
 * waiting for it.
 * @throws PostgresUnavailableError
 */
export async function resetEmbeddedServer(
  dataDir: string,
  onEvent: OnEvent,
): Promise<StopResult & { deleted: boolean }> {
  const home = await findHome(dataDir, onEvent)
  if (!(await exists(home.directory))) {
    return { wasRunning: false, connectionsCut: undefined, home, deleted: false }
  }
  return await withLock(home.lockFile, async () => {
    const stopped = await stopLocked(home, onEvent)
    const next = upgradeHome(home)
    // The server of an upgrade that was killed.
    await stopLocked(next, onEvent)
    const deleted = await exists(home.cluster)
    try {
      // Renamed first, so that a killed reset leaves no incomplete cluster.
      if (deleted) await rename(home.cluster, join(home.directory, `${UNFINISHED}deleted-${process.pid}`))
      const unfinished = (await readdir(home.directory)).filter((name) => name.startsWith(UNFINISHED))
      const doomed = unfinished.map((name) => join(home.directory, name))
      for (const path of [
        ...doomed,
        ...(await listKept(home)),
        next.directory,
        home.passwordFile,
        home.portFile,
        home.logFile,
      ]) {
        await rm(path, { recursive: true, force: true, maxRetries: 3 })
      }
    } catch (error) {
      throw fileSystemError(error, `delete ${home.directory}`)
    }
    return { ...stopped, deleted }
  })
}

async function stopLocked(home: Home, onEvent: OnEvent): Promise<StopResult> {
  const found = await inspectPostmaster(home.cluster)
  if (!('file' in found)) return { wasRunning: false, connectionsCut: undefined, home }
  const connectionsCut =
    found.state === 'ready' ? await countOthers(home, found.file.port).catch(() => undefined) : undefined
  await stopServer(home, await findBinaries(home.user, onEvent), 'fast')
  return { wasRunning: true, connectionsCut, home }
}

async function countOthers(home: Home, port: number): Promise<number> {
  return await withClient(embeddedUrl(await readPassword(home), port, 'postgres'), async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    )
    return rows[0]?.count ?? 0
  })
}
