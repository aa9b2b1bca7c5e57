import { z } from '@hono/zod-openapi'
import type { QuarantineAction } from 'db-migrations/protocol'
import { addRoute } from '../http/add-route.ts'
import type { Api, ApiContext, RouteModule } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'
import { JsonText, sendAccepted, sendJson } from '../http/send-json.ts'
import { id } from '../http/values.ts'
import { includesScope } from '../keys/scope.ts'
import { cursorParameter, limitParameter } from '../records/list-parameters.ts'
import { pageOf } from '../records/page-of.ts'
import { resourceName } from '../records/resource-name.ts'
import { requestSync } from '../sync/requests.ts'
import { acceptedRequest } from '../sync/sync-schemas.ts'
import { drift, quarantineDetail, quarantinePage } from './quarantine-schemas.ts'
import { findEntry, listDrift, listQuarantine, readEntry, viewEntry } from './read-quarantine.ts'

const tag = 'Quarantine and drift'
const none = z.strictObject({})
const noEntry = 'This tenant has no such quarantine entry.'

/** `/sync/quarantine` and `/sync/drift`: records that could not be written, and differences from the known fields. */
export const quarantineRoutes: RouteModule = (api, context) => {
  const entries = {
    path: '/sync/quarantine',
    operationId: 'listQuarantine',
    tag,
    summary: 'List records that could not be written, newest first',
    query: z.strictObject({
      resource: resourceName.optional(),
      state: z.enum(['open', 'resolved']).default('open'),
      limit: limitParameter,
      cursor: cursorParameter,
    }),
    response: quarantinePage,
  }
  addRoute(api, context, entries, async ({ query: { limit, cursor, ...filter }, c, read }) => {
    const { tenantId } = c.var.key
    const list = ['quarantine', filter.resource ?? null, filter.state]
    return pageOf(c, { list, limit, cursor }, [id], (after, count) =>
      read((client) => listQuarantine(client, tenantId, filter, { after, count })),
    )
  })

  const entry = {
    path: '/sync/quarantine/{id}',
    operationId: 'getQuarantineEntry',
    tag,
    summary: 'Get a quarantine entry; with scope admin, also the received payload',
    description: 'A payload that is returned is an entry in the audit log.',
    isRecorded: true,
    params: z.object({ id }),
    query: none,
    response: quarantineDetail,
    problems: [404] as const,
  }
  addRoute(api, context, entry, async ({ params, c, read, write }) => {
    const { tenantId, scopes } = c.var.key
    // `lazi_reader` may not read payloads: they contain the sensitive fields that are excluded from records.
    const row = await (includesScope(scopes, 'admin')
      ? write((client, record) => viewEntry(client, tenantId, params.id, record))
      : read((client) => readEntry(client, tenantId, params.id)))
    if (row === null) throw new ProblemError(404, noEntry)
    return sendJson(c, new JsonText(row))
  })

  addAction(api, context, 'replay', 'Request that a quarantined record is written again')
  addAction(api, context, 'drop', 'Request that a quarantine entry is resolved without writing its record')

  const drifts = { path: '/sync/drift', operationId: 'listDrift', tag, query: none, response: drift }
  addRoute(
    api,
    context,
    { ...drifts, summary: 'List fields that ServiceTitan sends differently from what was known' },
    async ({ c, read }) =>
      sendJson(c, new JsonText(await read((client) => listDrift(client, c.var.key.tenantId)))),
  )
}

function addAction(api: Api, context: ApiContext, kind: QuarantineAction, summary: string): void {
  const definition = {
    method: 'post' as const,
    scope: 'admin' as const,
    path: `/sync/quarantine/{id}/${kind}`,
    operationId: `${kind}QuarantineEntry`,
    tag,
    summary,
    params: z.object({ id }),
    query: none,
    response: acceptedRequest,
    problems: [404, 409] as const,
    description: 'A worker carries it out.',
  }
  addRoute(api, context, definition, async ({ params, c, write }) => {
    const { key } = c.var
    const accepted = await write(async (client, record) => {
      const found = await findEntry(client, key.tenantId, params.id)
      if (!found) throw new ProblemError(404, noEntry)
      if (found.isResolved) throw new ProblemError(409, 'This entry is already resolved.')
      const { quarantineId, tableName } = found
      const request = { subject: 'quarantine' as const, kind, quarantineId, tableName }
      return requestSync(client, key, request, record)
    })
    return sendAccepted(c, accepted, `/api/v2/sync/requests/${accepted.requestId}`)
  })
}
