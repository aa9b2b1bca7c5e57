import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'
import { sendDone } from '../http/send-json.ts'
import { id } from '../http/values.ts'
import { revocationOf, revokeKeys } from '../keys/manage-keys.ts'
import { cursorParameter, limitParameter } from '../records/list-parameters.ts'
import { pageOf } from '../records/page-of.ts'
import { key, keyPage } from './key-schemas.ts'
import { listTenantKeys, readKey } from './read-keys.ts'

const shared = { tag: 'Access', scope: 'admin' as const }

/** `/keys`: the keys of the tenant, without their secrets. Commands create them. */
export const keyRoutes: RouteModule = (api, context) => {
  const keys = {
    ...shared,
    path: '/keys',
    operationId: 'listKeys',
    summary: 'List the keys of the tenant, newest first',
    query: z.strictObject({ limit: limitParameter, cursor: cursorParameter }),
    response: keyPage,
  }
  addRoute(api, context, keys, async ({ query: { limit, cursor }, c, inspect }) => {
    const now = new Date(context.now())
    return pageOf(c, { list: ['keys'], limit, cursor }, [id], (after, count) =>
      inspect((client) => listTenantKeys(client, c.var.key.tenantId, { now, after, count })),
    )
  })

  const revoke = {
    ...shared,
    method: 'delete' as const,
    path: '/keys/{id}',
    operationId: 'revokeKey',
    summary: 'Revoke a key, and end its sessions',
    description:
      'The process that answers refuses it at once; others within the time for which they cache keys, 5 seconds unless it is set otherwise. A key that is revoked already stays as it is.',
    params: z.object({ id: id.openapi({ example: '3' }) }),
    query: z.strictObject({}),
    response: key,
    problems: [404] as const,
  }
  addRoute(api, context, revoke, async ({ params, c, write }) => {
    const { tenantId } = c.var.key
    const now = new Date(context.now())
    const row = await write(async (client, record) => {
      const { revoked } = await revokeKeys(client, tenantId, [params.id], now)
      for (const keyId of revoked) await record(revocationOf(keyId, now))
      return readKey(client, tenantId, params.id, now)
    })
    if (row === null) throw new ProblemError(404, 'This tenant has no such key.')
    context.forgetKey({ tenantId, keyId: String(BigInt(params.id)) })
    return sendDone(c, row)
  })
}
