// Starts a sandbox, prints its URL, and runs until it is killed.

import { startService } from './child.ts'

const { ready } = await startService({
  name: 'sandbox',
  command: ['packages/servicetitan-sandbox/src/cli.ts', '--port', '0', '--json', '--jobs', '30'],
  env: process.env,
  signal: new AbortController().signal,
})
process.stdout.write(`${ready.url}\n`)
setInterval(() => undefined, 60_000)
