import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { requestId } from 'hono/request-id'
import { docsRoutes } from './docs/docs-routes.ts'
import { openApiDocument } from './docs/openapi-document.ts'
import { allowOrigins } from './http/allow-origins.ts'
import { authenticate } from './http/authenticate.ts'
import { consoleFiles } from './http/console-files.ts'
import type { Api, ApiContext, ApiEnv } from './http/context.ts'
import { handleError } from './http/handle-error.ts'
import { healthRoutes } from './http/health.ts'
import { limitRate } from './http/limit-rate.ts'
import { logRequests } from './http/log-requests.ts'
import { createMetrics } from './http/metrics.ts'
import { ProblemError, problemResponse } from './http/problem.ts'
import { refuseInvalid } from './http/refuse-invalid.ts'
import { securityHeaders } from './http/security-headers.ts'
import { createKeyCache } from './keys/key-cache.ts'
import { routeModules } from './routes.ts'
import { createTenantAccess } from './tenant/tenant-access.ts'

/** The prefix of every route of the API. */
const basePath = '/api/v2'

export interface AppOptions extends Omit<ApiContext, 'heartbeatMs' | 'onStream' | 'tenants'> {
  /** Timeout of one statement, in milliseconds. */
  readonly statementTimeoutMs: number
  /** Requests per minute and key; 0: no limit. */
  readonly requestsPerMinute: number
  /** How long a key is cached, in milliseconds. */
  readonly keyCacheMs: number
  /** Origins whose pages may read the API in a browser. */
  readonly corsOrigins: readonly string[]
  /** Folder of the built console; null: no console. */
  readonly consoleDir: string | null
  /** Interval of a stream's heartbeats, in milliseconds. @default 15_000 */
  readonly heartbeatMs?: number
}

/** Maximum size of a request body, in bytes. */
const maxBodySize = 64 * 1024

/** The whole server without its socket. @throws when `consoleDir` does not contain the console */
export async function createApp({ heartbeatMs = 15_000, ...options }: AppOptions): Promise<Api> {
  const { pool, logger } = options
  const metrics = createMetrics(pool)
  const tenants = createTenantAccess(options)
  const context: ApiContext = { ...options, tenants, heartbeatMs, onStream: metrics.countStream }
  const app = new OpenAPIHono<ApiEnv>()
  app.onError((error, c) => handleError(error, c, logger))
  app.notFound((c) => problemResponse(c, new ProblemError(404, 'No such route. See /api/docs.')))
  app.use(requestId({ limitLength: 64 }))
  app.use(logRequests({ logger, metrics, now: () => performance.now() }))
  app.use(securityHeaders())
  app.use('/api/*', allowOrigins(options.corsOrigins))
  // A GET has no body, and looking for one costs more than all other middleware.
  app.on(
    'POST',
    '/api/*',
    bodyLimit({
      maxSize: maxBodySize,
      onError: () => {
        throw tooLarge()
      },
    }),
  )
  app.route('/', healthRoutes(context, metrics))
  const api = createApi(options, context)
  app.route(basePath, api)
  app.route('/api', await docsRoutes(openApiDocument(api, basePath)))
  if (options.consoleDir !== null) app.use(await consoleFiles(options.consoleDir))
  return app
}

function createApi({ keyCacheMs, requestsPerMinute }: AppOptions, context: ApiContext): Api {
  const { tenants, logger, now } = context
  const api = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid })
  api.use(authenticate(createKeyCache({ tenants, logger, now, cacheMs: keyCacheMs })))
  api.use(limitRate(requestsPerMinute))
  for (const addRoutes of routeModules) addRoutes(api, context)
  return api
}

function tooLarge(): ProblemError {
  return new ProblemError(413, `The body exceeds ${maxBodySize / 1024} KiB.`)
}
