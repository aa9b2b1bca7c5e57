import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'
import type { Logger } from 'pino'
import type { ApiEnv } from './context.ts'
import type { Metrics } from './metrics.ts'

export interface LogOptions {
  readonly logger: Logger
  readonly metrics: Metrics
  /** Milliseconds, for durations. */
  readonly now: () => number
}

/** Logs and counts each request by its route. The key and the query are not logged: they are secret or personal. */
export function logRequests({ logger, metrics, now }: LogOptions) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const began = now()
    await next()
    const ms = now() - began
    const { method } = c.req
    const status = c.res.status
    const route = routePath(c, -1)
    metrics.countRequest({ method, route, status, ms })
    const { tenantId, keyId } = c.var.key ?? {}
    const level = status >= 500 ? 'error' : 'info'
    const line = {
      requestId: c.var.requestId,
      method,
      path: c.req.path,
      status,
      ms: Math.round(ms),
      tenantId,
      keyId,
    }
    logger[level](line, 'request')
  })
}
