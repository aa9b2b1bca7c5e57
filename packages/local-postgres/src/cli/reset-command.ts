import type { Command } from 'commander'
import { resetEmbeddedServer } from '../embedded/control.ts'
import { embeddedStatus } from '../embedded/status.ts'
import { formatBytes } from './format.ts'
import { type CliIo, type CommonOptions, ExitRequest } from './io.ts'
import { addCommand, dataDirFrom, events } from './shared.ts'

const USAGE = 2

export function addResetCommand(program: Command, io: CliIo): void {
  addCommand(program, {
    name: 'reset',
    description: 'stop the server and delete all its data',
    examples: ['pnpm postgres reset', 'pnpm postgres reset --yes'],
  })
    .option('-y, --yes', 'do not ask (needed where there is no terminal)')
    .action(async (options: CommonOptions & { yes?: boolean }) => {
      if (!options.yes) await confirm(io)
      const { deleted, home } = await resetEmbeddedServer(dataDirFrom(io), events(io))
      if (options.json) io.out(JSON.stringify({ deleted, dataDir: home.directory }))
      else io.out(deleted ? `Deleted the data in ${home.directory}.` : 'There was nothing to delete.')
    })
}

async function confirm(io: CliIo): Promise<void> {
  if (io.ask === undefined) {
    io.note('error: reset deletes all data: add --yes where there is no terminal to ask on.')
    throw new ExitRequest(USAGE)
  }
  const { dataDir, sizeBytes } = await embeddedStatus(dataDirFrom(io), { onEvent: () => {}, now: io.now() })
  const answer = await io.ask(`Delete ${formatBytes(sizeBytes)} of data in ${dataDir}? [y/N] `)
  if (/^y(es)?$/i.test(answer.trim())) return
  io.note('Nothing was deleted.')
  throw new ExitRequest(1)
}
