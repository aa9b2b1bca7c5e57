import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'
import { JsonText, sendJson } from '../http/send-json.ts'
import { id } from '../http/values.ts'
import { pageOf } from '../records/page-of.ts'
import { auditEntry, auditPage, auditQuery } from './audit-schemas.ts'
import { auditKey, listEntries, readAuditEntry } from './read-audit.ts'

const shared = { tag: 'Audit log', scope: 'admin' as const }

/** `/audit`: who changed what in LAZI, when and why. */
export const auditRoutes: RouteModule = (api, context) => {
  const entries = {
    ...shared,
    path: '/audit',
    operationId: 'listAuditEntries',
    summary: 'List who changed what, newest first',
    description:
      'Of one thing (`entity`, `entityId`), one actor, or one request, or of the tenant; in the period that begins at `from` and ends before `before`.',
    query: auditQuery,
    response: auditPage,
  }
  addRoute(api, context, entries, async ({ query: { limit, cursor, ...filter }, c, inspect }) => {
    const { tenantId } = c.var.key
    const { entity, entityId, actor, requestId, action, from, before } = filter
    const subject = [entity, entityId, actor?.kind, actor?.id, requestId]
    const list = ['audit', ...[...subject, action, from, before].map((value) => value ?? null)]
    return pageOf(c, { list, limit, cursor }, auditKey, (after, count) =>
      inspect((client) => listEntries(client, tenantId, { filter, after, count }), { byIndexOrder: true }),
    )
  })

  const entry = {
    ...shared,
    path: '/audit/{seq}',
    operationId: 'getAuditEntry',
    summary: 'Get an entry of the audit log',
    params: z.object({ seq: id.openapi({ example: '1' }) }),
    query: z.strictObject({}),
    response: auditEntry,
    problems: [404] as const,
  }
  addRoute(api, context, entry, async ({ params, c, inspect }) => {
    const row = await inspect((client) => readAuditEntry(client, c.var.key.tenantId, params.seq))
    if (row === null) throw new ProblemError(404, 'This tenant has no such entry in its audit log.')
    return sendJson(c, new JsonText(row))
  })
}
