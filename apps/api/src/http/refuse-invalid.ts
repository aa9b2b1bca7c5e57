import type { Hook } from '@hono/zod-openapi'
import type { ApiEnv } from './context.ts'
import { ProblemError } from './problem.ts'

const partNames: Readonly<Record<string, string>> = { param: 'path', json: 'body' }

/**
 * Refuses a request that does not match the route's schema, and lists every problem with its path.
 * @throws {ProblemError} 400
 */
// biome-ignore lint/suspicious/noExplicitAny: the hook is the same for every route.
export const refuseInvalid: Hook<any, ApiEnv, any, any> = (result) => {
  if (result.success) return
  const part = partNames[result.target] ?? result.target
  const errors = result.error.issues.flatMap((issue) => {
    const path = [part, ...issue.path.map(String)]
    if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: issue.message }]
    return issue.keys.map((key) => ({
      path: [...path, key].join('.'),
      message: issue.message.split('\n').find((line) => line.startsWith(`${key} `)) ?? 'Unknown parameter.',
    }))
  })
  throw new ProblemError(400, 'The request is invalid.', { errors })
}
