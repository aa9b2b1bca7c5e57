import { createRoute, z } from '@hono/zod-openapi'
import type { Handler } from 'hono'
import { recordEntries } from 'records'
import { actHeaders, actOf } from '../http/act/act-of.ts'
import { problemResponses } from '../http/add-route.ts'
import type { ApiEnv, ApiRequest, RouteModule } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'
import { assertSameOrigin, assertStoresCookie } from '../http/session/same-origin.ts'
import { clearSession, sessionOf, sessionsOf, setSession } from '../http/session/session-cookie.ts'
import type { ApiKey } from '../keys/key-columns.ts'
import { revokeSession, sessionSeconds } from '../keys/sessions/manage-sessions.ts'
import { meOf } from '../me/me-of.ts'
import { readSessions } from './read-sessions.ts'
import {
  type CodeBody,
  codeAccount,
  codeBody,
  type SignInBody,
  session,
  sessions,
  signInBody,
} from './session-schemas.ts'
import { describeCode, type LookUp, signInByCode, signInByKey } from './sign-in.ts'

const tags = ['Access']
const json = (schema: z.ZodType) => ({ 'application/json': { schema } })
const cookies = {
  headers: {
    'Set-Cookie': { description: 'The session of the tenant.', schema: { type: 'string' as const } },
  },
}
const always = [400, 401, 403, 429, 500, 503, 504]

const signIn = createRoute({
  method: 'post',
  path: '/sessions',
  operationId: 'signIn',
  tags,
  summary: 'Sign this browser in to a tenant',
  description:
    'Exchanges the API key of the request, or a single-use code, for a session in a cookie that scripts cannot read. It replaces the session that this browser has for the tenant, and ends with its key.',
  security: [{ apiKey: [] }, {}],
  request: { headers: z.object(actHeaders), body: { required: true, content: json(signInBody) } },
  responses: {
    200: { description: 'Signed in.', content: json(session), ...cookies },
    ...problemResponses([...always, 413, 415]),
  },
})

const describeRoute = createRoute({
  method: 'post',
  path: '/sessions/code',
  operationId: 'describeSignInCode',
  tags,
  summary: 'Get the tenant and the key of a sign-in code, without using it',
  security: [{}],
  request: { body: { required: true, content: json(codeBody) } },
  responses: {
    200: { description: 'The code is valid.', content: json(codeAccount) },
    ...problemResponses([...always, 413, 415]),
  },
})

const list = createRoute({
  method: 'get',
  path: '/sessions',
  operationId: 'listSessions',
  tags,
  summary: 'List the sessions of this browser',
  description:
    'Sessions that are no longer valid are listed once, with the reason, and removed from the browser.',
  security: [{}],
  request: { query: z.strictObject({}) },
  responses: {
    200: { description: 'The sessions of this browser.', content: json(sessions), ...cookies },
    ...problemResponses(always),
  },
})

const signOut = createRoute({
  method: 'delete',
  path: '/sessions',
  operationId: 'signOut',
  tags,
  summary: 'Sign this browser out of a tenant',
  security: [{ apiKey: [] }, { session: [], tenant: [] }],
  request: { headers: z.object(actHeaders), query: z.strictObject({}) },
  responses: {
    204: { description: 'The browser is not signed in to the tenant any more.', ...cookies },
    ...problemResponses(always),
  },
})

/** `/sessions`: signs browsers in and out. Requests without credentials reach these routes. */
export const sessionRoutes: RouteModule = (api, { tenants, addressOf, limitLookUps, now }) => {
  const add = (route: Parameters<typeof api.openapi>[0], handle: (c: ApiRequest) => Promise<Response>) => {
    const handler: Handler<ApiEnv> = (c) => {
      assertSameOrigin(c)
      // A session, or what it opens, must not be stored on the way.
      c.header('cache-control', 'no-store')
      return handle(c)
    }
    api.openapi(route, handler as never)
  }
  /** Look-ups as `lazi_api`, within the limit of the client's address. */
  const limited =
    (c: ApiRequest): LookUp =>
    (tenantId, find) =>
      limitLookUps(addressOf(c), () => tenants.readKeys(tenantId, find))
  const describe = (c: ApiRequest, code: string) => describeCode(code, limited(c))

  add(signIn, async (c) => {
    assertStoresCookie(c)
    const { code, remember } = c.req.valid('json' as never) as SignInBody
    const seconds = remember ? sessionSeconds.remembered : sessionSeconds.usual
    const options = {
      tenants,
      seconds,
      previousOf: (tenantId: string) => sessionOf(c, tenantId),
      actOf: (key: ApiKey) => actOf(c, key, now()),
    }
    if (code !== undefined) await describe(c, code)
    const { session, key } = await (code === undefined
      ? signInByKey(sentKeyOf(c), options)
      : signInByCode(code, options))
    setSession(c, session, remember ? seconds : undefined)
    return c.json({ ...meOf(key), expiresAt: session.expiresAt.toISOString() })
  })

  add(describeRoute, async (c) => {
    const { code } = c.req.valid('json' as never) as CodeBody
    const { key, expiresAt } = await describe(c, code)
    return c.json({ ...meOf(key), expiresAt: expiresAt.toISOString() })
  })

  add(list, async (c) => {
    const body = await readSessions(limited(c), sessionsOf(c))
    for (const { tenantId } of body.ended) clearSession(c, tenantId)
    return c.json(body)
  })

  add(signOut, async (c) => {
    const key = keyOf(c)
    const { tenantId } = key
    const session = sessionOf(c, tenantId)
    if (session) {
      await tenants.write(key, async (client) => {
        if (!(await revokeSession(client, session))) return
        await recordEntries(client, tenantId, actOf(c, key, now()), [
          { action: 'logout', entity: 'api.sessions', entityId: session.id },
        ])
      })
    }
    clearSession(c, tenantId)
    return c.body(null, 204)
  })
}

/** The key of the request or its session. @throws {ProblemError} 401 without one */
function keyOf(c: ApiRequest): ApiKey {
  const key = c.var.key as ApiKey | undefined
  if (!key) throw unauthorized('Send an API key (Authorization: Bearer lazi_…), or a session.')
  return key
}

/** The key that the request sends itself: a session makes no further sessions. @throws {ProblemError} 401 without one */
function sentKeyOf(c: ApiRequest): ApiKey {
  if (c.req.header('authorization') === undefined)
    throw unauthorized('Send an API key (Authorization: Bearer lazi_…), or a code.')
  return keyOf(c)
}

function unauthorized(detail: string): ProblemError {
  return new ProblemError(401, detail, { headers: { 'www-authenticate': 'Bearer' } })
}
