import { addCommand, type OutputOptions } from 'cli-kit'
import type { Command } from 'commander'
import { embeddedUrlIfRunning } from '../embedded/status.ts'
import type { CliIo } from './io.ts'
import { DATABASE, dataDirFrom, events } from './shared.ts'

export function addUrlCommands(program: Command, io: CliIo): void {
  const runningUrl = async (): Promise<string> =>
    await embeddedUrlIfRunning(dataDirFrom(io), { onEvent: events(io), database: DATABASE })

  addCommand(program, {
    name: 'url',
    description: 'print the URL of the running server, with the password; does not start it',
    examples: ['export DATABASE_URL=$(pnpm -s postgres url)'],
  }).action(async (options: OutputOptions) => {
    const url = await runningUrl()
    io.out(options.json ? JSON.stringify({ ok: true, url }) : url)
  })

  addCommand(program, {
    name: 'psql-url',
    description: 'print the URL of the running server for libpq, with the password; does not start it',
    examples: ['pnpm -s postgres psql-url', 'pnpm -s postgres psql-url --json'],
  }).action(async (options: OutputOptions) => {
    // libpq would first try TLS and Kerberos, which the embedded server does not support.
    const parsed = new URL(await runningUrl())
    parsed.searchParams.set('sslmode', 'disable')
    parsed.searchParams.set('gssencmode', 'disable')
    const url = parsed.href.replaceAll('+', '%20')
    io.out(options.json ? JSON.stringify({ ok: true, url }) : url)
  })
}
