import type { Command } from 'commander'
import type { Env } from './environment/environment.ts'
import { exitCode } from './exit-codes.ts'
import { type Output, processOutput } from './output.ts'
import { reportError } from './report-error.ts'

export interface CommandLineContext {
  /** The variables of the configuration. */
  readonly env: Env
  /** Sets the exit code of the command. */
  readonly finish: (code: number) => void
}

/** A program, and the exit codes of its errors. */
export interface CommandLine {
  readonly createProgram: (context: CommandLineContext) => Command
  /** The exit code of one of the app's own errors. @default 2 for ConfigError and UsageError, else 1 */
  readonly exitCodeOf?: (error: unknown) => number | undefined
  /** Further lines about an error. @default none */
  readonly detailsOf?: (error: unknown) => string | undefined
}

/**
 * Runs one command line, reports its error, if any, and returns the exit code. It neither throws nor exits.
 * @param options.argv the arguments, without Node and the script
 * @param options.version the output of `--version`
 * @example
 * const code = await runCommandLine(commandLine, { argv: ['status', '--json'], env: readEnvironment, version: '1.2.0' })
 */
export async function runCommandLine(
  { createProgram, exitCodeOf, detailsOf }: CommandLine,
  options: {
    readonly argv: readonly string[]
    /** Reads the variables of the configuration; called only if the program needs them. */
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
