import { z } from '@hono/zod-openapi'
import { sendingState } from 'db-migrations/protocol'
import { instantText } from 'records'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { sendJson } from '../http/send-json.ts'
import { type Domains, domains } from './domain-schemas.ts'

/** `GET /domains`: which side owns the records of the account. */
export const domainRoutes: RouteModule = (api, context) => {
  addRoute(
    api,
    context,
    {
      path: '/domains',
      operationId: 'listDomains',
      tag: 'Changes of records',
      summary: 'Which side owns the records of each domain',
      description:
        'People change the records of domains that LAZI owns. `sync domains set` switches a domain.',
      query: z.strictObject({}),
      response: domains,
    },
    async ({ c, read }) => {
      const data = await read(async (client) => {
        const { rows } = await client.query<Domains['data'][number]>(
          `SELECT domain, mode, ${instantText('since')} AS since, ${sendingState('domain')} AS sending,
                  ${instantText('paused_at')} AS "pausedAt", paused_by AS "pausedBy"
             FROM sync.domains AS domain WHERE tenant_id = $1 ORDER BY domain`,
          [c.var.key.tenantId],
        )
        return rows
      })
      return sendJson(c, { data })
    },
  )
}
