import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { localDate } from '../http/query-values.ts'
import { sendJson } from '../http/send-json.ts'
import { flag, instantParameter, recordId } from '../http/values.ts'
import { readSchedule, scheduleTables } from './read-schedule.ts'
import { createResponseCache } from './response-cache.ts'
import { schedule } from './schedule-schemas.ts'
import type { TimeRange } from './time-range.ts'

const MAX_DAYS = 31

const query = z
  .strictObject({
    date: localDate
      .optional()
      .openapi({ description: "A day in the tenant's time zone; alternatively, `from` and `to`." }),
    from: instantParameter.optional(),
    to: instantParameter
      .optional()
      .openapi({ description: `The exclusive end of the range, at most ${MAX_DAYS} days after \`from\`.` }),
    technicianId: recordId.optional(),
    teamId: recordId.optional(),
    businessUnitId: recordId.optional(),
    includeCanceled: flag.optional().openapi({ description: 'Whether to include canceled appointments.' }),
  })
  .superRefine(({ date, from, to }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (date !== undefined) {
      if (from !== undefined || to !== undefined) refuse('date', 'Expected either `date`, or `from` and `to`')
    } else if (from === undefined || to === undefined) {
      refuse('date', 'Expected `date`, or `from` and `to`')
    } else {
      const hours = (Date.parse(to) - Date.parse(from)) / 3_600_000
      if (hours <= 0) refuse('to', 'Expected `to` to be after `from`')
      // A month in which clocks are set back is an hour longer.
      if (hours > MAX_DAYS * 24 + 1) refuse('to', `Expected at most ${MAX_DAYS} days`)
    }
  })

/** `GET /schedule`: the board. */
export const scheduleRoutes: RouteModule = (api, context) => {
  const responses = createResponseCache(context)
  addRoute(
    api,
    context,
    {
      path: '/schedule',
      operationId: 'getSchedule',
      tag: 'Schedule',
      summary: 'The board of a day or another period: technicians, appointments, and unassigned appointments',
      description:
        'Returns appointments that overlap the range. `teamId` and `technicianId` select the appointments of those ' +
        'technicians; `businessUnitId` selects appointments of its technicians and unassigned appointments of its jobs.',
      query,
      response: schedule,
      needs: scheduleTables,
    },
    async ({ c, query: { date, from = '', to = '', ...filters } }) => {
      const range: TimeRange = date === undefined ? { from, to } : { date }
      const params = { range, ...filters }
      const { tenantId } = c.var.key
      const response = await responses.get({
        tenant: c.var.key,
        key: JSON.stringify(params),
        tables: scheduleTables,
        compute: (client) => readSchedule(client, tenantId, params),
      })
      return sendJson(c, response)
    },
  )
}
