import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { sendJson } from '../http/send-json.ts'
import { text } from '../http/values.ts'
import { recordTablesOf } from '../records/record-resources.ts'
import { search, searchSources } from './search.ts'
import { searchResults } from './search-schemas.ts'

/** `GET /search`: finds rows by a job number or the start of a name. */
export const searchRoutes: RouteModule = (api, context) => {
  addRoute(
    api,
    context,
    {
      path: '/search',
      operationId: 'search',
      tag: 'Records',
      summary: 'Find jobs by number, and customers, locations and technicians by the start of the name',
      description: 'Returns at most 8 rows of each resource.',
      query: z.strictObject({
        q: text(100).openapi({ description: 'A job number, or the start of a name, ignoring case.' }),
      }),
      response: searchResults,
      needs: recordTablesOf(searchSources),
    },
    async ({ query, c, read }) => {
      const { tenantId } = c.var.key
      return sendJson(c, {
        results: await read((client) => search(client, tenantId, query.q), {
          byIndexOrder: true,
          plansOnce: true,
        }),
      })
    },
  )
}
