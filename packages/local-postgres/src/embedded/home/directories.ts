import { createHash } from 'node:crypto'
import { chmod, chown, lstat, mkdir, mkdtemp, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { errorCode, PostgresUnavailableError } from '../../errors.ts'
import { mayReach, type ServerUser } from './server-user.ts'

/** Others may pass through and find what they know the name of, but not list it. */
const PASSABLE = 0o711

/** Where root keeps what the server's user could not reach elsewhere. The first usable one counts. */
const SHARED_PARENTS = ['/var/lib', '/var/tmp']

/**
 * Makes a directory, and the missing ones above it, that the server's user can pass through.
 * Each appears under its name with its final mode: a concurrent command must never see one that the
 * umask has closed for a moment, or it would look for another place.
 */
export async function makePassable(directory: string, user: ServerUser | undefined): Promise<void> {
  if (user === undefined) {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    return
  }
  if (await exists(directory)) return
  await makePassable(dirname(directory), user)
  const fresh = await mkdtemp(join(dirname(directory), `.${basename(directory)}-`))
  await chmod(fresh, PASSABLE)
  try {
    // Renaming onto an empty directory is allowed and harmless: all processes use names, not handles.
    await rename(fresh, directory)
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    if (!(await exists(directory))) throw error
  }
}

/** A directory of root's own for what `user` must reach, when the requested place is closed to it. */
export async function sharedDirectory(user: ServerUser): Promise<string> {
  for (const parent of SHARED_PARENTS) {
    const directory = join(parent, 'lazi-data')
    try {
      await makePassable(directory, user)
    } catch {
      continue
    }
    const entry = await lstat(directory)
    // /var/tmp is writable for every account: a directory that another account prepared there is not trusted.
    const ours = entry.isDirectory() && entry.uid === process.getuid?.() && (entry.mode & 0o022) === 0
    if (ours && (await mayReach(directory, user))) return directory
  }
  throw new PostgresUnavailableError(
    'no_permission',
    `User "${user.name}", whom root hands the server to, can reach none of ${SHARED_PARENTS.join(', ')}: run as an ordinary user, or set LOCAL_POSTGRES_DIR to a directory that every user may enter.`,
  )
}

/** Where the data goes when it cannot be at `requested`: one place per requested path. */
export async function substituteDirectory(requested: string, user: ServerUser): Promise<string> {
  const real = await realTarget(requested)
  const hash = createHash('sha256').update(real).digest('hex').slice(0, 16)
  return join(await sharedDirectory(user), hash)
}

/** The real path that `path` has, or would have once made: the same before and after. */
async function realTarget(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(await realTarget(parent), basename(path))
  }
}

/** Notes in a directory with a hash for a name whose data it holds. */
export async function noteOrigin(directory: string, requested: string): Promise<void> {
  await writeFile(join(directory, 'origin'), `${requested}\n`)
}

/** Gives what root made in another user's directory to that user, who comes back to it without root. */
export async function giveToOwner(path: string): Promise<void> {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = await stat(dirname(path))
  if (uid !== 0) await chown(path, uid, gid)
}

/** A fresh temporary directory that the server's user can reach. */
export async function makeTemporaryDirectory(user: ServerUser | undefined): Promise<string> {
  const parent =
    (await mayReach(tmpdir(), user)) || user === undefined ? tmpdir() : await sharedDirectory(user)
  const directory = await mkdtemp(join(parent, 'lazi-postgres-'))
  if (user !== undefined) await chmod(directory, PASSABLE)
  return directory
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
