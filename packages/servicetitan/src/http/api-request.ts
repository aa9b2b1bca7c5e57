import type { ClientConfig } from '../config/config.ts'
import type { RequestContext } from './errors.ts'
import type { Exchange } from './exchange.ts'

/** The path of an endpoint of the tenant, below the host. */
export function tenantPath(config: ClientConfig, module: string, path: string): string {
  return `/${module}/v2/tenant/${config.tenantId}/${path}`
}

/** The headers of every API request. */
export function apiHeaders(config: ClientConfig, token: string): Record<string, string> {
  return {
    accept: 'application/json',
    authorization: `Bearer ${token}`,
    'st-app-key': config.appKey,
    'user-agent': config.userAgent,
  }
}

/** Logs a received response, without its query, headers and body. */
export function logResponse(
  config: ClientConfig,
  response: Pick<Exchange, 'status' | 'bytes' | 'sentAt'>,
  context: RequestContext,
): void {
  config.logger.debug(
    {
      method: context.method,
      path: context.path,
      status: response.status,
      bytes: response.bytes,
      durationMs: Math.round(config.now() - response.sentAt),
    },
    'response',
  )
}
