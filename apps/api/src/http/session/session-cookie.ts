import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { formatSession, parseSession, type SessionText } from '../../keys/sessions/session-text.ts'
import type { ApiRequest } from '../context.ts'
import { isLoopback, originOf } from './same-origin.ts'

/** The header that names the tenant of a request with a session. No form, and no page of another origin, can send it. */
export const tenantHeader = 'X-Lazi-Tenant'

/** Each tenant has its own cookie, so that a browser can be signed in to several. */
const prefix = 'lazi_session_'
/** The number of cookies that are read at most, since each costs a look-up. */
const maxSessions = 20
const path = '/api'

/** The name of a tenant's cookie in the OpenAPI document. */
export const cookieTemplate = `${prefix}<tenant>`

/** The session of the request for a tenant, or null. */
export function sessionOf(c: ApiRequest, tenantId: string): SessionText | null {
  const value = getCookie(c, `${prefix}${tenantId}`)
  return value === undefined ? null : parseSession(`${tenantId}_${value}`)
}

/** The sessions of the request, one per tenant, 20 at most. */
export function sessionsOf(c: ApiRequest): SessionText[] {
  return Object.entries(getCookie(c))
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => parseSession(`${name.slice(prefix.length)}_${value}`))
    .filter((session) => session !== null)
    .slice(0, maxSessions)
}

/**
 * Sends a session to the browser.
 * @param maxAge how long the browser keeps it, in seconds; undefined: until the browser is closed
 */
export function setSession(c: ApiRequest, session: SessionText, maxAge: number | undefined): void {
  const { tenantId } = session
  const value = formatSession(session).slice(tenantId.length + 1)
  setCookie(c, `${prefix}${tenantId}`, value, { ...attributes(c), ...(maxAge !== undefined && { maxAge }) })
}

/** Removes a tenant's session from the browser. */
export function clearSession(c: ApiRequest, tenantId: string): void {
  deleteCookie(c, `${prefix}${tenantId}`, attributes(c))
}

function attributes(c: ApiRequest) {
  // Browsers do not store a secure cookie of a plain http page; traffic within this machine cannot be read by others.
  const isSecure = !isLoopback(originOf(c))
  return { httpOnly: true, sameSite: 'Strict', secure: isSecure, path } as const
}
