import type { ApiRequest } from '../context.ts'
import { ProblemError } from '../problem.ts'

/**
 * Refuses a request that a page of another origin sent. SameSite=Strict keeps other sites out; other ports of this host
 * and sibling domains belong to the same site.
 * @throws {ProblemError} 403
 */
export function assertSameOrigin(c: ApiRequest): void {
  const site = c.req.header('sec-fetch-site')
  const origin = c.req.header('origin')
  // A proxy may change the Host, so an older browser's Origin is compared only if the browser does not do it itself.
  const isSame =
    site === undefined ? origin === undefined || hostOf(origin) === hostHeader(c) : site === 'same-origin'
  if (isSame) return
  throw new ProblemError(
    403,
    'Sessions are for pages of this origin only, such as the console. Other pages and programs send an API key.',
  )
}

/** The origin of the page, as the browser names it, else the one that the request's Host implies; null: unknown. */
export function originOf(c: ApiRequest): URL | null {
  const text = c.req.header('origin') ?? `http://${hostHeader(c)}`
  return URL.canParse(text) ? new URL(text) : null
}

/** Whether a page is plain http of this machine itself. */
export function isLoopback(origin: URL | null): boolean {
  return (
    origin?.protocol === 'http:' &&
    /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(origin.hostname)
  )
}

/**
 * Refuses to sign in a browser that would not store the cookie.
 * @throws {ProblemError} 400
 */
export function assertStoresCookie(c: ApiRequest): void {
  const text = c.req.header('origin')
  if (text === undefined || !text.startsWith('http:') || isLoopback(originOf(c))) return
  throw new ProblemError(
    400,
    'A browser keeps a session only with https, or on the machine of the API itself (http://localhost). Put a proxy that terminates TLS in front of the API.',
  )
}

function hostHeader(c: ApiRequest): string {
  return c.req.header('host') ?? ''
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}
