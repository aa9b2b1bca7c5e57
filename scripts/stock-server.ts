// `pnpm test:stock [file…]`: the API's tests on the PostgreSQL of the Linux distribution, as a customer has it: with LLVM
// and JIT compilation, which the embedded server does not have.

import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { withServer } from './temporary-server.ts'

const [bin] = globSync('/usr/lib/postgresql/*/bin').toSorted().toReversed()
if (bin === undefined) {
  process.stderr.write(
    'error: the PostgreSQL server of the distribution is not installed. Run: sudo scripts/install-test-tools.sh\n',
  )
  process.exit(1)
}
const cwd = fileURLToPath(new URL('../apps/api', import.meta.url))
process.exitCode = await withServer(bin, (url) => {
  process.stdout.write(`Tests of the API on the server in ${bin}\n`)
  const env = { ...process.env, TEST_DATABASE_URL: url }
  const { status } = spawnSync('vitest', ['run', ...process.argv.slice(2)], { cwd, stdio: 'inherit', env })
  return status ?? 1
})
