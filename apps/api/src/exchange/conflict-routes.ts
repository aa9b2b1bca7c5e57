import { z } from '@hono/zod-openapi'
import {
  countConflicts,
  decide,
  decideAll,
  domainOfConflict,
  domainsOfConflicts,
  readConflicts,
} from 'records/synced'
import { writeRecords } from 'records/writes'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { sendJson } from '../http/send-json.ts'
import { recordId } from '../http/values.ts'
import { bulkDecided, bulkDecision, conflicts, decided, decision, limit, tag } from './exchange-schemas.ts'
import { refusing } from './refusing.ts'

const scope = 'write:records' as const

/** How many conflicts one request decides, so that others wait for their records shortly only. */
const decidedAtOnce = 100

/** The fields that both sides have changed, and the decisions of people about them. */
export const conflictRoutes: RouteModule = (api, context) => {
  addRoute(
    api,
    context,
    {
      path: '/conflicts',
      operationId: 'listConflicts',
      tag,
      summary: 'List the fields that both sides have changed, and that a person decides',
      query: z.strictObject({ recordId: recordId.optional(), limit }),
      response: conflicts,
    },
    async ({ query, c, read }) => {
      const options = { record: query.recordId ?? null, limit: query.limit }
      const data = await read((client) => readConflicts(client, c.var.key.tenantId, options))
      return sendJson(c, { data: data.map(({ policy: _, decision: __, ...conflict }) => conflict) })
    },
  )
  addRoute(
    api,
    context,
    {
      method: 'post',
      path: '/conflicts/decide',
      operationId: 'decideConflicts',
      tag,
      scope,
      summary: 'Decide open conflicts alike, 100 at most in one request',
      description: 'Repeat it while `left` is above 0. Each decision has its entry in the audit log.',
      query: z.strictObject({}),
      body: bulkDecision,
      response: bulkDecided,
      successes: [200],
      problems: [409],
    },
    async ({ body: { take, ...selection }, c, write }) => {
      const { tenantId } = c.var.key
      const done = await write((client, _, closing) =>
        refusing(async () => {
          const domains = await domainsOfConflicts(client, tenantId, selection)
          const decided = await writeRecords(client, { tenantId, domains, ...closing }, (change) =>
            decideAll(change, selection, { take, limit: decidedAtOnce }),
          )
          return { decided, left: await countConflicts(client, tenantId, selection) }
        }),
      )
      return sendJson(c, { take, ...done })
    },
  )
  addRoute(
    api,
    context,
    {
      method: 'post',
      path: '/conflicts/{id}/decide',
      operationId: 'decideConflict',
      tag,
      scope,
      summary: "Decide a conflict: LAZI's value is sent, or ServiceTitan's is taken over",
      params: z.object({ id: recordId }),
      query: z.strictObject({}),
      body: decision,
      response: decided,
      successes: [200],
      problems: [404, 409],
    },
    async ({ params: { id }, body, c, write }) => {
      const { tenantId } = c.var.key
      const done = await write((client, _, closing) =>
        refusing(async () => {
          const domains = [await domainOfConflict(client, tenantId, id)]
          return writeRecords(client, { tenantId, domains, ...closing }, (change) =>
            decide(change, { id, take: body.take }),
          )
        }),
      )
      return sendJson(c, { table: done.table, id: done.id, take: body.take })
    },
  )
}
