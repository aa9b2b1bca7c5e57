import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { requestId } from 'hono/request-id'
import { allowOrigins } from './http/allow-origins.ts'
import { authenticate } from './http/authenticate.ts'
import type { Api, ApiContext, ApiEnv } from './http/context.ts'
import { handleError } from './http/handle-error.ts'
import { healthRoutes } from './http/health.ts'
import { limitRate } from './http/limit-rate.ts'
import { logRequests } from './http/log-requests.ts'
import { createMetrics } from './http/metrics.ts'
import { ProblemError, problemResponse } from './http/problem.ts'
import { refuseInvalid } from './http/refuse-invalid.ts'
import { securityHeaders } from './http/security-headers.ts'
import { createKeyRing } from './keys/key-ring.ts'
import { routeModules } from './routes.ts'

/** Where every route of the API is. */
export const basePath = '/api/v2'

export interface AppOptions extends ApiContext {
  /** Requests a minute of one key; 0: no limit. */
  readonly requestsPerMinute: number
  /** How long a key that was looked up is believed, in milliseconds. */
  readonly keyCacheMs: number
  /** Origins whose pages may read the API in a browser. */
  readonly corsOrigins: readonly string[]
  /** Folder of the console's built files; null: no console. */
  readonly consoleDir: string | null
}

/** Longest body of a request, in bytes. */
const maxBodySize = 64 * 1024

/** The whole server, less its socket. */
export function createApp(options: AppOptions): Api {
  const { pool, logger, now } = options
  const metrics = createMetrics(pool)
  const app = new OpenAPIHono<ApiEnv>()
  app.onError((error, c) => handleError(error, c, logger))
  app.notFound((c) => problemResponse(c, new ProblemError(404, 'There is nothing here. See /api/docs.')))
  app.use(requestId({ limitLength: 64 }))
  app.use(logRequests({ logger, metrics, now: () => performance.now() }))
  app.use(securityHeaders())
  app.use('/api/*', allowOrigins(options.corsOrigins))
  // A GET has no body, and to look for one costs more than the rest of the way.
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
  app.route('/', healthRoutes(options, metrics))
  app.route(basePath, createApi(options, now))
  return app
}

function createApi(options: AppOptions, now: () => number): Api {
  const { pool, logger, statementTimeoutMs, keyCacheMs, requestsPerMinute } = options
  const api = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid })
  api.use(authenticate(createKeyRing({ pool, logger, statementTimeoutMs, cacheMs: keyCacheMs, now })))
  api.use(limitRate(requestsPerMinute))
  for (const addRoutes of routeModules) addRoutes(api, options)
  return api
}

function tooLarge(): ProblemError {
  return new ProblemError(413, `A body may have ${maxBodySize / 1024} KiB.`)
}
