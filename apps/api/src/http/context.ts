import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { ApiKey } from '../keys/find-key.ts'
import type { TenantAccess } from '../tenant/tenant-access.ts'

/** What the API is made of: everything that it needs from outside. */
export interface ApiContext {
  readonly pool: pg.Pool
  readonly tenants: TenantAccess
  readonly logger: Logger
  /** Milliseconds. */
  readonly now: () => number
  /** Aborts when the server is about to stop: streams end. */
  readonly draining: AbortSignal
  /** How often a stream shows that it is alive, in milliseconds. */
  readonly heartbeatMs: number
  /** Called with 1 for a stream that begins, and with -1 for one that ends. */
  readonly onStream: (by: 1 | -1) => void
}

export interface ApiEnv {
  Variables: {
    requestId: string
    /** Set for everything under the base path. */
    key: ApiKey
    /** Whether the key works still, for what lasts longer than a request. */
    isKeyValid: () => Promise<boolean>
  }
}

/** A request and its answer. */
export type ApiRequest = Context<ApiEnv>
export type Api = OpenAPIHono<ApiEnv>

/** Adds some routes; `src/routes.ts` lists them all. */
export type RouteModule = (api: Api, context: ApiContext) => void
