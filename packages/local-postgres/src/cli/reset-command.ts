import { addCommand, confirm, exitCode, type OutputOptions } from 'cli-kit'
import type { Command } from 'commander'
import { resetEmbeddedServer } from '../embedded/control.ts'
import { embeddedStatus } from '../embedded/status.ts'
import { formatBytes } from './format.ts'
import type { CommandIo } from './io.ts'
import { dataDirFrom, events } from './shared.ts'

export function addResetCommand(program: Command, io: CommandIo): void {
  addCommand(program, {
    name: 'reset',
    description: 'stop the server and delete all its data',
    examples: ['pnpm postgres reset', 'pnpm postgres reset --yes'],
  })
    .option('-y, --yes', 'skip the confirmation (required without a terminal)')
    .action(async (options: OutputOptions & { yes?: boolean }) => {
      if (!options.yes && !(await isConfirmed(io))) {
        io.note('Nothing was deleted.')
        io.finish(exitCode.error)
        return
      }
      const { deleted, home } = await resetEmbeddedServer(dataDirFrom(io), events(io))
      if (options.json) io.out(JSON.stringify({ ok: true, deleted, dataDir: home.directory }))
      else io.out(deleted ? `Deleted the data in ${home.directory}.` : 'There was nothing to delete.')
    })
}

async function isConfirmed(io: CommandIo): Promise<boolean> {
  const { dataDir, sizeBytes } = await embeddedStatus(dataDirFrom(io), { onEvent: () => {}, now: io.now() })
  return confirm(`Delete ${formatBytes(sizeBytes)} of data in ${dataDir}?`, {
    ask: io.ask ?? null,
    withoutTerminal: 'reset deletes all data. Not a terminal: add --yes to confirm.',
  })
}
