// The API as a process of its own, with another handler, behind the same check of keys, that runs one UPDATE by id in
// the same role and under the same row-level security. Ends when its stdin does.

import { Hono } from 'hono'
import { pino } from 'pino'
import { createApp } from '../../src/create-app.ts'
import { openPool } from '../../src/database.ts'
import { authenticate } from '../../src/http/authenticate.ts'
import type { ApiEnv } from '../../src/http/context.ts'
import { createKeyCache } from '../../src/keys/key-cache.ts'
import { createLookUpLimit } from '../../src/keys/look-up-limit.ts'
import { startServer } from '../../src/server.ts'
import { createTenantAccess } from '../../src/tenant/tenant-access.ts'

// As by default.
const poolSize = 10
const pool = openPool(process.env.DATABASE_URL ?? '', { max: poolSize + 1, onError: () => undefined })
const logger = pino({ level: 'info' }, pino.destination('/dev/null'))
const timeouts = { statementTimeoutMs: 10_000, lockTimeoutMs: 10_000 }
const { api } = await createApp({
  poolSize,
  connectionsPerTenant: poolSize,
  pool,
  logger,
  now: Date.now,
  draining: new AbortController().signal,
  ...timeouts,
  unknownKeysPerMinute: 0,
  trustedProxies: 0,
  requestsPerMinute: 0,
  keyCacheMs: 60_000,
  corsOrigins: [],
  consoleDir: null,
})
const tenants = createTenantAccess({ pool, ...timeouts })
const limitLookUps = createLookUpLimit(null)
const keys = createKeyCache({ tenants, logger, limitLookUps, cacheMs: 60_000, now: Date.now })
const plain = new Hono<ApiEnv>()
plain.use(authenticate(keys, { addressOf: () => 'bench', isOpen: () => false }))
plain.patch('/customers/:id', async (c) => {
  const { addressUnit } = await c.req.json<{ addressUnit: string }>()
  const { key } = c.var
  const id = c.req.param('id')
  const { rows } = await tenants.write(key, (client) =>
    client.query({
      name: 'bench_update',
      text: 'UPDATE lazi.customers SET address_unit = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2 RETURNING version::integer',
      values: [key.tenantId, id, addressUnit],
    }),
  )
  return c.json(rows[0])
})
api.route('/plain', plain)
api.get('/cpu', (c) => c.json(process.cpuUsage()))
const server = await startServer(api, { port: 0, host: '127.0.0.1' })
process.stdout.write(`${server.url}\n`)
await new Promise((resolve) => process.stdin.resume().once('end', resolve))
await server.close(1_000)
await pool.end()
