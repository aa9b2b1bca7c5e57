import { randomUUID } from 'node:crypto'
import { createMiddleware } from 'hono/factory'
import type { ApiEnv } from '../context.ts'

/**
 * Gives each request an id, which its response, its log lines and its entries in the audit log have. A UUID of the client
 * is taken over, also without dashes, so that it can be traced from there; any other value is replaced.
 */
export function takeRequestId() {
  return createMiddleware<ApiEnv>((c, next) => {
    const id = readUuid(c.req.header('x-request-id') ?? '') ?? randomUUID()
    c.set('requestId', id)
    c.header('X-Request-Id', id)
    return next()
  })
}

const uuid = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/

/** A UUID in the form in which PostgreSQL writes it. @returns null when the text is none */
export function readUuid(text: string): string | null {
  return uuid.exec(text.toLowerCase())?.slice(1).join('-') ?? null
}
