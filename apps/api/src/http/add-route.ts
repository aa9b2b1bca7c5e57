import { createRoute, type RouteConfig, type z } from '@hono/zod-openapi'
import type { Handler, MiddlewareHandler } from 'hono'
import type pg from 'pg'
import type { Scope } from '../keys/scope.ts'
import type { PlanOptions } from '../tenant/tenant-access.ts'
import { requireScope } from './authenticate.ts'
import type { Api, ApiContext, ApiEnv, ApiRequest } from './context.ts'
import { problem } from './problem-schema.ts'

/** One route: its parameters, its answers, and the scope it needs. */
export interface RouteDefinition<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  /** @default 'get' */
  readonly method?: 'get' | 'post'
  /** Below the base path, such as `/jobs/{id}`. */
  readonly path: string
  /** Unique; names the operation for who generates clients. */
  readonly operationId: string
  /** Groups routes in the reference. */
  readonly tag: string
  readonly summary: string
  readonly description?: string
  /** @default 'read' */
  readonly scope?: Scope
  readonly params?: Params
  /** A strict object: an unknown parameter is an error, and not a wider answer. */
  readonly query?: Query
  readonly body?: Body
  /** Headers that mean something to the route, in lower case. */
  readonly headers?: z.ZodObject
  /** What a good answer holds: 200, or 202 for a POST. */
  readonly response: z.ZodType
  /** The media type of a good answer. @default 'application/json' */
  readonly mediaType?: string
  /** Statuses other than 400, 401, 403, 429, 500, 503 and 504, which every route may answer. */
  readonly problems?: readonly (404 | 409)[]
}

/** What a handler gets: the request, parsed and validated, and its tenant. */
export interface RouteInput<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly c: ApiRequest
  /** Runs `work` in a read-only transaction that sees the asker's tenant only. */
  readonly read: <T>(work: (client: pg.PoolClient) => Promise<T>, plan?: PlanOptions) => Promise<T>
  /** The same in the role that looks up keys and requests syncs, and may write. */
  readonly write: <T>(work: (client: pg.PoolClient) => Promise<T>) => Promise<T>
}

/** Adds a route and its entry in the OpenAPI document. */
export function addRoute<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  api: Api,
  { tenants }: ApiContext,
  definition: RouteDefinition<Params, Query, Body>,
  handle: (input: RouteInput<z.output<Params>, z.output<Query>, z.output<Body>>) => Promise<Response>,
): void {
  const handler: Handler<ApiEnv> = (c) => {
    const valid = (target: string) => c.req.valid(target as never) as never
    const { tenantId } = c.var.key
    return handle({
      params: valid('param'),
      query: valid('query'),
      body: valid('json'),
      headers: valid('header'),
      c,
      read: (work, plan) => tenants.read(tenantId, work, plan),
      write: (work) => tenants.write(tenantId, work),
    })
  }
  api.openapi(createRoute(routeConfig(definition)), handler as never)
}

function routeConfig(
  definition: RouteDefinition<z.ZodType, z.ZodType, z.ZodType>,
): RouteConfig & { path: string } {
  const { method = 'get', path, operationId, tag, summary, description, scope = 'read' } = definition
  const { params, query, body, headers, response, mediaType = 'application/json', problems = [] } = definition
  const good = method === 'get' ? 200 : 202
  const statuses = [400, 401, 403, ...problems, ...(body ? [413, 415] : []), 429, 500, 503, 504]
  return {
    method,
    path,
    operationId,
    tags: [tag],
    summary,
    description: `${description ? `${description} ` : ''}Needs scope \`${scope}\`.`,
    security: [{ apiKey: [] }],
    middleware: [requireScope(scope)] as MiddlewareHandler[],
    request: {
      ...(params && { params: params as never }),
      ...(query && { query: query as never }),
      ...(headers && { headers }),
      ...(body && { body: { required: true, content: { 'application/json': { schema: body } } } }),
    },
    responses: {
      [good]: { description: goodWords[good], content: { [mediaType]: { schema: response } } },
      ...(method === 'get' &&
        mediaType === 'application/json' && {
          304: { description: 'Unchanged since the answer with this ETag.' },
        }),
      ...Object.fromEntries(
        statuses.map((status) => [
          status,
          {
            description: problemWords[status] ?? 'Refused.',
            content: { 'application/problem+json': { schema: problem } },
          },
        ]),
      ),
    },
  }
}

const goodWords = { 200: 'The answer.', 202: 'Taken; a worker will do it.' }

const problemWords: Readonly<Record<number, string>> = {
  400: 'The request is invalid; `errors` says where.',
  401: 'No API key, or one that is unknown, revoked or expired.',
  403: 'The key lacks the scope.',
  404: 'There is no such thing in this tenant.',
  409: 'It is already resolved.',
  413: 'The body is too large.',
  415: 'The body is no JSON by its media type.',
  429: 'Too many requests; `Retry-After` says when to retry.',
  500: 'Our fault. It was logged with the request id.',
  503: 'The database cannot be reached just now.',
  504: 'The query took too long.',
}
