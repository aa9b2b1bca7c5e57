import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PostgresUnavailableError } from '../../errors.ts'

/** The user that runs the server, if it is not the current one. */
export type ServerUser = { name: string; uid: number; gid: number }

type Entry = { uid: number; gid: number; mode: number }

/**
 * PostgreSQL refuses to run as root, so root's server runs as an existing unprivileged user: the owner of the first of
 * `directories` that exists, else `postgres`, else `nobody`. No user is created.
 * @returns undefined without root: the server runs as the current user.
 */
export async function chooseServerUser(directories: string[]): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  for (const directory of directories) {
    const owner = await stat(directory).catch(() => undefined)
    if (owner !== undefined && owner.uid !== 0) {
      return { name: `#${owner.uid}`, uid: owner.uid, gid: owner.gid }
    }
  }
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '')
  const user = findUser(passwd, 'postgres') ?? findUser(passwd, 'nobody')
  if (user === undefined) {
    throw new PostgresUnavailableError(
      'no_permission',
      'PostgreSQL refuses to run as root, and there is no user "postgres" or "nobody" to run it: run as an ordinary user, or set DATABASE_URL.',
    )
  }
  return user
}

export function findUser(passwd: string, name: string): ServerUser | undefined {
  for (const line of passwd.split('\n')) {
    const [login, , uid, gid] = line.split(':')
    if (login === name && Number(uid) > 0) return { name, uid: Number(uid), gid: Number(gid) }
  }
  return undefined
}

/** Whether `user` may pass through the directory (or run the file) with these permission bits. */
export function mayPass(entry: Entry, user: ServerUser): boolean {
  if (entry.uid === user.uid) return (entry.mode & 0o100) !== 0
  if (entry.gid === user.gid) return (entry.mode & 0o010) !== 0
  return (entry.mode & 0o001) !== 0
}

/** Whether `user` may enter `path` and every directory above it. Directories that do not exist yet are not checked. */
export async function mayReach(path: string, user: ServerUser | undefined): Promise<boolean> {
  if (user === undefined) return true
  let current = await nearestExisting(path)
  for (;;) {
    if (!mayPass(await stat(current), user)) return false
    const parent = dirname(current)
    if (parent === current) return true
    current = parent
  }
}

/** The real path of `path`, or of its nearest parent that exists. */
export async function nearestExisting(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    const parent = dirname(path)
    if (parent === path) throw error
    return await nearestExisting(parent)
  }
}
