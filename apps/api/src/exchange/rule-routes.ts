import { z } from '@hono/zod-openapi'
import { listFieldRules, setFieldRule } from 'records/synced'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { sendJson } from '../http/send-json.ts'
import { fieldRules, newFieldRule, syncedTable, tag } from './exchange-schemas.ts'
import { refusing } from './refusing.ts'

/** Whose value stays of a field that both sides have changed. */
export const ruleRoutes: RouteModule = (api, context) => {
  addRoute(
    api,
    context,
    {
      path: '/field-rules',
      operationId: 'listFieldRules',
      tag,
      summary: 'Whose value stays when both sides have changed a field',
      description: 'Every field that can have conflicts. Tags have none: each is agreed upon alone.',
      query: z.strictObject({}),
      response: fieldRules,
    },
    async ({ c, read }) =>
      sendJson(c, { data: await read((client) => listFieldRules(client, c.var.key.tenantId)) }),
  )
  addRoute(
    api,
    context,
    {
      method: 'patch',
      path: '/field-rules/{table}/{field}',
      operationId: 'setFieldRule',
      tag,
      scope: 'admin',
      summary: 'Set whose value stays; open conflicts stay open',
      params: z.object({
        table: syncedTable,
        field: z.string().max(100).openapi({ example: 'name' }),
      }),
      query: z.strictObject({}),
      body: newFieldRule,
      response: fieldRules,
      problems: [404],
    },
    async ({ params, body, c, write }) => {
      const { tenantId } = c.var.key
      const data = await write((client, _, closing) =>
        refusing(async () => {
          await setFieldRule(client, { tenantId, ...params, ...body, act: closing.act })
          return listFieldRules(client, tenantId)
        }),
      )
      return sendJson(c, { data })
    },
  )
}
