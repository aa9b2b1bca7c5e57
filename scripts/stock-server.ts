// `pnpm test:stock [api | sync | records] [file…]`: the API's tests, and those of the projection, on the PostgreSQL of
// the Linux distribution, as a customer has it: with LLVM and JIT compilation, which the embedded server does
// not have.

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { distributionBin, startTemporaryPostgres } from 'local-postgres/testing'

const apiFolders = ['changes', 'history', 'near', 'records', 'schedule', 'search', 'sql', 'sync', 'writes']

/** The folder of each suite, and its tests; none: all of them. */
const suites: Readonly<Record<string, { readonly folder: string; readonly own: readonly string[] }>> = {
  records: { folder: 'packages/records', own: [] },
  sync: { folder: 'apps/sync', own: ['test/projector/first-projection.test.ts'] },
  // Those whose statements PostgreSQL plans; commands and the server around them do not depend on its build.
  api: { folder: 'apps/api', own: apiFolders.map((name) => `test/${name}/`) },
}

const [only, ...files] = process.argv.slice(2)
if (only !== undefined && !(only in suites)) {
  process.stderr.write(`error: Usage: pnpm test:stock [${Object.keys(suites).join(' | ')}] [file…].\n`)
  process.exit(2)
}
try {
  const bin = distributionBin()
  await using server = await startTemporaryPostgres({
    bin,
    inMemory: true,
    settings: { max_connections: '200' },
  })
  const env = { ...process.env, TEST_DATABASE_URL: server.url }
  for (const [name, { folder, own }] of Object.entries(suites)) {
    if (only !== undefined && only !== name) continue
    process.stdout.write(`Tests of ${name} on the server in ${bin}\n`)
    const cwd = fileURLToPath(new URL(`../${folder}`, import.meta.url))
    const args = ['run', ...(files.length > 0 ? files : own)]
    const { status } = spawnSync('vitest', args, { cwd, stdio: 'inherit', env })
    if (status !== 0) process.exitCode = status ?? 1
  }
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}
