import { type CommandLine, createCommandLine, type Env, runCommandLine } from 'cli-kit'
import { packageVersion } from 'cli-kit/main'
import type { Command } from 'commander'
import type { CliIo } from './io.ts'
import { addPsqlCommand } from './psql-command.ts'
import { addResetCommand } from './reset-command.ts'
import { addServerCommands } from './server-commands.ts'
import { addUrlCommands } from './url-commands.ts'

const HELP = `
The embedded PostgreSQL is shared by all commands of this repository and runs until "stop".
These commands always use it, also when DATABASE_URL or LOCAL_POSTGRES=container is set, except for those that name
the database of DATABASE_URL.

Exit codes: 0 done, 1 error, 2 usage; "status" exits with 3 when the server is not running, "psql" with psql's code.

Environment:
  LOCAL_POSTGRES_DIR   its data directory (default: .data/postgres in the repository)

Examples:
  $ pnpm postgres start
  $ pnpm postgres status --json
  $ export DATABASE_URL=$(pnpm -s postgres url)
  $ pnpm postgres psql`

/** Adds commands of a package that this one may not import. */
export type AddCommands = (
  program: Command,
  context: { readonly env: Env; readonly finish: (code: number) => void },
) => void

/**
 * The command line `postgres`.
 * @param io its access to the outside, except for the environment
 * @param addMore adds further commands
 * @example
 * await runMain(import.meta.url, async () => createCommands(io, addDumpCommands))
 */
export function createCommands(io: Omit<CliIo, 'env'>, addMore: AddCommands = () => {}): CommandLine {
  return {
    createProgram({ env, finish }) {
      const program = createCommandLine({
        name: 'postgres',
        description: "Controls this repository's embedded PostgreSQL.",
        help: HELP,
        output: outputOf(io),
      })
        .helpCommand(false)
        // The options after the name of `psql` are psql's own.
        .enablePositionalOptions()
      const commandIo = { ...io, env, finish }
      addServerCommands(program, commandIo)
      addUrlCommands(program, commandIo)
      addPsqlCommand(program, commandIo)
      addResetCommand(program, commandIo)
      addMore(program, { env, finish })
      return program
    },
  }
}

/** Runs one command line (without node and script) and returns the exit code. Never throws, never exits. */
export function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  const version = packageVersion(import.meta.url)
  return runCommandLine(createCommands(io), { argv, env: () => io.env, version, output: outputOf(io) })
}

const outputOf = ({ out, note }: Pick<CliIo, 'out' | 'note'>) => ({ print: out, notice: note })
