import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

// PostgreSQL refuses to run as root.
const user: { uid?: number; gid?: number } = process.getuid?.() === 0 ? ownerForRoot() : {}

/**
 * Runs `work` with a server in a temporary directory, with PostgreSQL's default settings but for those that make it
 * faster to create databases.
 * @param bin the folder of its programs
 * @throws Error when the server does not start
 */
export async function withServer<T>(bin: string, work: (url: string) => T): Promise<T> {
  const directory = mkdtempSync('/var/tmp/server-')
  chmodSync(directory, 0o711)
  if (user.uid !== undefined) chownSync(directory, user.uid, user.gid ?? user.uid)
  const data = join(directory, 'data')
  const port = await freePort()
  const pgCtl = (...args: string[]) => run(join(bin, 'pg_ctl'), ['-D', data, '-w', ...args], directory)
  run(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale'],
    directory,
  )
  pgCtl(
    '-l',
    join(directory, 'log'),
    '-o',
    `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories= -c fsync=off -c max_connections=200`,
    'start',
  )
  try {
    return work(`postgres://postgres@127.0.0.1:${port}/postgres`)
  } finally {
    pgCtl('-m', 'immediate', 'stop')
    rmSync(directory, { recursive: true })
  }
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, stderr, error } = spawnSync(command, args, {
    ...user,
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`)
}

function ownerForRoot(): { uid: number; gid: number } {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  const entry = ['postgres', 'nobody']
    .map((name) => lines.find((line) => line.startsWith(`${name}:`)))
    .find(Boolean)
  const [, , uid, gid] = entry?.split(':') ?? []
  return { uid: Number(uid), gid: Number(gid) }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
