import { execFile } from 'node:child_process'
import { readFile, readlink, realpath, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { errorCode, fileSystemError } from '../../errors.ts'

/** The content of PostgreSQL's postmaster.pid, the only record of a running server. */
export type PostmasterFile = {
  pid: number
  /** The time of the start, in seconds since 1970. */
  startedAtSeconds: number
  port: number
  /** `starting`, `stopping`, `ready` or `standby`; empty while the file is being written. */
  status: string
}

/**
 * absent ──start──> starting ──> ready ──stop──> stopping ──> absent
 *                       └─────────┴── killed ──> dead (the file remains, its process has ended)
 *                                                imposter (dead, and another program has its process id)
 */
export type PostmasterState =
  | { state: 'absent' | 'dead' | 'imposter' }
  | { state: 'starting' | 'ready' | 'stopping'; file: PostmasterFile }

/** Larger than any process id of Linux, macOS or Windows. */
const NO_PROCESS = 2_147_483_646

export async function inspectPostmaster(cluster: string): Promise<PostmasterState> {
  const file = await readPostmasterFile(cluster)
  if (file === undefined) return { state: 'absent' }
  if (!isAlive(file.pid)) return { state: 'dead' }
  if (!(await isPostmasterOf(file.pid, cluster))) {
    // The server may have ended between the two checks, and a new one may have started.
    const again = await readPostmasterFile(cluster)
    if (again === undefined) return { state: 'absent' }
    return again.pid === file.pid
      ? { state: isAlive(file.pid) ? 'imposter' : 'dead' }
      : await inspectPostmaster(cluster)
  }
  if (file.status === 'ready' || file.status === 'standby') return { state: 'ready', file }
  return { state: file.status === 'stopping' ? 'stopping' : 'starting', file }
}

export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const lines = text.split('\n').map((line) => line.trim())
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return {
    pid,
    startedAtSeconds: Number(lines[2] ?? 0),
    port: Number(lines[3] ?? 0),
    status: lines[7] ?? '',
  }
}

/**
 * PostgreSQL refuses to start while the process named in postmaster.pid exists, even if it is another program. In that
 * case (after a reboot, or for a zombie) the process id is replaced by one that no process has. The file is not
 * deleted, because it also names the shared memory by which PostgreSQL detects orphans of the previous server.
 */
export async function invalidatePostmasterPid(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid')
  const [, ...rest] = (await readFile(path, 'utf8')).split('\n')
  await writeFile(path, [NO_PROCESS, ...rest].join('\n'))
}

async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  try {
    return parsePostmasterFile(await readFile(join(cluster, 'postmaster.pid'), 'utf8'))
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined
    throw fileSystemError(error, `read ${join(cluster, 'postmaster.pid')}`)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

/** A server's working directory is its data directory; another program with the same process id has another one. */
async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  if (process.platform === 'linux') {
    try {
      // PostgreSQL only runs as the owner of its data.
      if ((await stat(`/proc/${pid}`)).uid !== (await stat(cluster)).uid) return false
      return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(cluster))
    } catch (error) {
      // A zombie has no working directory (ENOENT). Without permission to read it, assume a server.
      return errorCode(error) === 'EACCES' || errorCode(error) === 'EPERM'
    }
  }
  if (process.platform === 'win32') return true
  try {
    const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'command='])
    return stdout.includes('postgres') && stdout.includes(cluster)
  } catch {
    return false
  }
}
