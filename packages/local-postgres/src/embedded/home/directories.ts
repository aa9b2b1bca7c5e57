import { createHash } from 'node:crypto'
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  realpath,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { errorCode, PostgresUnavailableError } from '../../errors.ts'
import { mayReach, type ServerUser } from './server-user.ts'

/** Other users may traverse the directory, but not list it. */
const TRAVERSABLE = 0o711

/** Parents of the directory for data that the server's user cannot reach elsewhere. The first usable one is used. */
const SHARED_PARENTS = ['/var/lib', '/var/tmp']

/**
 * Creates a directory and its missing parents, such that the server's user can traverse them. Each is created under
 * another name and renamed once it has its final mode: a concurrent command that saw it with the umask's mode would
 * choose another directory.
 */
export async function createTraversable(directory: string, user: ServerUser | undefined): Promise<void> {
  if (user === undefined) {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    return
  }
  if (await exists(directory)) return
  await createTraversable(dirname(directory), user)
  const created = await mkdtemp(join(dirname(directory), `.${basename(directory)}-`))
  await chmod(created, TRAVERSABLE)
  try {
    // Renaming onto an empty directory is allowed and harmless, since processes use names, not handles.
    await rename(created, directory)
  } catch (error) {
    await rm(created, { recursive: true, force: true })
    if (!(await exists(directory))) throw error
  }
}

/** A directory of root that `user` can reach, for use if it cannot reach the requested one. */
export async function sharedDirectory(user: ServerUser): Promise<string> {
  for (const parent of SHARED_PARENTS) {
    const directory = join(parent, 'lazi-data')
    try {
      await createTraversable(directory, user)
    } catch {
      continue
    }
    const entry = await lstat(directory)
    // /var/tmp is writable for every account, so a directory that another account created there is not trusted.
    const ours = entry.isDirectory() && entry.uid === process.getuid?.() && (entry.mode & 0o022) === 0
    if (ours && (await mayReach(directory, user))) return directory
  }
  throw new PostgresUnavailableError(
    'no_permission',
    `User "${user.name}", which runs the server for root, can reach none of ${SHARED_PARENTS.join(', ')}: run as an ordinary user, or set LOCAL_POSTGRES_DIR to a directory that every user may enter.`,
  )
}

/** The data directory to use instead of `requested`; one per requested path. */
export async function substituteDirectory(requested: string, user: ServerUser): Promise<string> {
  const real = await realTarget(requested)
  const hash = createHash('sha256').update(real).digest('hex').slice(0, 16)
  return join(await sharedDirectory(user), hash)
}

/** The real path of `path`, equal before and after its creation. */
async function realTarget(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(await realTarget(parent), basename(path))
  }
}

/** Writes the requested path into a directory that is named by a hash. */
export async function noteOrigin(directory: string, requested: string): Promise<void> {
  await writeFile(join(directory, 'origin'), `${requested}\n`)
}

/** Gives a file that root created in another user's directory to that user, who may use it later without root. */
export async function giveToOwner(path: string): Promise<void> {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = await stat(dirname(path))
  if (uid !== 0) await chown(path, uid, gid)
}

/** The file system of shared memory on Linux. */
const MEMORY = '/dev/shm'

/** What the databases of a test run may need at once, in bytes, with room for others. */
const MEMORY_NEEDED = 4 * 1024 ** 3

/**
 * A new temporary directory that the server's user can reach.
 * @param options.inMemory in shared memory where it has room: the caller's files are many, and never large
 */
export async function createTemporaryDirectory(
  user: ServerUser | undefined,
  { inMemory = false } = {},
): Promise<string> {
  const requested = inMemory && (await hasMemory()) ? MEMORY : tmpdir()
  const parent =
    user === undefined || (await mayReach(requested, user)) ? requested : await sharedDirectory(user)
  const directory = await mkdtemp(join(parent, 'lazi-postgres-'))
  if (user !== undefined) await chmod(directory, TRAVERSABLE)
  return directory
}

/** A container often has 64 MB of shared memory, and macOS has no such file system. */
async function hasMemory(): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(MEMORY)
    return bavail * bsize >= MEMORY_NEEDED
  } catch {
    return false
  }
}

export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return false
    throw error
  }
}
