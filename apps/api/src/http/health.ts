import { Hono } from 'hono'
import type { ApiContext, ApiEnv } from './context.ts'
import type { Metrics } from './metrics.ts'

/** `/healthz` (liveness), `/readyz` (readiness) and `/metrics`. They need no key and name no tenant. */
export function healthRoutes({ pool, draining, logger }: ApiContext, metrics: Metrics): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  routes.get('/healthz', (c) => c.text('ok\n'))
  routes.get('/readyz', async (c) => {
    if (draining.aborted) return c.text('The server is about to stop.\n', 503)
    try {
      await pool.query('SELECT 1')
      return c.text('ready\n')
    } catch (error) {
      logger.warn({ err: error }, 'Not ready')
      return c.text('The database is unavailable.\n', 503)
    }
  })
  routes.get('/metrics', async (c) =>
    c.body(await metrics.render(), 200, { 'content-type': metrics.contentType }),
  )
  return routes
}
