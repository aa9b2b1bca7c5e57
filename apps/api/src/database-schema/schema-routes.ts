import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { JsonText, sendJson } from '../http/send-json.ts'
import { remember } from '../limits/remember.ts'
import { database } from './database-schemas.ts'
import { readDatabase } from './read-database.ts'

/** How long a response is sent again, in milliseconds. */
const maxAgeMs = 5_000

/** `GET /schema`: the schema of the database. It costs as much as a hundred other requests, and is the same for all. */
export const schemaRoutes: RouteModule = (api, context) => {
  const read = () => context.tenants.readCommon(readDatabase)
  const response = remember(async () => new JsonText(JSON.stringify(await read())), {
    maxAgeMs,
    now: context.now,
  })
  addRoute(
    api,
    context,
    {
      path: '/schema',
      operationId: 'getSchema',
      tag: 'Database',
      summary: 'Get tables, columns, indexes, applied migrations, and the schema drift',
      query: z.strictObject({}),
      response: database,
    },
    async ({ c }) => sendJson(c, await response()),
  )
}
