import { CommanderError } from 'commander'
import { MigrationError } from '../errors.ts'
import { exitCode, exitCodeOf } from './exit-codes.ts'

export interface OutputOptions {
  readonly json?: boolean
  readonly verbose?: boolean
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

export function notice(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Prints an error as one line (as JSON on stdout with `--json`) and returns the exit code. */
export function reportError(error: unknown, argv: readonly string[]): number {
  // commander has printed its own message already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage
  const message = error instanceof Error ? error.message : String(error)
  const code = errorCode(error)
  if (argv.includes('--json')) print(JSON.stringify({ ok: false, error: { code: code ?? 'ERROR', message } }))
  notice(`error: ${message}`)
  // More lines where they help: the statement that failed, with the place in it.
  if (error instanceof MigrationError && error.details) notice(error.details)
  if (argv.includes('--verbose')) notice(String((error as Error).stack ?? error))
  return exitCodeOf(error instanceof MigrationError ? error.code : undefined)
}

function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : undefined
}
