import { Hono } from 'hono'
import type { ApiContext, ApiEnv } from './context.ts'
import type { Metrics } from './metrics.ts'
import { ProblemError } from './problem.ts'

/** Says what people should know of the sync, in one line; null: nothing. It is no reason to refuse requests. */
export type DescribeSync = () => Promise<string | null>

/** The paths of the health server. */
const paths = ['/healthz', '/readyz', '/metrics'] as const

/**
 * The health server, on an address of its own: `/healthz` (liveness), `/readyz` (readiness) and `/metrics`. They need
 * no key and name no tenant.
 */
export function createHealth(
  { pool, draining, logger }: ApiContext,
  metrics: Metrics,
  describeSync: DescribeSync,
): Hono<ApiEnv> {
  const health = new Hono<ApiEnv>()
  health.notFound((c) => c.text(`Not found. Available: ${paths.join(', ')}.\n`, 404))
  health.get('/healthz', (c) => c.text('ok\n'))
  health.get('/readyz', async (c) => {
    if (draining.aborted) return c.text('The server is about to stop.\n', 503)
    try {
      await pool.query('SELECT 1')
    } catch (error) {
      logger.warn({ err: error }, 'Not ready')
      return c.text('The database is unavailable.\n', 503)
    }
    const note = await describeSync().catch(() => null)
    return c.text(note === null ? 'ready\n' : `ready\n${note}\n`)
  })
  health.get('/metrics', async (c) =>
    c.body(await metrics.render(), 200, { 'content-type': metrics.contentType }),
  )
  return health
}

/**
 * What the public address says of the process: `/livez`, that it responds. The console's page would answer every other
 * path, so these paths respond with the address of the health server instead.
 */
export function publicHealthRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  routes.get('/livez', (c) => c.text('ok\n'))
  for (const path of paths) {
    routes.get(path, () => {
      throw new ProblemError(404, 'Health and metrics have a port of their own: api serve --metrics-port.')
    })
  }
  return routes
}
