import { addCommand, stopSignal } from 'cli-kit'
import type { AddCommands } from 'local-postgres/cli'
import { dumpTexts } from '../cli/program.ts'

/** The commands of `pnpm postgres` that move data: they need the migrations, which `local-postgres` does not know. */
export const addDataCommands: AddCommands = (program, { env, finish }) => {
  const database = 'the database of DATABASE_DIRECT_URL, else DATABASE_URL, else the embedded server'
  // Created when a command runs: psql handles its own signals.
  const process = () => ({ env, signal: stopSignal() })
  const dumps = () => import('../cli/dump-commands.ts')

  addCommand(program, {
    name: 'dump',
    description: `${dumpTexts.dump}: of ${database}`,
    examples: ['pnpm postgres dump lazi.dump'],
  })
    .argument('<file>', 'the file to write; it must not exist')
    .action(async (file, options) => finish(await (await dumps()).dump(file, options, process())))

  addCommand(program, {
    name: 'restore',
    description: `${dumpTexts.restore}: ${database}`,
    examples: ['pnpm postgres restore lazi.dump'],
  })
    .argument('<file>', 'a file that dump wrote')
    .action(async (file, options) => finish(await (await dumps()).restore(file, options, process())))

  addCommand(program, {
    name: 'upgrade',
    description:
      "move the embedded server's data to the installed version of PostgreSQL, and keep the old folder",
    examples: [
      'pnpm postgres upgrade',
      'pnpm postgres upgrade --old-bin /usr/lib/postgresql/15/bin',
      'pnpm postgres upgrade --delete-old',
    ],
  })
    .option('--old-bin <folder>', "the old server's programs (default: those of the system or of npm)")
    .option('--delete-old', 'delete the data that upgrades have kept, and do nothing else')
    .action(async (options) => {
      const { upgrade } = await import('./upgrade-command.ts')
      finish(await upgrade(options, process()))
    })
}
