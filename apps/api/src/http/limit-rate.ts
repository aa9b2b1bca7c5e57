import { createMiddleware } from 'hono/factory'
import type { ApiKey } from '../keys/key-columns.ts'
import { createRate, type Taken } from '../limits/rate.ts'
import type { ApiEnv } from './context.ts'
import { ProblemError } from './problem.ts'

/** The burst is the requests of this many seconds. */
const burstSeconds = 5

/**
 * Limits the requests of a key per minute, those of its sessions included, evenly: after a pause, those of five seconds may be sent at once. Each process
 * counts its own requests.
 * @param perMinute 0: no limit
 * @param now milliseconds
 * @throws {ProblemError} 429 from the middleware, over the limit
 */
export function limitRate(perMinute: number, now: () => number) {
  const burst = Math.max(1, Math.ceil((perMinute * burstSeconds) / 60))
  const rate = perMinute > 0 ? createRate({ perMinute, burst, now }) : null
  return createMiddleware<ApiEnv>(async (c, next) => {
    const key = c.var.key as ApiKey | undefined
    if (!rate || !key) return next()
    const { tenantId, keyId } = key
    const taken = rate.take(`${tenantId}_${keyId}`)
    const headers = headersOf(burst, taken)
    if (!taken.isAllowed) throw tooMany({ perMinute, burst }, taken, headers)
    for (const [name, value] of Object.entries(headers)) c.header(name, value)
    return next()
  })
}

function tooMany(
  { perMinute, burst }: { readonly perMinute: number; readonly burst: number },
  { waitMs }: Taken,
  headers: Readonly<Record<string, string>>,
): ProblemError {
  return new ProblemError(
    429,
    `This key may send ${perMinute} requests per minute, and ${burst} of them at once after a pause.`,
    { headers: { ...headers, 'retry-after': seconds(waitMs) } },
  )
}

function headersOf(burst: number, { remaining, fullMs }: Taken): Record<string, string> {
  return {
    'ratelimit-limit': String(burst),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': seconds(fullMs),
  }
}

const seconds = (ms: number): string => String(Math.ceil(ms / 1_000))
