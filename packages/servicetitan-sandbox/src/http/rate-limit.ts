import type { Clock } from '../lib/clock.ts'
import type { Settings } from '../settings/options.ts'
import { tooManyRequests } from './problem.ts'

/** The refusal of an app's request for a tenant, or undefined within the limit. */
export type RateLimit = (appKey: string, tenantId: number) => Response | undefined

/**
 * Source of the number: the help page on default API rate limits, 60 requests per second, application and
 * tenant. The window of the live API and its message are not documented.
 */
export const createRateLimit = (limit: Settings['rateLimit'], clock: Clock): RateLimit => {
  if (!limit) return () => undefined
  const times = new Map<string, number[]>()
  return (appKey, tenantId) => {
    const key = `${appKey}/${tenantId}`
    const now = clock.now()
    const recent = (times.get(key) ?? []).filter((time) => time > now - 1_000)
    times.set(key, recent)
    if (recent.length >= limit.requestsPerSecond) {
      return tooManyRequests(1, limit.retryAfter ? { 'retry-after': '1' } : {})
    }
    recent.push(now)
    return undefined
  }
}
