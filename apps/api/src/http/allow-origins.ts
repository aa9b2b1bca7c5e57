import { cors } from 'hono/cors'
import { createMiddleware } from 'hono/factory'

/** CORS: only pages of these origins may read the API in a browser. */
export function allowOrigins(origins: readonly string[]) {
  const allow = cors({
    origin: [...origins],
    allowMethods: ['GET', 'HEAD', 'POST', 'DELETE'],
    allowHeaders: [
      'Authorization',
      'Content-Type',
      'If-None-Match',
      'Last-Event-ID',
      'X-On-Behalf-Of',
      'X-Reason',
      'X-Request-Id',
    ],
    exposeHeaders: [
      'ETag',
      'Location',
      'Retry-After',
      'RateLimit-Limit',
      'RateLimit-Remaining',
      'X-Request-Id',
    ],
    maxAge: 600,
  })
  // Only browsers send an Origin. The headers cost as much as a small query, so other clients do not get them.
  return createMiddleware((c, next) => (c.req.header('origin') === undefined ? next() : allow(c, next)))
}
