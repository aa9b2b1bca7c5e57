// The API as a process of its own, with another handler that only runs SELECT 1 on the same pool. Ends when its
// stdin does.

import { pino } from 'pino'
import { createApp } from '../../src/create-app.ts'
import { openPool } from '../../src/database.ts'
import { startServer } from '../../src/server.ts'

const [requestsPerMinute] = process.argv.slice(2) as [string]
const poolSize = 10
const pool = openPool(process.env.DATABASE_URL ?? '', { max: poolSize + 1, onError: () => undefined })
// Requests are logged as they always are, only to nowhere.
const logger = pino({ level: 'info' }, pino.destination('/dev/null'))
const { api } = await createApp({
  poolSize,
  connectionsPerTenant: poolSize / 2,
  pool,
  logger,
  now: Date.now,
  draining: new AbortController().signal,
  statementTimeoutMs: 10_000,
  lockTimeoutMs: 2_000,
  unknownKeysPerMinute: 60,
  trustedProxies: 0,
  requestsPerMinute: Number(requestsPerMinute),
  keyCacheMs: 5_000,
  corsOrigins: [],
  consoleDir: null,
})
api.get('/select-1', async (c) => {
  const { rows } = await pool.query('SELECT 1 AS one')
  return c.json(rows)
})
const server = await startServer(api, { port: 0, host: '127.0.0.1' })
process.stdout.write(`${server.url}\n`)
await new Promise((resolve) => process.stdin.resume().once('end', resolve))
await server.close(1_000)
await pool.end()
