import type { Command } from 'commander'
import type { Env } from './environment/environment.ts'
import { exitCode } from './exit-codes.ts'
import { type Output, processOutput } from './output.ts'
import { reportError } from './report-error.ts'

export interface CommandLineContext {
  /** What configuration is read from. */
  readonly env: Env
  /** Takes the exit code of the command that ran. */
  readonly finish: (code: number) => void
}

/** A program, and what its errors mean. */
export interface CommandLine {
  readonly createProgram: (context: CommandLineContext) => Command
  /** The exit code of an error of the app's own. @default 2 for ConfigError and UsageError, else 1 */
  readonly exitCodeOf?: (error: unknown) => number | undefined
  /** More lines about an error, for people. @default none */
  readonly detailsOf?: (error: unknown) => string | undefined
}

/**
 * Runs one command line, reports its error if there is one, and gives the exit code. It neither throws nor exits.
 * @param options.argv what was typed, without Node and the script
 * @param options.version what `--version` prints
 * @example
 * const code = await runCommandLine(commandLine, { argv: ['status', '--json'], env: readEnvironment, version: '1.2.0' })
 */
export async function runCommandLine(
  { createProgram, exitCodeOf, detailsOf }: CommandLine,
  options: {
    readonly argv: readonly string[]
    /** Reads what configuration is read from; only called by programs that need it. */
    readonly env: () => Env
    readonly version: string
    readonly output?: Output
  },
): Promise<number> {
  const { argv, env, version, output = processOutput } = options
  let result: number = exitCode.done
  const finish = (code: number) => {
    result = code
  }
  try {
    const context = {
      get env() {
        return env()
      },
      finish,
    }
    await createProgram(context).version(version).parseAsync(argv, { from: 'user' })
    return result
  } catch (error) {
    return reportError(error, { argv, output, exitCodeOf, detailsOf })
  }
}
