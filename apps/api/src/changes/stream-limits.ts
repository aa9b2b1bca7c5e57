import { ProblemError } from '../http/problem.ts'
import type { ApiKey } from '../keys/key-columns.ts'

/** Concurrent streams in this process. A key has fewer, so that it cannot take those of the tenant's other keys. */
const limits = { ofKey: 20, ofTenant: 100 }

/** Counts the open streams of each key and each tenant. */
export interface StreamLimits {
  /** @returns a function to call once, when the stream ends @throws {ProblemError} 429, over a limit */
  readonly open: (key: Pick<ApiKey, 'tenantId' | 'keyId'>) => () => void
}

export function createStreamLimits({ ofKey, ofTenant } = limits): StreamLimits {
  const counts = new Map<string, number>()
  const add = (name: string, by: 1 | -1) => {
    const count = (counts.get(name) ?? 0) + by
    if (count > 0) counts.set(name, count)
    else counts.delete(name)
  }
  return {
    open({ tenantId, keyId }) {
      const key = `${tenantId}_${keyId}`
      if ((counts.get(key) ?? 0) >= ofKey)
        throw tooMany(`This key may have ${ofKey} streams at the same time.`)
      if ((counts.get(tenantId) ?? 0) >= ofTenant)
        throw tooMany(`This tenant may have ${ofTenant} streams at the same time, of all keys together.`)
      for (const name of [key, tenantId]) add(name, 1)
      return () => {
        for (const name of [key, tenantId]) add(name, -1)
      }
    },
  }
}

function tooMany(detail: string): ProblemError {
  return new ProblemError(429, detail, { headers: { 'retry-after': '30' } })
}
