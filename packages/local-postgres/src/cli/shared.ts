import type { Command } from 'commander'
import { defaultDataDir, type OnEvent, postgresOptionsFromEnv } from '../options.ts'
import type { CliIo } from './io.ts'

/** The database that `start` makes and the URLs name. */
export const DATABASE = 'lazi'

/** A subcommand with the options and the help that all of them have. */
export function addCommand(
  program: Command,
  { name, description, examples }: { name: string; description: string; examples: string[] },
): Command {
  return program
    .command(name)
    .description(description)
    .option('--json', 'print one JSON object instead of text')
    .option('--verbose', 'show the stack of an error')
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ ${example}`).join('\n')}`)
}

export function dataDirFrom(io: CliIo): string {
  // LOCAL_POSTGRES says what the other commands use; a wrong value there is not this one's to report.
  return postgresOptionsFromEnv({ LOCAL_POSTGRES_DIR: io.env.LOCAL_POSTGRES_DIR }).dataDir ?? defaultDataDir()
}

/** Progress goes to standard error, so that standard output holds only what was asked for. */
export function events(io: CliIo): OnEvent {
  return ({ message }) => io.note(message)
}
