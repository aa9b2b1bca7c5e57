import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { decimal, whole } from '../http/query-values.ts'
import { JsonText, sendJson } from '../http/send-json.ts'
import { locationsNear } from './locations-near-schema.ts'
import { readNear } from './read-near.ts'

const MAX_KM = 500

const query = z.strictObject({
  lat: decimal(-90, 90).openapi({ description: 'Latitude, in degrees.', example: 32.7767 }),
  lng: decimal(-180, 180).openapi({ description: 'Longitude, in degrees.', example: -96.797 }),
  km: decimal(0, MAX_KM).openapi({
    description: 'Maximum distance along the surface of the earth, in kilometres.',
    example: 15,
  }),
  limit: whole(1, 500).default(50).openapi({ description: 'Maximum number of rows.' }),
})

/** `GET /locations/near`: locations near a point. */
export const nearRoutes: RouteModule = (api, context) => {
  addRoute(
    api,
    context,
    {
      path: '/locations/near',
      operationId: 'listLocationsNear',
      tag: 'Records',
      summary: 'Active locations within a distance of a point, nearest first',
      query,
      response: locationsNear,
      needs: ['locations'],
    },
    async ({ c, query: { lat, lng, ...rest }, read }) => {
      const params = { latitude: lat, longitude: lng, ...rest }
      const { tenantId } = c.var.key
      const body = await read((client) => readNear(client, tenantId, params), { plansOnce: true })
      return sendJson(c, new JsonText(body))
    },
  )
}
