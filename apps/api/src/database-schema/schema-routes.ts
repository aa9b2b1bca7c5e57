import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { sendJson } from '../http/send-json.ts'
import { database } from './database-schemas.ts'
import { readDatabase } from './read-database.ts'

/** `GET /schema`: the schema of the database. */
export const schemaRoutes: RouteModule = (api, context) => {
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
    async ({ c, read }) => sendJson(c, await read(readDatabase)),
  )
}
