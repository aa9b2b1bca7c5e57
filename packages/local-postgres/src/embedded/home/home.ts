import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileSystemError, PostgresUnavailableError } from '../../errors.ts'
import type { OnEvent } from '../../options.ts'
import { exists, makePassable, noteOrigin, substituteDirectory } from './directories.ts'
import { chooseServerUser, mayReach, nearestExisting, type ServerUser } from './server-user.ts'

/** Everything of one embedded server, in one directory. */
export type Home = {
  directory: string
  /** PostgreSQL's own data directory. Whole or absent, never half made. */
  cluster: string
  passwordFile: string
  portFile: string
  logFile: string
  lockFile: string
  /** Whom the server runs as; undefined: as ourselves. */
  user: ServerUser | undefined
}

/**
 * Finds the home for the requested directory without creating anything.
 * Root's server runs as an unprivileged user: when that user cannot reach the directory (a checkout
 * below /root), the home is a directory of root's below /var/lib.
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
        `User "${user.name}", whom root hands the server to, may not enter ${dataDir}: allow it (chmod o+x on it and on the directories above), or set LOCAL_POSTGRES_DIR to another directory.`,
      )
    }
    const directory = await substituteDirectory(dataDir, user)
    onEvent({
      type: 'moved',
      message: `User "${user.name}", whom root hands the server to, may not enter ${dataDir}: the data is in ${directory}.`,
    })
    return homeAt(directory, await chooseServerUser([join(directory, 'cluster')]))
  } catch (error) {
    throw error instanceof PostgresUnavailableError ? error : fileSystemError(error, `use ${dataDir}`)
  }
}

/** Makes the home's directory when it is missing. */
export async function makeHome(home: Home, dataDir: string): Promise<void> {
  try {
    await makePassable(home.directory, home.user)
    if (home.directory !== dataDir) await noteOrigin(home.directory, dataDir)
  } catch (error) {
    throw fileSystemError(error, `make the directory ${home.directory}`)
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

/** `reset` deletes files of plain names (`password`, `port`), so a directory of something else is refused. */
async function refuseForeignDirectory(dataDir: string): Promise<void> {
  const nearest = await nearestExisting(dataDir)
  if (!(await stat(nearest)).isDirectory()) {
    throw new PostgresUnavailableError(
      'not_a_data_directory',
      `${dataDir} cannot be a directory, because ${nearest} is a file: set LOCAL_POSTGRES_DIR to another one.`,
    )
  }
  const names = await readdir(dataDir).catch((): string[] => [])
  // The lock file is the first thing in every home.
  const ours = names.includes('lock') || names.includes('cluster')
  const empty = names.every((name) => name.startsWith('.') || name === 'lost+found')
  if ((ours || empty) && !names.includes('PG_VERSION')) return
  throw new PostgresUnavailableError(
    'not_a_data_directory',
    `${dataDir} holds files of something else: set LOCAL_POSTGRES_DIR to a directory that is empty or does not exist.`,
  )
}
