import type pg from 'pg'
import type { Logger } from 'pino'
import { createServiceTitanClient, type ServiceTitanClient } from 'servicetitan'
import type { Credentials } from './credentials.ts'
import { createSharedLimiter } from './shared-limiter.ts'

export interface TenantApiOptions {
  /** Connections for the rate limit, which all processes share. */
  readonly pool: pg.Pool
  /** Requests per second of all processes together. */
  readonly perSecond: number
  readonly logger: Logger
  /** Called for every answer of ServiceTitan; `status` null: no answer. */
  readonly onAnswer?: (tenantId: string, answer: { status: number | null; date: string | null }) => void
}

/** A client of one tenant with the rate limit that all processes share. */
export function createTenantApi(
  credentials: Credentials,
  { pool, perSecond, logger, onAnswer }: TenantApiOptions,
): ServiceTitanClient {
  const { tenantId } = credentials
  return createServiceTitanClient({
    ...credentials,
    logger,
    limiter: createSharedLimiter({ pool, tenantId, perSecond }),
    async fetch(input, init) {
      try {
        const response = await fetch(input, init)
        onAnswer?.(tenantId, { status: response.status, date: response.headers.get('date') })
        return response
      } catch (error) {
        onAnswer?.(tenantId, { status: null, date: null })
        throw error
      }
    },
  })
}
