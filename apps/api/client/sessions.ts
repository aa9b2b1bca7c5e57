import type { SessionBody, Sessions, SignInCode } from '../src/sessions/session-schemas.ts'
import { baseOf, createRequest, type Fetch, usualTimeoutMs } from './request.ts'

export interface SessionsOptions {
  /** The server's URL. A browser keeps sessions only for the page's own origin. @default the page's own origin */
  readonly url?: string
  /** @default the global fetch */
  readonly fetch?: Fetch
}

/** What a session is created with: an API key, or the single-use code of a link. */
export type Credentials = { readonly key: string } | { readonly code: string }

/** The sessions of this browser. */
export type SessionsClient = ReturnType<typeof createSessions>

/**
 * Signs this browser in and out. The sessions are cookies that scripts cannot read, one per tenant.
 * @throws {ApiError} from each method when the API refuses; TypeError when the API cannot be reached
 * @example
 * ```ts
 * const { tenant } = await createSessions().signIn({ key })
 * const api = createClient({ tenantId: tenant.id })
 * ```
 */
export function createSessions({
  url = '',
  fetch = globalThis.fetch.bind(globalThis),
}: SessionsOptions = {}) {
  const connection = { base: baseOf(url), timeoutMs: usualTimeoutMs, fetch }
  const request = createRequest({ ...connection, headers: {} })
  return {
    /** @param options.remember whether the session outlives the browser, for up to 30 days */
    signIn(credentials: Credentials, { remember = false }: { readonly remember?: boolean } = {}) {
      const body = { remember, ...('code' in credentials && { code: credentials.code }) }
      const headers: Record<string, string> =
        'key' in credentials ? { authorization: `Bearer ${credentials.key}` } : {}
      return createRequest({ ...connection, headers })<SessionBody>('/sessions', { method: 'POST', body })
    },
    /** The sessions of this browser; those that ended are listed once, with the reason. */
    list: () => request<Sessions>('/sessions', {}),
    /** What a code gives access to, without using it. */
    describeCode: (code: string) => request<SignInCode>('/sessions/code', { method: 'POST', body: { code } }),
    signOut: (tenantId: string) =>
      createRequest({ ...connection, headers: { 'x-lazi-tenant': tenantId } })<void>('/sessions', {
        method: 'DELETE',
      }),
  }
}
