import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { sendJson } from '../http/send-json.ts'
import { type Me, me } from './me-schema.ts'

/** `GET /me`: the key of the request, and its tenant. */
export const meRoutes: RouteModule = (api, context) => {
  addRoute(
    api,
    context,
    {
      path: '/me',
      operationId: 'getMe',
      tag: 'Access',
      summary: 'Get the tenant and the key of the request',
      query: z.strictObject({}),
      response: me,
    },
    async ({ c }) => {
      const { tenantId, tenantName, timeZone, keyId, name, scopes } = c.var.key
      const body: Me = {
        tenant: { id: tenantId, name: tenantName, timeZone },
        key: { id: keyId, name, scopes: [...scopes] },
      }
      return sendJson(c, body)
    },
  )
}
