import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { localDate, localTime, whole } from '../http/query-values.ts'
import { sendJson } from '../http/send-json.ts'
import { id } from '../http/values.ts'
import { createAnswerCache } from '../schedule/answer-cache.ts'
import { availability } from './availability-schemas.ts'
import { availabilityTables, readAvailability } from './read-availability.ts'

const query = z
  .strictObject({
    date: localDate,
    durationMinutes: whole(0, 1_500).default(0).openapi({ description: 'Leaves out what is free for less.' }),
    dayStart: localTime
      .default('08:00')
      .openapi({ description: "When work begins, on the tenant's clocks." }),
    dayEnd: localTime.default('17:00').openapi({ description: 'When work ends.' }),
    teamId: id.optional(),
    businessUnitId: id.optional(),
  })
  .refine(({ dayStart, dayEnd }) => dayStart < dayEnd, {
    path: ['dayEnd'],
    message: 'Expected `dayEnd` to be after `dayStart`',
  })

/** `GET /technicians/availability`: who is free. */
export const availabilityRoutes: RouteModule = (api, context) => {
  const answers = createAnswerCache(context)
  addRoute(
    api,
    context,
    {
      path: '/technicians/availability',
      operationId: 'getAvailability',
      tag: 'Schedule',
      summary: "What each active technician has booked on a day of the tenant's, and when they are free",
      description:
        'Every appointment that was not called off counts as booked; those that overlap count once.',
      query,
      response: availability,
    },
    async ({ c, query }) => {
      const answer = await answers.answer({
        tenantId: c.var.key.tenantId,
        key: JSON.stringify(query),
        tables: availabilityTables,
        make: (client) => readAvailability(client, query),
      })
      return sendJson(c, answer)
    },
  )
}
