import { randomBytes } from 'node:crypto'
import {
  appendFile,
  chmod,
  chown,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode, fileSystemError, PostgresUnavailableError } from '../errors.ts'
import { giveToOwner } from './home/directories.ts'
import type { Home } from './home/home.ts'
import { adviceFor, classifyLog, reasonFromLog } from './home/server-log.ts'
import type { Binaries } from './process/binaries.ts'
import { runBinary } from './process/run-binary.ts'

export const SUPERUSER = 'postgres'

/** The first version with a built-in C.UTF-8, which sorts equally on every machine. */
const BUILTIN_LOCALE_SINCE = 17

/** Prefix of the directory in which a cluster is being created. */
export const UNFINISHED = 'cluster.new-'

export type ClusterOptions = {
  settings: Record<string, string>
  /** Skip the flush to disk at the end: for temporary data. */
  noSync?: boolean
  /** The superuser's password. @default a random one */
  password?: string
  signal?: AbortSignal | undefined
}

/** Whether a cluster exists. @throws PostgresUnavailableError when these binaries cannot run it */
export async function hasCluster(home: Home, binaries: Binaries): Promise<boolean> {
  const version = await readClusterVersion(home.cluster)
  if (version === undefined) return false
  if (version !== binaries.major) {
    throw new PostgresUnavailableError(
      'version_mismatch',
      `The data in ${home.directory} was created by PostgreSQL ${version}, this is PostgreSQL ${binaries.major}: move it with pnpm postgres upgrade, or set LOCAL_POSTGRES_DIR to another directory.`,
    )
  }
  return true
}

async function readClusterVersion(cluster: string): Promise<number | undefined> {
  try {
    return Number.parseInt(await readFile(join(cluster, 'PG_VERSION'), 'utf8'), 10)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw fileSystemError(error, `read ${cluster}`)
  }
  try {
    await rmdir(cluster)
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT') return undefined
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOTDIR')
      throw fileSystemError(error, `read ${cluster}`)
    throw new PostgresUnavailableError(
      'not_a_data_directory',
      `${cluster} contains files but no PostgreSQL data: delete it with pnpm postgres reset, or set LOCAL_POSTGRES_DIR to another directory.`,
    )
  }
  return undefined
}

/**
 * Creates the cluster in a sibling directory and renames it when it is complete, so that a killed process leaves no
 * incomplete cluster. Unfinished directories of earlier processes are removed.
 */
export async function createCluster(home: Home, binaries: Binaries, options: ClusterOptions): Promise<void> {
  try {
    await removeUnfinished(home)
    const scratch = await mkdtemp(join(home.directory, UNFINISHED))
    try {
      await initialise(home, binaries, scratch, options)
      await rename(join(scratch, 'data'), home.cluster)
    } finally {
      await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
    }
  } catch (error) {
    options.signal?.throwIfAborted()
    throw error instanceof PostgresUnavailableError
      ? error
      : fileSystemError(error, `initialise ${home.directory}`)
  }
}

/** The password that was created with the cluster. */
export async function readPassword(home: Home): Promise<string> {
  try {
    return (await readFile(home.passwordFile, 'utf8')).trim()
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw fileSystemError(error, `read ${home.passwordFile}`)
    throw new PostgresUnavailableError(
      'password_missing',
      `The password file ${home.passwordFile} is missing: restore it, or delete the data with pnpm postgres reset.`,
    )
  }
}

async function initialise(
  home: Home,
  binaries: Binaries,
  scratch: string,
  options: ClusterOptions,
): Promise<void> {
  const password = options.password ?? randomBytes(24).toString('base64url')
  // Written before the cluster exists: a cluster without its password would be unusable.
  await writeFile(home.passwordFile, `${password}\n`, { mode: 0o600 })
  await chmod(home.passwordFile, 0o600)
  await giveToOwner(home.passwordFile)
  const passwordForInitdb = join(scratch, 'password')
  await writeFile(passwordForInitdb, `${password}\n`, { mode: 0o600 })
  if (home.user !== undefined) {
    await chown(passwordForInitdb, home.user.uid, home.user.gid)
    await chown(scratch, home.user.uid, home.user.gid)
  }
  const data = join(scratch, 'data')
  const { code, output } = await runBinary(
    binaries.initdb,
    [
      `--pgdata=${data}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordForInitdb}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      ...(binaries.major >= BUILTIN_LOCALE_SINCE
        ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8']
        : []),
      ...(options.noSync ? ['--no-sync'] : []),
    ],
    { cwd: home.directory, user: home.user, signal: options.signal },
  )
  if (code !== 0) throw initdbError(output, home)
  await appendFile(join(data, 'postgresql.conf'), configurationOf(options.settings))
}

/** Settings are stored in the file, not on the command line, so that ALTER SYSTEM and an editor can change them. */
function configurationOf(settings: Record<string, string>): string {
  const all = { timezone: 'UTC', log_timezone: 'UTC', ...settings }
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`)
  return `\n# LAZI Data\n${lines.join('\n')}\n`
}

function initdbError(output: string, home: Home): PostgresUnavailableError {
  const kind = classifyLog(output)
  const code =
    kind === 'disk_full' || kind === 'read_only' || kind === 'no_permission' ? kind : 'start_failed'
  return new PostgresUnavailableError(
    code,
    `PostgreSQL could not initialise ${home.directory}: ${reasonFromLog(output)} (${adviceFor(code)}).`,
    { cause: new Error(output) },
  )
}

/** An initdb whose parent was killed may still write there, so errors are ignored. */
async function removeUnfinished(home: Home): Promise<void> {
  for (const name of await readdir(home.directory)) {
    if (!name.startsWith(UNFINISHED)) continue
    await rm(join(home.directory, name), {
      recursive: true,
      force: true,
      maxRetries: 3,
      retryDelay: 50,
    }).catch(() => {})
  }
}
