import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { ApiRequest, RouteModule } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'
import { JsonText, sendAccepted, sendJson } from '../http/send-json.ts'
import { id } from '../http/values.ts'
import { cachedResource } from '../records/cached-resources.ts'
import { cursorParameter, limitParameter } from '../records/list-parameters.ts'
import { pageOf } from '../records/page-of.ts'
import { resourceName } from '../records/resource-name.ts'
import { tableName } from '../records/table-names.ts'
import { readSyncState } from './read-sync-state.ts'
import { readRequest, requestSync } from './requests.ts'
import { listRuns, readRun } from './runs.ts'
import {
  acceptedRequest,
  runKind,
  runStatus,
  syncRequest,
  syncRun,
  syncRunPage,
  syncState,
} from './sync-schemas.ts'

const tag = 'Sync'
const none = z.strictObject({})

/** `/sync`: the state of the tables, their runs, and requests for syncs. */
export const syncRoutes: RouteModule = (api, context) => {
  const state = { path: '/sync', operationId: 'getSyncState', tag, query: none, response: syncState }
  addRoute(api, context, { ...state, summary: 'The state of workers and tables' }, async ({ c, read }) => {
    const now = new Date(context.now())
    return sendJson(c, await read((client) => readSyncState(client, c.var.key.tenantId, now)))
  })

  const runs = {
    path: '/sync/runs',
    operationId: 'listSyncRuns',
    tag,
    summary: 'List runs, newest first',
    query: z.strictObject({
      resource: resourceName.optional(),
      status: runStatus.optional(),
      limit: limitParameter,
      cursor: cursorParameter,
    }),
    response: syncRunPage,
  }
  addRoute(api, context, runs, async ({ query: { limit, cursor, ...filter }, c, read }) => {
    const list = ['runs', filter.resource ?? null, filter.status ?? null]
    return pageOf(c, { list, limit, cursor }, [id], (after, count) =>
      read((client) => listRuns(client, c.var.key.tenantId, filter, { after, count }), {
        byIndexOrder: true,
      }),
    )
  })

  const run = {
    path: '/sync/runs/{id}',
    operationId: 'getSyncRun',
    tag,
    summary: 'Get a run, running or finished',
    params: z.object({ id: id.openapi({ example: '1' }) }),
    query: none,
    response: syncRun,
    problems: [404] as const,
  }
  addRoute(api, context, run, async ({ params, c, read }) =>
    sendFound(c, await read((client) => readRun(client, c.var.key.tenantId, params.id)), 'run'),
  )

  const request = {
    path: '/sync/requests/{id}',
    operationId: 'getSyncRequest',
    tag,
    summary: 'Get the status of a request',
    params: z.object({ id }),
    query: none,
    response: syncRequest,
    problems: [404] as const,
  }
  addRoute(api, context, request, async ({ params, c, read }) =>
    sendFound(c, await read((client) => readRequest(client, c.var.key.tenantId, params.id)), 'request'),
  )

  const sync = {
    method: 'post' as const,
    path: '/sync/{resource}',
    operationId: 'askForSync',
    tag,
    scope: 'sync' as const,
    summary: 'Request a sync',
    description:
      'A worker runs it. If the same sync is requested already and pending, the response is that request.',
    params: z.object({ resource: resourceName }),
    body: z.strictObject({
      kind: runKind,
      allowDeletes: z
        .boolean()
        .default(false)
        .openapi({ description: 'Whether a full sync may set any number of tombstones.' }),
    }),
    response: acceptedRequest,
  }
  addRoute(api, context, sync, async ({ params, body, c, write }) => {
    const { key } = c.var
    const table = tableName(cachedResource(params.resource))
    const accepted = await write((client, record) =>
      requestSync(client, key, { ...body, tableName: table, subject: 'run' }, record),
    )
    return sendAccepted(c, accepted, `/api/v2/sync/requests/${accepted.requestId}`)
  })
}

function sendFound(c: ApiRequest, row: string | null, noun: string): Promise<Response> {
  if (row === null) throw new ProblemError(404, `This tenant has no such ${noun}.`)
  return sendJson(c, new JsonText(row))
}
