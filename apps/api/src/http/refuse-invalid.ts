import type { Hook } from '@hono/zod-openapi'
import type { ApiEnv } from './context.ts'
import { ProblemError } from './problem.ts'

const places: Readonly<Record<string, string>> = { param: 'path', json: 'body' }

/**
 * Refuses a request whose parts are not as the route takes them, with every problem and its place.
 * @throws {ProblemError} 400
 */
// biome-ignore lint/suspicious/noExplicitAny: the hook is the same for every route.
export const refuseInvalid: Hook<any, ApiEnv, any, any> = (result) => {
  if (result.success) return
  const place = places[result.target] ?? result.target
  const errors = result.error.issues.flatMap((issue) => {
    const path = [place, ...issue.path.map(String)]
    if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: issue.message }]
    return issue.keys.map((key) => ({
      path: [...path, key].join('.'),
      message: 'There is no such parameter.',
    }))
  })
  throw new ProblemError(400, 'The request is not as this route takes it.', { errors })
}
