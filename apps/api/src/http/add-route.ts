import { createRoute, type RouteConfig, z } from '@hono/zod-openapi'
import type { Handler, MiddlewareHandler } from 'hono'
import type pg from 'pg'
import { type AuditEntry, recordEntries } from 'records'
import type { WriteOptions } from 'records/writes'
import type { Scope } from '../keys/scope.ts'
import type { ReadOptions } from '../tenant/tenant-access.ts'
import { actHeaders, actOf } from './act/act-of.ts'
import { requireScope } from './authenticate.ts'
import type { Api, ApiContext, ApiEnv, ApiRequest } from './context.ts'
import { csvType } from './csv.ts'
import { problem } from './problem-schema.ts'

/** One route: its parameters, its responses, and the required scope. */
export interface RouteDefinition<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  /** @default 'get' */
  readonly method?: 'get' | 'post' | 'patch' | 'delete'
  /** Below the base path, such as `/jobs/{id}`. */
  readonly path: string
  /** Unique; names the operation in generated clients. */
  readonly operationId: string
  /** Groups routes in the reference. */
  readonly tag: string
  readonly summary: string
  readonly description?: string
  /** @default 'read' */
  readonly scope?: Scope
  readonly params?: Params
  /** A strict object: an unknown parameter is an error, and not a wider response. */
  readonly query?: Query
  readonly body?: Body
  /** Headers that the route reads, in lower case. */
  readonly headers?: z.ZodObject
  /** Whether it records entries in the audit log, and so reads who acts and why. @default all methods but GET do */
  readonly isRecorded?: boolean
  /** The body of a success. */
  readonly response: z.ZodType
  /** The statuses of a success. @default 200, or 202 of a POST */
  readonly successes?: readonly (200 | 201 | 202)[]
  /** The media type of a success. @default 'application/json' */
  readonly mediaType?: string
  /** Whether a parameter `format` asks for CSV in place of JSON. @default false */
  readonly hasCsv?: boolean
  /** Statuses besides 400, 401, 403, 429, 500, 503 and 504, which every route may return. */
  readonly problems?: readonly (404 | 409 | 412 | 428)[]
  /** The tables of LAZI's records that must be complete: else `read` is refused with 409. @default none */
  readonly needs?: readonly string[]
}

/** The input of a handler: the parsed and validated request, and the access to its tenant. */
export interface RouteInput<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly c: ApiRequest
  /** Runs `work` in a read-only transaction that sees only the tenant of the key. */
  readonly read: <T>(work: (client: pg.PoolClient) => Promise<T>, options?: ReadOptions) => Promise<T>
  /** As `read`, in the role that may also read payloads, keys and the audit log. */
  readonly inspect: <T>(work: (client: pg.PoolClient) => Promise<T>, options?: ReadOptions) => Promise<T>
  /**
   * As `inspect`, in a transaction that may write.
   * @param work records its changes, after all other writes: an entry that fails rolls them back
   */
  readonly write: <T>(
    work: (
      client: pg.PoolClient,
      record: RecordEntry,
      closing: Pick<WriteOptions, 'act' | 'beforeCommit'>,
    ) => Promise<T>,
  ) => Promise<T>
}

/** Appends an entry about the request to the audit log, in the transaction of the change. */
export type RecordEntry = (entry: AuditEntry) => Promise<void>

/** Adds a route and its entry in the OpenAPI document. */
export function addRoute<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  api: Api,
  { tenants, now }: ApiContext,
  definition: RouteDefinition<Params, Query, Body>,
  handle: (input: RouteInput<z.output<Params>, z.output<Query>, z.output<Body>>) => Promise<Response>,
): void {
  const { needs = [] } = definition
  const handler: Handler<ApiEnv> = (c) => {
    const valid = (target: string) => c.req.valid(target as never) as never
    const { key } = c.var
    return handle({
      params: valid('param'),
      query: valid('query'),
      body: valid('json'),
      headers: valid('header'),
      c,
      read: (work, options) =>
        tenants.read(key, work, { ...options, needs: [...needs, ...(options?.needs ?? [])] }),
      inspect: (work, options) => tenants.inspect(key, work, options),
      write: (work) => {
        const act = actOf(c, key, now())
        return tenants.write(key, (client, beforeCommit) =>
          work(client, (entry) => recordEntries(client, key.tenantId, act, [entry]), { act, beforeCommit }),
        )
      },
    })
  }
  api.openapi(createRoute(routeConfig(definition)), handler as never)
}

function routeConfig(
  definition: RouteDefinition<z.ZodType, z.ZodType, z.ZodType>,
): RouteConfig & { path: string } {
  const { method = 'get', path, operationId, tag, summary, description, scope = 'read' } = definition
  const {
    params,
    query,
    body,
    isRecorded = method !== 'get',
    headers = isRecorded ? z.object({}) : undefined,
    response,
    mediaType = 'application/json',
    successes = [method === 'post' ? 202 : 200],
    hasCsv = false,
    problems = [],
    needs = [],
  } = definition
  const refusals = new Set([...problems, ...(needs.length > 0 ? [409] : [])])
  const statuses = [400, 401, 403, ...refusals, ...(body ? [413, 415] : []), 429, 500, 503, 504]
  return {
    method,
    path,
    operationId,
    tags: [tag],
    summary,
    description: `${description ? `${description} ` : ''}Needs scope \`${scope}\`.`,
    security: [{ apiKey: [] }, { session: [], tenant: [] }],
    middleware: [requireScope(scope)] as MiddlewareHandler[],
    request: {
      ...(params && { params: params as never }),
      ...(query && { query: query as never }),
      ...(headers && { headers: isRecorded ? headers.extend(actHeaders) : headers }),
      ...(body && { body: { required: true, content: { 'application/json': { schema: body } } } }),
    },
    responses: {
      ...Object.fromEntries(
        successes.map((status) => [
          status,
          {
            description: successTexts[status],
            content: {
              [mediaType]: { schema: response },
              ...(hasCsv && { [csvType]: { schema: csvBody } }),
            },
          },
        ]),
      ),
      ...(method === 'get' &&
        mediaType === 'application/json' && {
          304: { description: 'Unchanged since the response with this ETag.' },
        }),
      ...problemResponses(statuses),
    },
  }
}

const csvBody = z.string().openapi({
  description: 'RFC 4180, with the names of the columns in the first line, in UTF-8 with a byte order mark.',
})

/** The documented problems of a route, by status. */
export function problemResponses(statuses: readonly number[]) {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: problemTexts[status] ?? 'Refused.',
        content: { 'application/problem+json': { schema: problem } },
      },
    ]),
  )
}

const successTexts = {
  200: 'The requested data.',
  201: 'What was created.',
  202: 'Accepted; a worker will do it.',
}

const problemTexts: Readonly<Record<number, string>> = {
  400: 'The request is invalid; `errors` lists the problems.',
  401: 'The API key, or the session, is missing, unknown, revoked or expired.',
  403: 'The key lacks the required scope, or a page of another origin used a session.',
  404: 'Not found in this tenant.',
  409: 'Its state does not allow it; a booking is in the way, see `bookings`; or the records are not complete yet, see `waitingFor`.',
  412: 'The record has changed since the version of `If-Match`: see `current` and `changedSince`.',
  413: 'The body is too large.',
  415: 'The media type of the body is not JSON.',
  428: '`If-Match` is missing: the version for which the change was made.',
  429: 'Too many requests; `Retry-After` says when to retry.',
  500: 'Internal error, logged under the request id.',
  503: 'The database is unavailable or busy, or a table is locked; `Retry-After` says when to retry.',
  504: 'The query took too long.',
}
