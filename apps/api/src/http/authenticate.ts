import { createMiddleware } from 'hono/factory'
import type { KeyCache } from '../keys/key-cache.ts'
import { includesScope, type Scope } from '../keys/scope.ts'
import { formatSession } from '../keys/sessions/session-text.ts'
import type { ApiEnv, ApiRequest } from './context.ts'
import { ProblemError } from './problem.ts'
import { explainEnd } from './session/explain-end.ts'
import { assertSameOrigin } from './session/same-origin.ts'
import { sessionOf, tenantHeader } from './session/session-cookie.ts'

export interface AuthenticateOptions {
  readonly addressOf: (c: ApiRequest) => string
  readonly isOpen: (path: string) => boolean
}

/**
 * Lets requests with a valid key, or a session of one, pass, and sets the key for the handlers.
 * @param options.addressOf the address of the client, which limits how many unknown keys it may send
 * @param options.isOpen whether requests of a path may pass without any credentials; they have no key then
 * @throws {ProblemError} 401 from the middleware, without a valid key or session; 403 when a page of another origin
 * uses a session
 */
export function authenticate(keys: KeyCache, { addressOf, isOpen }: AuthenticateOptions) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const credentials = credentialsOf(c)
    if (credentials === null) {
      if (isOpen(c.req.path)) return next()
      throw unauthorized('Send an API key: Authorization: Bearer lazi_…', 'Bearer')
    }
    const { text, isSession } = credentials
    const key = await keys.find(text, addressOf(c))
    if (!key && isSession) throw unauthorized(explainEnd(keys.endOf(text)), 'Bearer')
    if (!key) {
      throw invalidKey()
    }
    c.set('key', key)
    c.set('isKeyValid', async () => (await keys.find(text)) !== null)
    return next()
  })
}

/**
 * The key or the session of a request; a key takes precedence. A session is only used for the tenant that the request
 * names, in a header that forms and other origins cannot send.
 */
function credentialsOf(c: ApiRequest): { readonly text: string; readonly isSession: boolean } | null {
  const authorization = c.req.header('authorization')
  const tenantId = c.req.header(tenantHeader)
  if (authorization !== undefined || tenantId === undefined) {
    const [, text] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? []
    return text === undefined ? null : { text, isSession: false }
  }
  assertSameOrigin(c)
  const session = sessionOf(c, tenantId)
  if (!session) throw unauthorized('This browser is not signed in to this account.', 'Bearer')
  return { text: formatSession(session), isSession: true }
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

/** The problem of a key that is unknown, revoked or expired, or whose tenant was removed; which one is not disclosed. */
export function invalidKey(): ProblemError {
  return unauthorized('This API key is unknown, revoked or expired.', 'Bearer error="invalid_token"')
}

function unauthorized(detail: string, challenge: string): ProblemError {
  return new ProblemError(401, detail, { headers: { 'www-authenticate': challenge } })
}
