import { z } from '@hono/zod-openapi'
import { toInstant } from 'cli-kit'

const maxId = 2n ** 63n - 1n

/** An id of ServiceTitan or of this database: an int64 as text, since JSON numbers are not exact beyond 53 bits. */
export const id = z
  .string()
  .regex(/^\d{1,19}$/, 'Expected an id: digits only')
  .refine((text) => !/^\d{1,19}$/.test(text) || BigInt(text) <= maxId, 'Expected an id of at most 64 bits')
  .openapi({ description: 'An id: an int64 as text.', example: '40233' })

/** An id of LAZI's: a UUID, in lower case. */
export const recordId = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'Expected an id: a UUID in lower case')
  .openapi({
    format: 'uuid',
    description: "An id of LAZI's: a UUID.",
    example: '00000000-0009-8d29-a1b0-c3f24be1d6a7',
  })

/** The id of a record in a request: LAZI's, or ServiceTitan's after `st:`. */
export const recordReference = z
  .string()
  .refine(
    (value) => recordId.safeParse(value).success || id.safeParse(/^st:(.*)$/s.exec(value)?.[1]).success,
    "Expected an id: a UUID, or `st:` and ServiceTitan's id",
  )
  .openapi({
    description: "An id of LAZI's, or `st:` and the id in ServiceTitan.",
    example: 'st:40233',
  })

/** A time in a response. */
export const instant = z
  .string()
  .openapi({ format: 'date-time', description: 'A time in UTC.', example: '2026-03-10T15:04:05.000000Z' })

/** A date without a time. */
export const date = z.iso.date().openapi({ example: '2026-03-10' })

/** Text from a request; U+0000 and half of a surrogate pair are refused because PostgreSQL cannot store them. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => !value.includes('\0'), 'Expected text without the character U+0000')
    .refine((value) => value.isWellFormed(), 'Expected text without half of a surrogate pair')

/** Text from a request without the white space around it, which must leave something. */
export const trimmedText = (max: number) =>
  z.string().trim().pipe(text(max)).openapi({ type: 'string', minLength: 1, maxLength: max })

/** A time in a request, with its offset from UTC; the result is in UTC, to the microsecond. */
export const instantParameter = z
  .string()
  .max(64)
  .refine(
    (value) => toInstant(value) !== null,
    'Expected a time from the years 1 to 9999, such as 2026-03-10T15:04:05Z',
  )
  .transform((value) => toInstant(value) ?? value)
  .openapi({ type: 'string', format: 'date-time', example: '2026-03-10T00:00:00-06:00' })

/** A boolean in a query. */
export const flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .openapi({ type: 'string', enum: ['true', 'false'] })
