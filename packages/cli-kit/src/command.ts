import { Command } from 'commander'
import { type Output, processOutput } from './output.ts'

interface ProgramDescription {
  readonly name: string
  readonly description: string
  /** The end of `--help`, after the commands: environment variables and exit codes. */
  readonly help: string
  /** Receives help and usage errors. @default the standard streams of the process */
  readonly output?: Output
}

/**
 * A command line without commands. Usage errors are thrown, for `runCommandLine` to report.
 * @example
 * const program = createCommandLine({ name: 'api', description: 'Serves the data.', help: exitCodes })
 */
export function createCommandLine({
  name,
  description,
  help,
  output = processOutput,
}: ProgramDescription): Command {
  // Only subcommands that are created later inherit these settings.
  return new Command(name)
    .description(description)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.print(text.trimEnd()),
      writeErr: (text) => output.notice(text.trimEnd()),
      // One line, as of all errors; commander puts its suggestion on a second one.
      outputError: (text, write) => write(`${text.trimEnd().replace('\n', ' ')}; see --help`),
    })
    .addHelpText('after', help)
}

interface CommandDescription {
  readonly name: string
  readonly description: string
  /** Complete command lines, as typed. */
  readonly examples: readonly string[]
}

/**
 * Adds a command that has `--json`, `--verbose` and examples.
 * @returns the command, for its own options and its action
 * @example
 * addCommand(program, { name: 'list', description: 'show the keys', examples: ['pnpm api keys list'] })
 *   .option('--tenant <id>', 'one tenant only')
 *   .action(async (options) => finish(await keysList(options, env)))
 */
export function addCommand(parent: Command, { name, description, examples }: CommandDescription): Command {
  return parent
    .command(name)
    .description(description)
    .option('--json', 'print the result as JSON')
    .option('--verbose', 'show the stack trace of an error')
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ ${example}`).join('\n')}`)
}
