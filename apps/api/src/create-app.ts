import { OpenAPIHono } from '@hono/zod-openapi'
import type { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { heartbeatMs as usualHeartbeatMs } from './changes/heartbeat.ts'
import { docsRoutes } from './docs/docs-routes.ts'
import { openApiDocument } from './docs/openapi-document.ts'
import { takeRequestId } from './http/act/take-request-id.ts'
import { allowOrigins } from './http/allow-origins.ts'
import { authenticate } from './http/authenticate.ts'
import { createClientAddress } from './http/client-address.ts'
import type { Api, ApiContext, ApiEnv } from './http/context.ts'
import { consoleFiles } from './http/files/console-files.ts'
import { handleError } from './http/handle-error.ts'
import { createHealth, publicHealthRoutes } from './http/health.ts'
import { limitRate } from './http/limit-rate.ts'
import { logRequests } from './http/log-requests.ts'
import { createMetrics } from './http/metrics.ts'
import { ProblemError, problemResponse } from './http/problem.ts'
import { refuseInvalid } from './http/refuse-invalid.ts'
import { securityHeaders } from './http/security-headers.ts'
import { createKeyCache, type KeyCache } from './keys/key-cache.ts'
import { createLookUpLimit } from './keys/look-up-limit.ts'
import { createRate } from './limits/rate.ts'
import { openPaths, routeModules } from './routes.ts'
import { describeWorkers, readWorkerFigures } from './sync/read-workers.ts'
import { createShares } from './tenant/shares.ts'
import { createTenantAccess } from './tenant/tenant-access.ts'

/** The prefix of every route of the API. */
const basePath = '/api/v2'

export interface AppOptions
  extends Omit<
    ApiContext,
    'addressOf' | 'forgetKey' | 'forgetPerson' | 'heartbeatMs' | 'limitLookUps' | 'onStream' | 'tenants'
  > {
  /** Timeout of one statement, in milliseconds. */
  readonly statementTimeoutMs: number
  /** How long a statement waits for a lock, in milliseconds. */
  readonly lockTimeoutMs: number
  /** Connections of `pool` that requests may use: fewer than it has, so that the readiness check has one. */
  readonly poolSize: number
  /** Connections that one tenant may use at a time. */
  readonly connectionsPerTenant: number
  /** Requests per minute and key; 0: no limit. */
  readonly requestsPerMinute: number
  /** Unknown keys per minute and client's address that are looked up; 0: no limit. */
  readonly unknownKeysPerMinute: number
  /** Proxies in front of the server that append to `X-Forwarded-For`. */
  readonly trustedProxies: number
  /** How long a key is cached, in milliseconds. */
  readonly keyCacheMs: number
  /** Origins whose pages may read the API in a browser. */
  readonly corsOrigins: readonly string[]
  /** Folder of the built console; null: no console. */
  readonly consoleDir: string | null
  /** Interval of a stream's heartbeats, in milliseconds. @default `heartbeatMs` of `changes/heartbeat.ts` */
  readonly heartbeatMs?: number
}

/** Maximum size of a request body, in bytes. */
const maxBodySize = 64 * 1024

/** The whole server without its sockets. */
export interface App {
  /** What clients use. */
  readonly api: Api
  /** Health and metrics, for an address that the public does not reach. */
  readonly health: Hono<ApiEnv>
}

/** @throws when `consoleDir` does not contain the console */
export async function createApp({ heartbeatMs = usualHeartbeatMs, ...options }: AppOptions): Promise<App> {
  const { pool, logger, poolSize, connectionsPerTenant, unknownKeysPerMinute: perMinute, now } = options
  const shares = createShares({ total: poolSize, perHolder: connectionsPerTenant })
  const tenants = createTenantAccess({ ...options, shares, onDeadlock: () => metrics.countDeadlock() })
  const metrics = createMetrics(pool, {
    waitingRequests: shares.waiting,
    readWorkers: () => tenants.readCommon(readWorkerFigures),
  })
  const unknownKeys = perMinute > 0 ? createRate({ perMinute, burst: unknownKeysBurst, now }) : null
  const limitLookUps = createLookUpLimit(unknownKeys)
  const keys = createKeyCache({ tenants, logger, limitLookUps, cacheMs: options.keyCacheMs, now })
  const context: ApiContext = {
    ...options,
    tenants,
    addressOf: createClientAddress(options.trustedProxies),
    limitLookUps,
    forgetKey: ({ tenantId, keyId }) =>
      keys.forget((key) => key.tenantId === tenantId && key.keyId === keyId),
    forgetPerson: (tenantId, personId) =>
      keys.forget((key) => key.tenantId === tenantId && key.person?.id === personId),
    heartbeatMs,
    onStream: metrics.countStream,
  }
  const app = new OpenAPIHono<ApiEnv>()
  app.onError(handleError)
  app.notFound((c) => problemResponse(c, new ProblemError(404, 'No such route. See /api/docs.')))
  app.use(takeRequestId())
  app.use(logRequests({ logger, metrics, now: () => performance.now() }))
  app.use(securityHeaders())
  app.use('/api/*', allowOrigins(options.corsOrigins))
  // A GET has no body, and looking for one costs more than all other middleware.
  app.on(
    ['POST', 'PATCH', 'DELETE'],
    '/api/*',
    bodyLimit({
      maxSize: maxBodySize,
      onError: () => {
        throw tooLarge()
      },
    }),
  )
  app.route('/', publicHealthRoutes())
  const api = createApi(keys, options, context)
  app.route(basePath, api)
  app.route('/api', await docsRoutes(openApiDocument(api, basePath)))
  if (options.consoleDir !== null) app.use(await consoleFiles(options.consoleDir))
  const describeSync = () => tenants.readCommon(describeWorkers)
  return { api: app, health: createHealth(context, metrics, describeSync) }
}

/** The unknown keys that an address may send at once. */
const unknownKeysBurst = 20

function createApi(keys: KeyCache, { requestsPerMinute }: AppOptions, context: ApiContext): Api {
  const { addressOf, now } = context
  const api = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid })
  const isOpen = (path: string) => openPaths.some((open) => path === `${basePath}${open}`)
  api.use(authenticate(keys, { addressOf, isOpen }))
  api.use(limitRate(requestsPerMinute, now))
  for (const addRoutes of routeModules) addRoutes(api, context)
  return api
}

function tooLarge(): ProblemError {
  return new ProblemError(413, `The body exceeds ${maxBodySize / 1024} KiB.`)
}
