// `pnpm start`: three demo accounts with every component, from PostgreSQL to the console, in one command.

import { parseArgs } from 'node:util'
import { exitCode, notice, readEnvironment, stopSignal } from 'cli-kit'
import { type Demo, runDemo } from './start/demo.ts'
import { describeDemo } from './start/describe-demo.ts'

const help = `Usage: pnpm start [--exit] [--json]

Caches three demo accounts of ServiceTitan in PostgreSQL and serves them: starts PostgreSQL (or uses DATABASE_URL),
migrates it, starts a sandbox for each account that simulates ServiceTitan, syncs, starts a worker, the API and the
console, and prints the links. One account has a running business day; people work in LAZI in another, and in LAZI and
ServiceTitan in the third. All are recreated at each start. Ctrl-C stops everything except the embedded PostgreSQL.

  --exit   exit when everything was started and checked; the exit code is 0 if all checks passed (also: DEMO_EXIT=1)
  --json   print one line of JSON when the demo is ready: url, databaseUrl, and accounts with, for each, tenantId, name,
           mode, consoleUrl (signs in once, within five minutes), linkCommand (prints another), key, sandboxUrl and
           people (name, role, linkCommand, key); consoleUrl, linkCommand, key and sandboxUrl of the first one also
           stand outside of accounts

The API listens on port 8080, or on any free port if that is in use; API_PORT names another one.

Exit codes: 0 done, 1 error, 2 usage.
`

process.exitCode = await main()

async function main(): Promise<number> {
  const flags = readFlags()
  if (!flags) return exitCode.usage
  if (flags.help) {
    process.stdout.write(help)
    return exitCode.done
  }
  try {
    const env = readEnvironment()
    const stayUp = !(flags.exit || env.DEMO_EXIT)
    const onUp = ({ status, ...demo }: Demo) =>
      process.stdout.write(
        flags.json ? `${JSON.stringify({ ok: true, ...demo })}\n` : describeDemo({ status, ...demo }, stayUp),
      )
    await runDemo({ stayUp, env, signal: stopSignal(), onNotice: notice, onUp })
    return exitCode.done
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (flags.json) process.stdout.write(`${JSON.stringify({ ok: false, error: { message } })}\n`)
    notice(`error: ${message}`)
    return exitCode.error
  }
}

function readFlags() {
  try {
    const boolean = { type: 'boolean' } as const
    return parseArgs({ options: { exit: boolean, json: boolean, help: boolean } }).values
  } catch (error) {
    notice(`error: ${(error as Error).message}`)
    return undefined
  }
}
