import { Hono } from 'hono'
import pg from 'pg'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { ApiEnv } from '../../src/http/context.ts'
import { logRequests } from '../../src/http/log-requests.ts'
import { createMetrics } from '../../src/http/metrics.ts'

test('of many requests without a key some are logged, with how many were not; those with a key all are', async () => {
  let now = 1_000_000
  const lines: Record<string, unknown>[] = []
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const metrics = createMetrics(new pg.Pool(), {
    waitingRequests: () => 0,
    readWorkers: async () => ({ alive: 0, seenSeconds: null }),
  })
  const app = new Hono<ApiEnv>()
  app.use(logRequests({ logger, metrics, now: () => now }))
  app.get('/anonymous', (c) => c.text('', 401))
  app.get('/known', (c) => {
    c.set('key', { tenantId: '1', keyId: '1' } as ApiEnv['Variables']['key'])
    return c.text('')
  })
  for (let count = 0; count < 150; count++) await app.request('/anonymous')
  expect(lines).toHaveLength(100)
  await app.request('/known')
  expect(lines.at(-1)).toMatchObject({ path: '/known', unlogged: 50 })
  await app.request('/anonymous')
  now += 100
  await app.request('/anonymous')
  expect(lines).toHaveLength(102)
  expect(lines.at(-1)).toMatchObject({ path: '/anonymous', unlogged: 1 })
})
