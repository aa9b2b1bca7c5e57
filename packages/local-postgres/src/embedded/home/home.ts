import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileSystemError, PostgresUnavailableError } from '../../errors.ts'
import type { OnEvent } from '../../options.ts'
import { createTraversable, exists, noteOrigin, substituteDirectory } from './directories.ts'
import { chooseServerUser, mayReach, nearestExisting, type ServerUser } from './server-user.ts'

/** The directory of one embedded server, with all its files. */
export type Home = {
  directory: string
  /** PostgreSQL's data directory; complete or absent. */
  cluster: string
  passwordFile: string
  portFile: string
  logFile: string
  lockFile: string
  /** The user that runs the server; undefined: the current one. */
  user: ServerUser | undefined
}

/**
 * Finds the home for the requested directory without creating anything. Root's server runs as an unprivileged user: if
 * that user cannot reach the directory (a checkout below /root), the home is a directory of root below /var/lib.
 * @throws PostgresUnavailableError
 */
export async function findHome(dataDir: string, onEvent: OnEvent): Promise<Home> {
  try {
    await refuseForeignDirectory(dataDir)
    const user = await chooseServerUser([join(dataDir, 'cluster'), dataDir])
    if (await mayReach(dataDir, user)) return homeAt(dataDir, user)
    if (user === undefined) return homeAt(dataDir, user)
    if (await exists(join(dataDir, 'cluster'))) {
      throw new PostgresUnavailableError(
        'no_permission',
        `User "${user.name}", which runs the server for root, may not enter ${dataDir}: allow it (chmod o+x on it and on the directories above), or set LOCAL_POSTGRES_DIR to another directory.`,
      )
    }
    const directory = await substituteDirectory(dataDir, user)
    onEvent({
      type: 'moved',
      message: `User "${user.name}", which runs the server for root, may not enter ${dataDir}: the data is in ${directory}.`,
    })
    return homeAt(directory, await chooseServerUser([join(directory, 'cluster')]))
  } catch (error) {
    throw error instanceof PostgresUnavailableError ? error : fileSystemError(error, `use ${dataDir}`)
  }
}

/** Creates the home's directory if it is missing. */
export async function createHome(home: Home, dataDir: string): Promise<void> {
  try {
    await createTraversable(home.directory, home.user)
    if (home.directory !== dataDir) await noteOrigin(home.directory, dataDir)
  } catch (error) {
    throw fileSystemError(error, `create the directory ${home.directory}`)
  }
}

export function homeAt(directory: string, user: ServerUser | undefined): Home {
  return {
    directory,
    cluster: join(directory, 'cluster'),
    passwordFile: join(directory, 'password'),
    portFile: join(directory, 'port'),
    logFile: join(directory, 'server.log'),
    lockFile: join(directory, 'lock'),
    user,
  }
}

/** Refuses a directory with other files, because `reset` deletes files with ordinary names (`password`, `port`). */
async function refuseForeignDirectory(dataDir: string): Promise<void> {
  const nearest = await nearestExisting(dataDir)
  if (!(await stat(nearest)).isDirectory()) {
    throw new PostgresUnavailableError(
      'not_a_data_directory',
      `${dataDir} cannot be a directory, because ${nearest} is a file: set LOCAL_POSTGRES_DIR to another one.`,
    )
  }
  const names = await readdir(dataDir).catch((): string[] => [])
  // The lock file is the first file in every home.
  const ours = names.includes('lock') || names.includes('cluster')
  const empty = names.every((name) => name.startsWith('.') || name === 'lost+found')
  if ((ours || empty) && !names.includes('PG_VERSION')) return
  throw new PostgresUnavailableError(
    'not_a_data_directory',
    `${dataDir} contains other files: set LOCAL_POSTGRES_DIR to a directory that is empty or does not exist.`,
  )
}
