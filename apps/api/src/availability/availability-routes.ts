import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { localDate, localTime, whole } from '../http/query-values.ts'
import { sendJson } from '../http/send-json.ts'
import { recordId } from '../http/values.ts'
import { createResponseCache } from '../schedule/response-cache.ts'
import { availability } from './availability-schemas.ts'
import { availabilityTables, readAvailability } from './read-availability.ts'

const query = z
  .strictObject({
    date: localDate,
    durationMinutes: whole(0, 1_500)
      .default(0)
      .openapi({ description: 'Omits free intervals that are shorter.' }),
    dayStart: localTime
      .default('08:00')
      .openapi({ description: "When working hours begin, in the tenant's time zone." }),
    dayEnd: localTime.default('17:00').openapi({ description: 'When working hours end.' }),
    teamId: recordId.optional(),
    businessUnitId: recordId.optional(),
  })
  .refine(({ dayStart, dayEnd }) => dayStart < dayEnd, {
    path: ['dayEnd'],
    message: 'Expected `dayEnd` to be after `dayStart`',
  })

/** `GET /technicians/availability`: booked and free time of technicians. */
export const availabilityRoutes: RouteModule = (api, context) => {
  const responses = createResponseCache(context)
  addRoute(
    api,
    context,
    {
      path: '/technicians/availability',
      operationId: 'getAvailability',
      tag: 'Schedule',
      summary:
        "Booked minutes and free intervals of each active technician on one of the tenant's local days",
      description:
        'Every appointment that is not canceled counts as booked; overlapping appointments count once.',
      query,
      response: availability,
      needs: availabilityTables,
    },
    async ({ c, query }) => {
      const { tenantId } = c.var.key
      const response = await responses.get({
        tenant: c.var.key,
        key: JSON.stringify(query),
        tables: availabilityTables,
        compute: (client) => readAvailability(client, tenantId, query),
      })
      return sendJson(c, response)
    },
  )
}
