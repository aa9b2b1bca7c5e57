import { parseArgs } from 'node:util'
import { readEnvironment } from 'local-postgres'
import { reportError } from '../cli/output.ts'
import { stopSignal } from '../cli/stop-signal.ts'
import { runDemo } from './demo.ts'

const help = `Usage: pnpm start [--exit]

Caches a demo ServiceTitan account in PostgreSQL: starts PostgreSQL (or uses DATABASE_URL), migrates it,
starts the sandbox that plays ServiceTitan, syncs, and shows the result.

  --exit   end when the account is synced, with exit code 0 when all is well (also: DEMO_EXIT=1)
`

try {
  const env = readEnvironment()
  const { values } = parseArgs({ options: { exit: { type: 'boolean' }, help: { type: 'boolean' } } })
  if (values.help) process.stdout.write(help)
  else
    process.exitCode = await runDemo({
      stayUp: !(values.exit || env.DEMO_EXIT),
      env,
      signal: stopSignal(),
    })
} catch (error) {
  process.exitCode = reportError(error, process.argv)
}
