import { createMiddleware } from 'hono/factory'
import type { KeyCache } from '../keys/key-cache.ts'
import { includesScope, type Scope } from '../keys/scope.ts'
import type { ApiEnv } from './context.ts'
import { ProblemError } from './problem.ts'

/**
 * Lets requests with a valid key pass, and sets the key for the handlers.
 * @throws {ProblemError} 401 from the middleware, without a valid key
 */
export function authenticate(keys: KeyCache) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const [, text] = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '') ?? []
    if (text === undefined) throw unauthorized('Send an API key: Authorization: Bearer lazi_…', 'Bearer')
    const key = await keys.find(text)
    if (!key) {
      throw unauthorized('This API key is unknown, revoked or expired.', 'Bearer error="invalid_token"')
    }
    c.set('key', key)
    c.set('isKeyValid', async () => (await keys.find(text)) !== null)
    await next()
  })
}

/**
 * Lets requests pass whose key has the scope or one that includes it.
 * @throws {ProblemError} 403 from the middleware, without the scope
 */
export function requireScope(scope: Scope) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    if (!includesScope(c.var.key.scopes, scope)) {
      throw new ProblemError(403, `This route needs a key with scope ${scope}.`, {
        headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
      })
    }
    await next()
  })
}

function unauthorized(detail: string, challenge: string): ProblemError {
  return new ProblemError(401, detail, { headers: { 'www-authenticate': challenge } })
}
