import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { sendJson } from '../http/send-json.ts'
import { meOf } from './me-of.ts'
import { me } from './me-schema.ts'

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
    async ({ c, read }) => {
      // A key that is cached is checked by each transaction.
      await read(async () => undefined)
      return sendJson(c, meOf(c.var.key))
    },
  )
}
