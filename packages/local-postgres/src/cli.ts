#!/usr/bin/env node
import { runMain } from 'cli-kit/main'

await runMain(import.meta.url, async () => {
  const { notice, print, terminalAsk } = await import('cli-kit')
  const { createCommands } = await import('./cli/program.ts')
  return createCommands({ out: print, note: notice, ask: terminalAsk() ?? undefined, now: Date.now })
})
