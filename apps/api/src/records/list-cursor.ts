import { createHash } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { ProblemError } from '../http/problem.ts'

/** Where a list continues: the sort key of the last row of the previous page. */
export type CursorKey = readonly (string | null)[]

const cursorSchema = z.tuple([z.string(), z.array(z.string().max(500).nullable()).max(4)])

/**
 * A time in a cursor, as `instantText` writes it. Unlike one in a request it may be beyond the year 9999, whose end
 * PostgreSQL rounds up.
 */
export const instantKey = z.string().refine((text) => {
  const [, year = '', rest = ''] = instantForm.exec(text) ?? []
  const time = new Date(`+${year.padStart(6, '0')}${rest}Z`)
  // A Date takes the 30th of February for a day in March.
  return Number(year) > 0 && !Number.isNaN(time.getTime()) && time.toISOString().endsWith(`${rest}Z`)
})

const instantForm = /^(\d{4,6})(-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})\d{3}Z$/

/**
 * A cursor as text. It contains a hash of its list, so that another list rejects it.
 * @param list everything that the order and the rows of the list depend on, the tenant and its epoch included
 */
export function formatCursor(list: unknown, key: CursorKey): string {
  return Buffer.from(JSON.stringify([hashOf(list), key])).toString('base64url')
}

/**
 * The sort key in a cursor.
 * @param schemas the schema of each value of the key
 * @throws {ProblemError} 400 when the text is not a cursor of this list
 */
export function parseCursor(list: unknown, text: string, schemas: readonly z.ZodType[]): CursorKey {
  const parsed = cursorSchema.safeParse(decode(text))
  if (!parsed.success || parsed.data[0] !== hashOf(list)) {
    throw refuse(
      'Expected the `nextCursor` of a response for the same filters and the same tenant; else read the list from its start',
    )
  }
  const [, key] = parsed.data
  const isValid =
    key.length === schemas.length &&
    key.every((value, index) => value === null || schemas[index]?.safeParse(value).success)
  if (!isValid) throw refuse('Expected `nextCursor` unchanged')
  return key
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return null
  }
}

function hashOf(list: unknown): string {
  return createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 16)
}

function refuse(message: string): ProblemError {
  return new ProblemError(400, 'The cursor does not belong to this list.', {
    errors: [{ path: 'query.cursor', message }],
  })
}
