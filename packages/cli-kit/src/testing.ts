import { AsyncLocalStorage } from 'node:async_hooks'
import type { Env } from './environment/environment.ts'
import { type CommandLine, runCommandLine } from './run-command-line.ts'

/** What a command wrote, and its exit code. */
export interface CommandResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

type Stream = 'stdout' | 'stderr'

const captured = new AsyncLocalStorage<Record<Stream, string>>()

/**
 * Runs a command line in this process, several at a time if need be: starting a process takes almost a second of CPU time.
 * A log, signals, `.env` and the end of a process need one of their own.
 * @param env the variables of the configuration, and no others: no `.env` file is read
 * @example
 * expect(await runInProcess(commandLine, ['keys', 'list'], { DATABASE_URL: database.url })).toMatchObject({ code: 0 })
 */
export async function runInProcess(
  commandLine: CommandLine,
  argv: readonly string[],
  env: Env,
): Promise<CommandResult> {
  capture('stdout')
  capture('stderr')
  // Each command listens for the signals that stop a process.
  process.setMaxListeners(0)
  const output = { stdout: '', stderr: '' }
  const code = await captured.run(output, () =>
    runCommandLine(commandLine, { argv, env: () => ({ ENV_FILE: '', ...env }), version: '0.0.0' }),
  )
  return { code, ...output }
}

const capturing = new Set<Stream>()

/** Keeps what a command writes, and lets everything else pass. */
function capture(name: Stream): void {
  if (capturing.has(name)) return
  capturing.add(name)
  const stream = process[name]
  const write = stream.write
  stream.write = (...args: unknown[]) => {
    const output = captured.getStore()
    if (output === undefined) return Reflect.apply(write, stream, args)
    output[name] += String(args[0])
    const done = args.at(-1)
    if (typeof done === 'function') done()
    return true
  }
}
