import { addCommand, exitCode, type OutputOptions } from 'cli-kit'
import type { Command } from 'commander'
import { stopEmbeddedServer } from '../embedded/control.ts'
import { embeddedStatus } from '../embedded/status.ts'
import { resolvePostgres } from '../resolve-postgres.ts'
import { formatBytes, formatDuration } from './format.ts'
import type { CommandIo } from './io.ts'
import { dataDirFrom, events, noteOverride } from './shared.ts'

export function addServerCommands(program: Command, io: CommandIo): void {
  addCommand(program, {
    name: 'start',
    description: 'start the server, unless it is running, and print its URL',
    examples: ['pnpm postgres start', 'pnpm -s postgres start --json'],
  }).action(async (options: OutputOptions) => {
    noteOverride(io)
    const server = await resolvePostgres({ kind: 'embedded', dataDir: dataDirFrom(io), onEvent: events(io) })
    const { url, serverVersion } = server
    io.out(options.json ? JSON.stringify({ ok: true, url, version: serverVersion }) : url)
  })

  addCommand(program, {
    name: 'stop',
    description: 'stop the server and wait for its end; open transactions are rolled back',
    examples: ['pnpm postgres stop'],
  }).action(async (options: OutputOptions) => {
    const { wasRunning, connectionsCut } = await stopEmbeddedServer(dataDirFrom(io), events(io))
    if (options.json) io.out(JSON.stringify({ ok: true, wasRunning, connectionsCut: connectionsCut ?? null }))
    else io.out(wasRunning ? `Stopped.${cutText(connectionsCut)}` : 'The server was not running.')
  })

  addCommand(program, {
    name: 'status',
    description: 'show whether the server is running; exit code 0 if it is, 3 if not',
    examples: ['pnpm postgres status', 'pnpm -s postgres status --json'],
  }).action(async (options: OutputOptions) => {
    noteOverride(io)
    const status = await embeddedStatus(dataDirFrom(io), { onEvent: events(io), now: io.now() })
    if (options.json) io.out(JSON.stringify({ ok: status.running, ...status }))
    else {
      const rows: [string, string | number | undefined][] = [
        ['state', status.state],
        ['version', status.version],
        ['pid', status.pid],
        ['port', status.port === undefined ? undefined : `${status.port} on ${status.host}`],
        ['uptime', status.uptimeMs === undefined ? undefined : formatDuration(status.uptimeMs)],
        ['data', status.dataDir],
        ['size', formatBytes(status.sizeBytes)],
        ['log', status.logFile],
      ]
      for (const [name, value] of rows) if (value !== undefined) io.out(`${name.padEnd(9)}${value}`)
    }
    if (!status.running) io.finish(exitCode.notRunning)
  })
}

function cutText(connections: number | undefined): string {
  if (connections === undefined || connections === 0) return ''
  return ` ${connections} other ${connections === 1 ? 'connection was' : 'connections were'} closed.`
}
