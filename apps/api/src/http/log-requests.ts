import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'
import type { Logger } from 'pino'
import { createRate } from '../limits/rate.ts'
import type { ApiEnv } from './context.ts'
import type { Metrics } from './metrics.ts'

export interface LogOptions {
  readonly logger: Logger
  readonly metrics: Metrics
  /** Milliseconds, for durations. */
  readonly now: () => number
}

/** Lines of requests without a valid key, per minute: anyone can send such requests. */
const anonymousLines = { perMinute: 600, burst: 100 }

/**
 * Logs and counts each request by its route, with the error that failed it. The key and the query are not logged: they
 * are secret or personal. Of many requests without a valid key some are logged, and how many were not.
 */
export function logRequests({ logger, metrics, now }: LogOptions) {
  const anonymous = createRate({ ...anonymousLines, now, maxNames: 1 })
  let unlogged = 0
  return createMiddleware<ApiEnv>(async (c, next) => {
    const began = now()
    await next()
    const ms = now() - began
    const { method } = c.req
    const status = c.res.status
    // The route that responded: the last one that matches is the console's, for every path.
    metrics.countRequest({ method, route: routePath(c), status, ms })
    const { tenantId, keyId } = c.var.key ?? {}
    if (tenantId === undefined && !anonymous.take('').isAllowed) {
      unlogged += 1
      return
    }
    const level = status >= 500 ? 'error' : 'info'
    const line = {
      requestId: c.var.requestId,
      method,
      path: c.req.path,
      status,
      ms: Math.round(ms),
      tenantId,
      keyId,
      ...(status >= 500 && { err: c.error }),
      ...(unlogged > 0 && { unlogged }),
    }
    unlogged = 0
    logger[level](line, 'request')
  })
}
