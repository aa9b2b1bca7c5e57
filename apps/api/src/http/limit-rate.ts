import { createMiddleware } from 'hono/factory'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { ApiEnv } from './context.ts'
import { ProblemError } from './problem.ts'

const windowSeconds = 60

/**
 * Limits the requests of a key per minute. Each process counts its own requests.
 * @param perMinute 0: no limit
 * @throws {ProblemError} 429 from the middleware, over the limit
 */
export function limitRate(perMinute: number) {
  const limiter = perMinute > 0 ? new RateLimiterMemory({ points: perMinute, duration: windowSeconds }) : null
  return createMiddleware<ApiEnv>(async (c, next) => {
    if (!limiter) return next()
    const { tenantId, keyId } = c.var.key
    const spent = await limiter.consume(`${tenantId}_${keyId}`).catch((refusal: unknown) => {
      if (refusal instanceof RateLimiterRes) throw tooMany(perMinute, refusal)
      throw refusal
    })
    for (const [name, value] of Object.entries(headersOf(perMinute, spent))) c.header(name, value)
    return next()
  })
}

function tooMany(perMinute: number, spent: RateLimiterRes): ProblemError {
  const headers = headersOf(perMinute, spent)
  return new ProblemError(429, `This key may send ${perMinute} requests per minute.`, {
    headers: { ...headers, 'retry-after': headers['ratelimit-reset'] },
  })
}

function headersOf(perMinute: number, { remainingPoints, msBeforeNext }: RateLimiterRes) {
  return {
    'ratelimit-limit': String(perMinute),
    'ratelimit-remaining': String(remainingPoints),
    'ratelimit-reset': String(Math.ceil(msBeforeNext / 1000)),
  }
}
