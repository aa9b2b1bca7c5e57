#!/usr/bin/env node
import { runMain } from 'cli-kit/main'

await runMain(import.meta.url, async () => {
  const { notice, print, terminalAsk } = await import('cli-kit')
  const { createCommands } = await import('local-postgres/cli')
  const { addDataCommands } = await import('./data-commands.ts')
  const io = { out: print, note: notice, ask: terminalAsk() ?? undefined, now: Date.now }
  return createCommands(io, addDataCommands)
})
