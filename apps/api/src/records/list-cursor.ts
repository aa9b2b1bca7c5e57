import { createHash } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { ProblemError } from '../http/problem.ts'

/** Where a list goes on: the sort key of the last row that was shown. */
export type CursorKey = readonly (string | null)[]

const form = z.tuple([z.string(), z.array(z.string().max(500).nullable()).max(4)])

/**
 * A cursor as text. It names what it belongs to by a hash, so that it is not taken for a place in another list.
 * @param list everything that the order and the rows of the list depend on, the tenant included
 */
export function formatCursor(list: unknown, key: CursorKey): string {
  return Buffer.from(JSON.stringify([nameOf(list), key])).toString('base64url')
}

/**
 * The sort key in a cursor.
 * @param schemas what each value of the key has to be
 * @throws {ProblemError} 400 when it is no cursor, or one of another list
 */
export function parseCursor(list: unknown, text: string, schemas: readonly z.ZodType[]): CursorKey {
  const parsed = form.safeParse(decode(text))
  if (!parsed.success || parsed.data[0] !== nameOf(list)) {
    throw refuse('Expected `nextCursor` of an answer to the same filters, of the same tenant')
  }
  const [, key] = parsed.data
  const isWhole =
    key.length === schemas.length &&
    key.every((value, index) => value === null || schemas[index]?.safeParse(value).success)
  if (!isWhole) throw refuse('Expected `nextCursor` as it was given')
  return key
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return null
  }
}

function nameOf(list: unknown): string {
  return createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 16)
}

function refuse(message: string): ProblemError {
  return new ProblemError(400, 'The cursor does not belong to this list.', {
    errors: [{ path: 'query.cursor', message }],
  })
}
