// The API as a process of its own, with another handler that only runs SELECT 1 on the same pool. Ends when its
// stdin does.

import { pino } from 'pino'
import { createApp } from '../../src/create-app.ts'
import { openPool } from '../../src/database.ts'
import { startServer } from '../../src/server.ts'

const [databaseUrl] = process.argv.slice(2) as [string]
const pool = openPool(databaseUrl, { max: 10, onError: () => undefined })
// Requests are logged as they always are, only to nowhere.
const logger = pino({ level: 'info' }, pino.destination('/dev/null'))
const app = await createApp({
  pool,
  logger,
  now: Date.now,
  draining: new AbortController().signal,
  statementTimeoutMs: 10_000,
  requestsPerMinute: 1_000_000_000,
  keyCacheMs: 5_000,
  corsOrigins: [],
  consoleDir: null,
})
app.get('/select-1', async (c) => {
  const { rows } = await pool.query('SELECT 1 AS one')
  return c.json(rows)
})
const server = await startServer(app, { port: 0, host: '127.0.0.1' })
process.stdout.write(`${server.url}\n`)
await new Promise((resolve) => process.stdin.resume().once('end', resolve))
await server.close(1_000)
await pool.end()
