import { z } from '@hono/zod-openapi'
import { date, moment } from '../http/values.ts'
import { boardTechnician } from '../schedule/schedule-schemas.ts'

const freeInterval = z.object({ start: moment, end: moment, minutes: z.int() }).openapi('FreeInterval')

const availableTechnician = boardTechnician
  .extend({
    bookedMinutes: z.int().openapi({ description: 'Of the whole day; what overlaps counts once.' }),
    free: z.array(freeInterval).openapi({ description: 'Of the working hours, in order.' }),
  })
  .openapi('AvailableTechnician')

export const availability = z
  .object({
    date,
    timeZone: z
      .string()
      .openapi({ description: "The tenant's time zone, by its IANA name.", example: 'America/Chicago' }),
    from: moment.openapi({ description: 'When the day begins.' }),
    to: moment.openapi({ description: 'When it ends: after 23 to 25 hours.' }),
    workFrom: moment,
    workTo: moment,
    technicians: z.array(availableTechnician).openapi({ description: 'Active technicians, by name.' }),
  })
  .openapi('Availability')

export type Availability = z.infer<typeof availability>
