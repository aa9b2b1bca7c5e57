import { z } from '@hono/zod-openapi'
import { ProblemError } from '../http/problem.ts'

/** The header with the version for which a change was made. */
export const versionHeader = {
  // Optional here, because a request without it is refused with 428, and not with 400.
  'if-match': z.string().max(100).optional().openapi({
    description:
      'Required: the version for which the change was made, as `version` of the record or the ETag of its response has it. When the record has another one, the change is refused with 412.',
    example: '"3"',
  }),
}

/**
 * The version in `If-Match`.
 * @throws {ProblemError} 428 when it is missing, 400 when it is no version
 */
export function versionOf(ifMatch: string | undefined): string {
  if (ifMatch === undefined || ifMatch.trim() === '')
    throw new ProblemError(428, 'Send the version of the record that you change as `If-Match: "<version>"`.')
  const version = /^(?:W\/)?"?(0|[1-9]\d{0,17})"?$/.exec(ifMatch.trim())?.[1]
  if (version !== undefined) return version
  const message = 'Expected one version, such as "3"'
  throw new ProblemError(400, 'The request is invalid.', { errors: [{ path: 'header.if-match', message }] })
}
