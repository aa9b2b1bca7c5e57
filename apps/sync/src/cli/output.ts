import { CommanderError } from 'commander'
import { TableBusyError } from '../cache/table-lock.ts'
import { ConfigError } from '../config.ts'
import { errorText } from '../postgres/error-text.ts'

/** What a command's exit code says; the README has the same table. */
export const exitCode = { done: 0, error: 1, usage: 2, busy: 5 } as const

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

export function notice(line: string): void {
  process.stderr.write(`${line}\n`)
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError || error instanceof UsageError) return exitCode.usage
  return error instanceof TableBusyError ? exitCode.busy : exitCode.error
}

/** What was typed cannot be done. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code = 'USAGE'
}

/** Prints an error as one line (as JSON on stdout with `--json`) and returns the exit code. */
export function reportError(error: unknown, argv: readonly string[]): number {
  // commander has printed its own message already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage
  const message = errorText(error)
  const code = (error as { code?: unknown } | null)?.code
  if (argv.includes('--json')) {
    print(JSON.stringify({ ok: false, error: { code: typeof code === 'string' ? code : 'ERROR', message } }))
  }
  notice(`error: ${message}`)
  if (argv.includes('--verbose')) notice(String((error as Error).stack ?? error))
  return exitCodeOf(error)
}
