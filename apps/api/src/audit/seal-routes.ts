import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'
import { JsonText, sendJson } from '../http/send-json.ts'
import { readAuditStatus, readCheckpoint } from './read-seals.ts'
import { auditCheckpoint, auditStatus } from './seal-schemas.ts'

const shared = { tag: 'Audit log', scope: 'admin' as const, query: z.strictObject({}) }
const checkpointType = 'text/plain; charset=utf-8'

/** `/audit/status` and `/audit/checkpoint`: how far the audit log is sealed, and the seal to keep elsewhere. */
export const sealRoutes: RouteModule = (api, context) => {
  const status = {
    ...shared,
    path: '/audit/status',
    operationId: 'getAuditStatus',
    summary: 'Say how far the audit log is sealed, exported and verified',
    response: auditStatus,
  }
  addRoute(api, context, status, async ({ c, inspect }) => {
    const row = await inspect((client) => readAuditStatus(client, c.var.key.tenantId), { byIndexOrder: true })
    return sendJson(c, new JsonText(row))
  })

  const checkpoint = {
    ...shared,
    path: '/audit/checkpoint',
    operationId: 'getAuditCheckpoint',
    summary: 'Download the newest checkpoint of the audit log',
    description:
      'Kept where the administrator of the database cannot write, it lets `sync audit verify --checkpoint` find every later change.',
    response: auditCheckpoint,
    mediaType: checkpointType,
    problems: [404] as const,
  }
  addRoute(api, context, checkpoint, async ({ c, inspect }) => {
    const { tenantId } = c.var.key
    const newest = await inspect((client) => readCheckpoint(client, tenantId), { byIndexOrder: true })
    if (newest === null) throw new ProblemError(404, "Nothing of this tenant's audit log is sealed yet.")
    return c.body(newest.note, 200, {
      'content-type': checkpointType,
      'content-disposition': `attachment; filename="audit-checkpoint-${tenantId}-${newest.size}.txt"`,
      'cache-control': 'no-store',
    })
  })
}
