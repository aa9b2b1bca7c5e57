import { Command, CommanderError } from 'commander'
import { errorText, PostgresUnavailableError } from '../errors.ts'
import { type CliIo, ExitRequest } from './io.ts'
import { addResetCommand } from './reset-command.ts'
import { addServerCommands } from './server-commands.ts'
import { addUrlCommands } from './url-commands.ts'

const HELP = `
The embedded PostgreSQL is shared by all commands of this repository and stays up until "stop".
These commands always mean it, also when DATABASE_URL or LOCAL_POSTGRES=container is set.

Exit codes: 0 done, 1 error, 2 wrong usage; "status" ends with 3 when the server does not run.

Environment:
  LOCAL_POSTGRES_DIR   where it keeps its data (default: .data/postgres in the repository)

Examples:
  $ pnpm postgres start
  $ pnpm postgres status --json
  $ export DATABASE_URL=$(pnpm -s postgres url)
  $ psql "$(pnpm -s postgres psql-url)"`

/** Runs one command line (without node and script) and gives the exit code. Never throws, never exits. */
export async function runCli(args: string[], io: CliIo): Promise<number> {
  const program = new Command('postgres')
    .description('Starts, stops and shows the PostgreSQL that comes with this repository.')
    .addHelpText('after', HELP)
    .helpCommand(false)
  // Subcommands inherit these settings only when they are made afterwards.
  program.exitOverride().configureOutput({
    writeOut: (text) => io.out(text.trimEnd()),
    writeErr: (text) => io.note(text.trimEnd()),
  })
  addServerCommands(program, io)
  addUrlCommands(program, io)
  addResetCommand(program, io)
  try {
    await program.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof ExitRequest) return error.exitCode
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    report(error, args, io)
    return 1
  }
}

function report(error: unknown, args: string[], io: CliIo): void {
  if (args.includes('--json')) {
    const code = error instanceof PostgresUnavailableError ? error.code : 'unexpected'
    io.out(JSON.stringify({ error: { code, message: errorText(error) } }))
  }
  const stack = args.includes('--verbose') && error instanceof Error ? stackOf(error) : ''
  io.note(`error: ${errorText(error)}${stack}`)
}

/** The stacks of the error and of its causes, without the objects around them: those may hold a URL. */
function stackOf(error: Error): string {
  const stack = `\n${error.stack ?? ''}`
  return error.cause instanceof Error ? `${stack}\ncaused by:${stackOf(error.cause)}` : stack
}
