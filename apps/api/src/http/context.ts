import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { ApiKey } from '../keys/key-columns.ts'
import type { LimitLookUps } from '../keys/look-up-limit.ts'
import type { TenantAccess } from '../tenant/tenant-access.ts'

/** The dependencies of the API. */
export interface ApiContext {
  readonly pool: pg.Pool
  readonly tenants: TenantAccess
  readonly logger: Logger
  /** Milliseconds. */
  readonly now: () => number
  /** Aborts when the server is about to stop; streams then end. */
  readonly draining: AbortSignal
  /** The address of a request's client, for limits. */
  readonly addressOf: (c: ApiRequest) => string
  /** Limits how many look-ups of secrets an address may send that find nothing. */
  readonly limitLookUps: LimitLookUps
  /** Looks a key, and the sessions of it, up again with the next request: it was revoked. */
  readonly forgetKey: (key: Pick<ApiKey, 'tenantId' | 'keyId'>) => void
  /** The same for all keys of a person, who was changed. */
  readonly forgetPerson: (tenantId: string, personId: string) => void
  /** Interval of a stream's heartbeats, in milliseconds. */
  readonly heartbeatMs: number
  /** Called with 1 when a stream begins, and with -1 when it ends. */
  readonly onStream: (by: 1 | -1) => void
}

export interface ApiEnv {
  Variables: {
    requestId: string
    /** Set for every route under the base path. */
    key: ApiKey
    /** Whether the key is still valid, for responses that last, such as streams. */
    isKeyValid: () => Promise<boolean>
  }
}

/** A request and its response. */
export type ApiRequest = Context<ApiEnv>
export type Api = OpenAPIHono<ApiEnv>

/** Adds routes; `src/routes.ts` lists all modules. */
export type RouteModule = (api: Api, context: ApiContext) => void
