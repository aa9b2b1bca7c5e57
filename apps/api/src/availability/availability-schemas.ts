import { z } from '@hono/zod-openapi'
import { date, instant } from '../http/values.ts'
import { boardTechnician } from '../schedule/schedule-schemas.ts'

const freeInterval = z.object({ start: instant, end: instant, minutes: z.int() }).openapi('FreeInterval')

const availableTechnician = boardTechnician
  .extend({
    bookedMinutes: z.int().openapi({ description: 'Of the whole day; overlapping appointments count once.' }),
    free: z
      .array(freeInterval)
      .openapi({ description: 'Free intervals within the working hours, in order.' }),
  })
  .openapi('AvailableTechnician')

export const availability = z
  .object({
    date,
    timeZone: z
      .string()
      .openapi({ description: "The tenant's time zone: its IANA name.", example: 'America/Chicago' }),
    from: instant.openapi({ description: 'When the day begins.' }),
    to: instant.openapi({ description: 'When the day ends: 23 to 25 hours later.' }),
    workFrom: instant,
    workTo: instant,
    technicians: z.array(availableTechnician).openapi({ description: 'Active technicians, by name.' }),
  })
  .openapi('Availability')

export type Availability = z.infer<typeof availability>
