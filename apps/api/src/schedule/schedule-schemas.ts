import { z } from '@hono/zod-openapi'
import { recordId as id, instant } from '../http/values.ts'

/** A technician on a board. */
export const boardTechnician = z
  .object({
    id,
    name: z.string().nullable(),
    teamId: id.nullable(),
    team: z.string().nullable(),
    businessUnitId: id.nullable(),
  })
  .openapi('BoardTechnician')

/** An appointment on a board, with its job, customer and location. */
const boardAppointment = z
  .object({
    id,
    version: z.int().openapi({ description: 'The version of the appointment, for `If-Match`.', example: 3 }),
    jobId: id.nullable(),
    jobNumber: z.string().nullable(),
    jobStatus: z.string().nullable(),
    jobTypeName: z.string().nullable(),
    customerId: id.nullable(),
    customerName: z.string().nullable(),
    locationId: id.nullable(),
    locationName: z.string().nullable(),
    address: z.string().nullable().openapi({ description: 'The address of the location, on one line.' }),
    start: instant,
    end: instant.nullable(),
    arrivalWindowStart: instant.nullable(),
    arrivalWindowEnd: instant.nullable(),
    status: z.string().nullable(),
    technicianIds: z.array(id).openapi({
      description: 'All assigned technicians, including those that `technicians` does not list.',
    }),
  })
  .openapi('BoardAppointment')

export const schedule = z
  .object({
    timeZone: z
      .string()
      .openapi({ description: "The tenant's time zone: its IANA name.", example: 'America/Chicago' }),
    from: instant,
    to: instant,
    technicians: z.array(boardTechnician).openapi({
      description: 'Active technicians, by name; with `technicianId` only that one, even if inactive.',
    }),
    appointments: z.array(boardAppointment).openapi({ description: 'By start.' }),
    unassigned: z
      .array(id)
      .openapi({ description: 'The ids of the appointments without an assigned technician.' }),
  })
  .openapi('Schedule')

export type BoardTechnician = z.infer<typeof boardTechnician>
export type BoardAppointment = z.infer<typeof boardAppointment>
export type Schedule = z.infer<typeof schedule>
