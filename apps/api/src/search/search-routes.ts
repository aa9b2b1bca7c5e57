import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { sendJson } from '../http/send-json.ts'
import { text } from '../http/values.ts'
import { search } from './search.ts'
import { searchResults } from './search-schemas.ts'

/** `GET /search`: where to go, from a number or the beginning of a name. */
export const searchRoutes: RouteModule = (api, context) => {
  addRoute(
    api,
    context,
    {
      path: '/search',
      operationId: 'search',
      tag: 'Records',
      summary: 'Find jobs by number, and customers, locations and technicians by the beginning of the name',
      description: 'At most 8 of each kind.',
      query: z.strictObject({
        q: text(100).openapi({ description: 'A job number, or how a name begins, whatever the case.' }),
      }),
      response: searchResults,
    },
    async ({ query, c, read }) => {
      const { tenantId } = c.var.key
      return sendJson(c, {
        results: await read((client) => search(client, tenantId, query.q), { byIndexOrder: true }),
      })
    },
  )
}
