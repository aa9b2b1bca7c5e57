import { z } from '@hono/zod-openapi'
import { type Act, maxReasonLength } from 'records'
import type { ApiKey } from '../../keys/key-columns.ts'
import type { ApiRequest } from '../context.ts'
import { ProblemError } from '../problem.ts'

const maxNameLength = 200

/** Text of a header, percent-encoded, since HTTP defines only ASCII for values. An empty one is not said. */
const encodedText = (max: number) =>
  z
    .string()
    .transform((value, context) => {
      const text = decode(value)?.trim()
      if (text !== undefined && !text.includes('\0') && [...text].length <= max) return text || undefined
      context.addIssue({
        code: 'custom',
        message: `Expected at most ${max} characters, in percent-encoded UTF-8`,
      })
      return z.NEVER
    })
    .optional()

/** The headers with which a request explains itself to the audit log; a route that records entries reads them. */
export const actHeaders = {
  'x-on-behalf-of': encodedText(maxNameLength).openapi({
    type: 'string',
    description: `For whom the key acts, such as a user of the app, for the audit log: what the app says, which nothing proves. Percent-encoded UTF-8, at most ${maxNameLength} characters.`,
    example: 'ada@example.com',
  }),
  'x-reason': encodedText(maxReasonLength).openapi({
    type: 'string',
    description: `Why, for the audit log: percent-encoded UTF-8, at most ${maxReasonLength} characters.`,
    example: 'Key%20of%20a%20lost%20tablet',
  }),
}

/**
 * Who acts in a request, why, and through which request, for its entries in the audit log: a person, or an app.
 * @param c a request of a route whose headers include {@link actHeaders}
 * @param key of the request, or the one that it signs in with
 * @param now in milliseconds
 * @throws {ProblemError} 400 when a person acts for another one: only apps do
 */
export function actOf(
  c: ApiRequest,
  { keyId, name, person }: Pick<ApiKey, 'keyId' | 'name' | 'person'>,
  now: number,
): Act {
  const headers = c.req.valid('header' as never) as z.infer<z.ZodObject<typeof actHeaders>>
  const onBehalfOf = headers['x-on-behalf-of']
  if (person && onBehalfOf)
    throw new ProblemError(400, `X-On-Behalf-Of is for keys of apps; this one is ${person.name}'s.`)
  return {
    actor: { kind: 'key', id: keyId, name: person?.name ?? name, onBehalfOf },
    reason: headers['x-reason'],
    requestId: c.var.requestId,
    now: new Date(now),
  }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
