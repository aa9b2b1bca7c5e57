import { z } from '@hono/zod-openapi'
import {
  decide,
  domainOfConflict,
  readConflicts,
  readOutbox,
  retry,
  sentTables,
  syncedTableNamed,
} from 'records/synced'
import { WriteError, writeRecords } from 'records/writes'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { sendJson } from '../http/send-json.ts'
import { recordId } from '../http/values.ts'
import { refusalOf } from '../writes/refusal.ts'
import { conflicts, decided, decision, outbox, retried } from './exchange-schemas.ts'

const tag = 'Exchange with ServiceTitan'
const limit = z.coerce.number().int().min(1).max(1_000).default(100)
const scope = 'write:records' as const
const tables = sentTables.map(({ record }) => record.name)

/** What differs between LAZI and ServiceTitan where both change records, and the decisions of people about it. */
export const exchangeRoutes: RouteModule = (api, context) => {
  addRoute(
    api,
    context,
    {
      path: '/outbox',
      operationId: 'listOutbox',
      tag,
      summary: 'List the records with changes that ServiceTitan lacks',
      description:
        'Those that wait for a person come first. Records of a domain that LAZI owns are not in it.',
      query: z.strictObject({ limit }),
      response: outbox,
    },
    async ({ query, c, read }) =>
      sendJson(c, { data: await read((client) => readOutbox(client, c.var.key.tenantId, query)) }),
  )
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
  addRoute(
    api,
    context,
    {
      method: 'post',
      path: '/outbox/{table}/{id}/retry',
      operationId: 'retryRecord',
      tag,
      scope,
      summary: 'Send a record again that ServiceTitan has refused, or that waits',
      params: z.object({ table: z.enum(tables).openapi({ example: 'customers' }), id: recordId }),
      query: z.strictObject({}),
      response: retried,
      successes: [200],
      problems: [404, 409],
    },
    async ({ params, c, write }) => {
      const { tenantId } = c.var.key
      const domains = [syncedTableNamed(params.table).writable.domain]
      await write((client, _, closing) =>
        refusing(() =>
          writeRecords(client, { tenantId, domains, ...closing }, (change) => retry(change, params)),
        ),
      )
      return sendJson(c, params)
    },
  )
}

/** A change that is refused is a problem of the request. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof WriteError) throw await refusalOf(error, () => Promise.resolve(null))
    throw error
  }
}
