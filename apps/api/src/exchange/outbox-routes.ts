import { z } from '@hono/zod-openapi'
import { dropChanges, readOutbox, retry, syncedTableNamed } from 'records/synced'
import { writeRecords } from 'records/writes'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { sendJson } from '../http/send-json.ts'
import { recordId } from '../http/values.ts'
import { limit, outbox, retried, syncedTable, tag } from './exchange-schemas.ts'
import { refusing } from './refusing.ts'

const recordParams = z.object({ table: syncedTable, id: recordId })

/** What ServiceTitan lacks of LAZI's records, where both change them, and what people do about it. */
export const outboxRoutes: RouteModule = (api, context) => {
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
  const addChange = (
    action: string,
    route: Pick<Parameters<typeof addRoute>[2], 'operationId' | 'scope' | 'summary'>,
    work: typeof retry,
  ) =>
    addRoute(
      api,
      context,
      {
        ...route,
        method: 'post',
        path: `/outbox/{table}/{id}/${action}`,
        tag,
        params: recordParams,
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
            writeRecords(client, { tenantId, domains, ...closing }, (change) => work(change, params)),
          ),
        )
        return sendJson(c, params)
      },
    )
  addChange(
    'retry',
    {
      operationId: 'retryRecord',
      scope: 'write:records',
      summary: 'Send a record again that ServiceTitan has refused, or that waits',
    },
    retry,
  )
  addChange(
    'drop',
    {
      operationId: 'dropRecord',
      scope: 'admin',
      summary: "Give up the changes of a record: LAZI takes ServiceTitan's values",
    },
    dropChanges,
  )
}
