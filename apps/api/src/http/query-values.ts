import { z } from '@hono/zod-openapi'

/** A local date, such as 2026-03-10. */
export const localDate = z.iso
  .date()
  .refine((date) => date >= '1900-01-01' && date < '2200-01-01', 'Expected a date from 1900 to 2199')
  .openapi({ type: 'string', format: 'date', example: '2026-03-10' })

/** A time in the tenant's time zone, such as 08:30. */
export const localTime = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'Expected a time from 00:00 to 24:00, such as 08:30')
  .openapi({ example: '08:30' })

/** A whole number in a query. */
export function whole(min: number, max: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/, 'Expected a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `Expected a whole number from ${min} to ${max}`)
    .openapi({ type: 'integer', minimum: min, maximum: max })
}

/** A decimal number in a query, also in scientific notation. */
export function decimal(min: number, max: number) {
  return z
    .string()
    .max(32)
    .regex(/^-?\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?$/i, 'Expected a number, such as 32.7767')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `Expected a number from ${min} to ${max}`)
    .openapi({ type: 'number', minimum: min, maximum: max })
}
