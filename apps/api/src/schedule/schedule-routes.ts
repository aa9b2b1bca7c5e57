import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { localDate } from '../http/query-values.ts'
import { sendJson } from '../http/send-json.ts'
import { flag, id, instant } from '../http/values.ts'
import { createAnswerCache } from './answer-cache.ts'
import { LONGEST_APPOINTMENT_DAYS } from './appointments-in-range.ts'
import { readSchedule, scheduleTables } from './read-schedule.ts'
import { schedule } from './schedule-schemas.ts'
import type { TimeRange } from './time-range.ts'

const MAX_DAYS = 31

const query = z
  .strictObject({
    date: localDate
      .optional()
      .openapi({ description: 'A day of the tenant, in its time zone; or else `from` and `to`.' }),
    from: instant.optional(),
    to: instant
      .optional()
      .openapi({ description: `After \`from\`, by ${MAX_DAYS} days at most; not in the range itself.` }),
    technicianId: id.optional(),
    teamId: id.optional(),
    businessUnitId: id.optional(),
    includeCanceled: flag.optional().openapi({ description: 'Show what was called off, too.' }),
  })
  .superRefine(({ date, from, to }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (date !== undefined) {
      if (from !== undefined || to !== undefined)
        refuse('date', 'Expected `date`, or `from` and `to`, not both')
    } else if (from === undefined || to === undefined) {
      refuse('date', 'Expected `date`, or `from` and `to`')
    } else {
      const hours = (Date.parse(to) - Date.parse(from)) / 3_600_000
      if (hours <= 0) refuse('to', 'Expected `to` to be after `from`')
      // A month in which clocks are put back has an hour more.
      if (hours > MAX_DAYS * 24 + 1) refuse('to', `Expected ${MAX_DAYS} days at most`)
    }
  })

/** `GET /schedule`: the board. */
export const scheduleRoutes: RouteModule = (api, context) => {
  const answers = createAnswerCache(context)
  addRoute(
    api,
    context,
    {
      path: '/schedule',
      operationId: 'getSchedule',
      tag: 'Schedule',
      summary: 'The board of a day or another period: technicians, appointments, and who has nobody',
      description:
        'An appointment is shown when some of it lies within the range, if it began at most ' +
        `${LONGEST_APPOINTMENT_DAYS} days before. \`teamId\` and \`technicianId\` leave the appointments of those ` +
        'technicians; `businessUnitId` leaves those of its technicians, and of its jobs what nobody is assigned to.',
      query,
      response: schedule,
    },
    async ({ c, query: { date, from = '', to = '', ...filters } }) => {
      const range: TimeRange = date === undefined ? { from, to } : { date }
      const params = { range, ...filters }
      const answer = await answers.answer({
        tenantId: c.var.key.tenantId,
        key: JSON.stringify(params),
        tables: scheduleTables,
        make: (client) => readSchedule(client, params),
      })
      return sendJson(c, answer)
    },
  )
}
