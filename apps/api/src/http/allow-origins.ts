import { cors } from 'hono/cors'
import { createMiddleware } from 'hono/factory'

/** Lets the pages of these origins read the API in a browser, and those of no others. */
export function allowOrigins(origins: readonly string[]) {
  const allow = cors({
    origin: [...origins],
    allowMethods: ['GET', 'HEAD', 'POST'],
    allowHeaders: ['Authorization', 'Content-Type', 'If-None-Match', 'Last-Event-ID'],
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
  // Only browsers send an Origin. Others are spared the headers, which cost as much as a small query.
  return createMiddleware((c, next) => (c.req.header('origin') === undefined ? next() : allow(c, next)))
}
