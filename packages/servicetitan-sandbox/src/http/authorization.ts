import type { Clock } from '../lib/clock.ts'
import { hash, keyOf } from '../lib/random.ts'
import type { Credentials, Settings, Tenant } from '../settings/options.ts'
import { json, problem } from './problem.ts'

/** Issues access tokens and authorizes requests. */
export type Authorization = {
  /** `POST /connect/token` */
  issue: (request: Request) => Promise<Response>
  /** The response that refuses a request, or undefined when it is authorized. */
  refuse: (headers: Headers, tenant: Tenant | undefined, scope: string) => Response | undefined
  /** The id of the client whose token the request has. */
  clientOf: (headers: Headers) => string | undefined
  /** Revokes every access token. */
  revokeAll: () => void
}

type Grant = { clientId: string; expiresAt: number }

/** The number of stored tokens at which expired ones are deleted. */
const SWEEP_AT = 1_000

const oauthError = (error: string): Response => json(JSON.stringify({ error }), 400)

const readForm = async (request: Request): Promise<URLSearchParams | undefined> => {
  const type = request.headers.get('content-type') ?? ''
  if (!type.toLowerCase().startsWith('application/x-www-form-urlencoded')) return undefined
  return new URLSearchParams(await request.text())
}

/**
 * Source: the developer documentation's page on OAuth 2.0 and each OpenAPI file's `securitySchemes`. The 400 for a
 * wrong client and the message for a missing app key were observed on the live API. A token is accepted with `Bearer`,
 * and bare, as the vendor's sample application sends it. The responses to an expired
 * token, a foreign tenant and a wrong app key are not documented: these messages are the sandbox's own.
 */
export const createAuthorization = (settings: Settings, clock: Clock): Authorization => {
  const grants = new Map<string, Grant>()
  const key = keyOf(settings.seed)
  let issued = 0

  const credentials = (): Credentials[] => settings.tenants.map((tenant) => tenant.credentials)
  const newToken = (): string => {
    issued += 1
    return `sandbox.${issued}.${hash(key, issued, 1).toString(36)}${hash(key, issued, 2).toString(36)}`
  }
  const sweep = (): void => {
    for (const [token, { expiresAt }] of grants) if (expiresAt <= clock.now()) grants.delete(token)
  }
  const findGrant = (headers: Headers): Grant | undefined => {
    const [, token = ''] = /^(?:Bearer +)?(\S+)$/i.exec(headers.get('authorization')?.trim() ?? '') ?? []
    const grant = grants.get(token)
    return grant && grant.expiresAt > clock.now() ? grant : undefined
  }

  return {
    issue: async (request) => {
      const form = await readForm(request)
      if (!form) return oauthError('invalid_request')
      if (form.get('grant_type') !== 'client_credentials') return oauthError('unsupported_grant_type')
      const clientId = form.get('client_id')
      const secret = form.get('client_secret')
      const isKnown = credentials().some(
        (known) => known.clientId === clientId && known.clientSecret === secret,
      )
      if (clientId === null || !isKnown) return oauthError('invalid_client')
      if (grants.size >= SWEEP_AT) sweep()
      const token = newToken()
      grants.set(token, { clientId, expiresAt: clock.now() + settings.tokenLifetimeMs })
      const body = {
        access_token: token,
        expires_in: Math.floor(settings.tokenLifetimeMs / 1000),
        token_type: 'Bearer',
        scope: settings.scopes.join(' '),
      }
      return json(JSON.stringify(body), 200, { 'cache-control': 'no-store' })
    },

    refuse: (headers, tenant, scope) => {
      const appKey = headers.get('st-app-key')
      if (!appKey) return problem(401, 'Application key not present, check ST-App-Key header value.')
      if (!credentials().some((known) => known.appKey === appKey)) {
        return problem(401, 'Application key is not valid, check ST-App-Key header value.')
      }
      const grant = findGrant(headers)
      if (!grant) return problem(401, 'Access token is missing, invalid or expired.')
      const isOwn = tenant?.credentials.clientId === grant.clientId && tenant.credentials.appKey === appKey
      if (!isOwn) return problem(403, 'The application has no access to this tenant.')
      return settings.scopes.includes(scope) ? undefined : problem(403, 'Scope validation failed')
    },

    clientOf: (headers) => findGrant(headers)?.clientId,

    revokeAll: () => grants.clear(),
  }
}
