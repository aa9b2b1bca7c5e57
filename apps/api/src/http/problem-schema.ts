import { z } from '@hono/zod-openapi'
import { instant, recordId } from './values.ts'

/** A booking of a technician that another one would overlap. */
const otherBooking = z
  .object({
    technicianId: recordId,
    technicianName: z.string().nullable(),
    appointmentId: recordId,
    jobId: recordId.nullable(),
    jobNumber: z.string().nullable(),
    startsAt: instant,
    endsAt: instant,
  })
  .openapi('OtherBooking')

/** An error according to RFC 9457. */
export const problem = z
  .object({
    type: z.string().openapi({ description: 'Always about:blank: the status defines the kind of error.' }),
    title: z.string().openapi({ description: 'The kind of error, in words.', example: 'Bad Request' }),
    status: z.int().openapi({ example: 400 }),
    detail: z.string().optional().openapi({ description: 'The cause of this error, and how to avoid it.' }),
    instance: z.string().optional().openapi({ description: 'The requested path.' }),
    requestId: z.string().openapi({ description: 'Finds the request in the log; quote it in reports.' }),
    errors: z
      .array(
        z.object({
          path: z
            .string()
            .openapi({ description: 'The invalid part of the request.', example: 'query.limit' }),
          message: z.string(),
        }),
      )
      .optional()
      .openapi({ description: 'Every problem of the request.' }),
    waitingFor: z
      .array(z.string())
      .optional()
      .openapi({
        description:
          "With status 409: the tables of LAZI's records that are not complete yet. `GET /sync` has their progress.",
        example: ['jobs'],
      }),
    knownSince: z.string().nullable().optional().openapi({
      format: 'date-time',
      description:
        'With status 404 and a moment in the request: since when the history is known; null: it is not yet.',
    }),
    bookings: z
      .array(otherBooking)
      .optional()
      .openapi({ description: 'With status 409: the bookings that are in the way.' }),
    current: z
      .record(z.string(), z.unknown())
      .optional()
      .openapi({ description: 'With status 412: the record as it is now, with its version.' }),
    changedSince: z
      .array(z.string())
      .nullable()
      .optional()
      .openapi({
        description:
          'With status 412: the fields that changed since the version of If-Match; null: too long ago to know.',
        example: ['summary'],
      }),
  })
  .openapi('Problem')

export type Problem = z.infer<typeof problem>
