import type { Logger } from '../lib/logger.ts'
import type { RequestContext } from './errors.ts'
import type { Exchange } from './exchange.ts'

/** The settings of a client that its requests carry. */
interface ApiIdentity {
  readonly tenantId: string
  readonly appKey: string
  readonly userAgent: string
}

/** The path of an endpoint of the tenant, below the host. */
export function tenantPath(
  { tenantId }: Pick<ApiIdentity, 'tenantId'>,
  module: string,
  path: string,
): string {
  return `/${module}/v2/tenant/${tenantId}/${path}`
}

/** The headers of every API request. */
export function apiHeaders({ appKey, userAgent }: ApiIdentity, token: string): Record<string, string> {
  return {
    accept: 'application/json',
    authorization: `Bearer ${token}`,
    'st-app-key': appKey,
    'user-agent': userAgent,
  }
}

/** Logs a received response, without its query, headers and body. */
export function logResponse(
  { logger, now }: { readonly logger: Logger; readonly now: () => number },
  response: Pick<Exchange, 'status' | 'bytes' | 'sentAt'>,
  context: RequestContext,
): void {
  logger.debug(
    {
      method: context.method,
      path: context.path,
      status: response.status,
      bytes: response.bytes,
      durationMs: Math.round(now() - response.sentAt),
    },
    'response',
  )
}
