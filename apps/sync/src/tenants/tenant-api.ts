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
  /** How long a write may take, and wait before it is sent, in milliseconds. @default those of the client */
  readonly writes?: { readonly writeTimeoutMs: number; readonly writeStartTimeoutMs: number }
  /** Called for every response of ServiceTitan; `status` null: no response. */
  readonly onResponse?: (tenantId: string, response: { status: number | null; date: string | null }) => void
}

/** A client of one tenant with the rate limit that all processes share. */
export function createTenantApi(
  credentials: Credentials,
  { pool, perSecond, logger, writes, onResponse }: TenantApiOptions,
): ServiceTitanClient {
  const { tenantId } = credentials
  return createServiceTitanClient({
    ...credentials,
    ...writes,
    logger,
    limiter: createSharedLimiter({ pool, tenantId, perSecond }),
    async fetch(input, init) {
      try {
        const response = await fetch(input, init)
        onResponse?.(tenantId, { status: response.status, date: response.headers.get('date') })
        return response
      } catch (error) {
        onResponse?.(tenantId, { status: null, date: null })
        throw error
      }
    },
  })
}
