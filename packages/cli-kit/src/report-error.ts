import { CommanderError } from 'commander'
import { ConfigError } from './environment/config.ts'
import { errorText } from './error-text.ts'
import { exitCode } from './exit-codes.ts'
import type { Output } from './output.ts'
import { UsageError } from './usage-error.ts'

export interface ErrorReport {
  /** The arguments, without Node and the script. */
  readonly argv: readonly string[]
  readonly output: Output
  /** The exit code of one of the app's own errors; undefined: the default. */
  readonly exitCodeOf?: ((error: unknown) => number | undefined) | undefined
  /** Further lines about an error; undefined: none. */
  readonly detailsOf?: ((error: unknown) => string | undefined) | undefined
}

/** Reports an error as one line (also as JSON on stdout with `--json`). @returns the exit code */
export function reportError(error: unknown, { argv, output, exitCodeOf, detailsOf }: ErrorReport): number {
  const isParseError = error instanceof CommanderError
  if (isParseError && error.exitCode === 0) return exitCode.done
  const message = errorText(error).replace(/^error: /, '')
  const code = isParseError ? 'USAGE' : (error as { code?: unknown } | null)?.code
  if (argv.includes('--json')) {
    const reported = { code: typeof code === 'string' ? code : 'ERROR', message }
    output.print(JSON.stringify({ ok: false, error: reported }))
  }
  // commander has already printed its message.
  if (isParseError) return exitCode.usage
  output.notice(`error: ${message}`)
  const details = detailsOf?.(error)
  if (details) output.notice(details)
  if (argv.includes('--verbose')) output.notice(error instanceof Error ? stackOf(error) : String(error))
  if (error instanceof ConfigError || error instanceof UsageError) return exitCode.usage
  return exitCodeOf?.(error) ?? exitCode.error
}

/** The stacks of the error and of its causes, without their properties, which may contain a URL. */
function stackOf(error: Error): string {
  const stack = error.stack ?? String(error)
  return error.cause instanceof Error ? `${stack}\ncaused by:\n${stackOf(error.cause)}` : stack
}
