import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { sendJson } from '../http/send-json.ts'
import { recordId } from '../http/values.ts'
import { pageOf } from '../records/page-of.ts'
import { assertPeriod } from './period.ts'
import { readBacklog, readCustomers, readOpenInvoices, readReceivables } from './read-reports.ts'
import {
  backlog,
  customers,
  dayQuery,
  openInvoicePage,
  openInvoicesQuery,
  periodQuery,
  receivables,
} from './report-schemas.ts'

const shared = { tag: 'Analytics', problems: [409] as const }

/** Reports of a moment, and of customers: what is no sum of a period. */
export const reportRoutes: RouteModule = (api, context) => {
  addRoute(
    api,
    context,
    {
      ...shared,
      path: '/analytics/receivables',
      operationId: 'getReceivables',
      summary: 'What was still to be paid at the end of a day, by age',
      description: 'Invoices until then, less what payments were applied to them until then.',
      query: dayQuery,
      response: receivables,
    },
    async ({ c, query: { on }, read }) => {
      const now = new Date(context.now())
      return sendJson(c, await read((client) => readReceivables(client, c.var.key.tenantId, { on, now })))
    },
  )
  addRoute(
    api,
    context,
    {
      ...shared,
      path: '/analytics/receivables/invoices',
      operationId: 'listOpenInvoices',
      summary: 'List the invoices behind the receivables of a day, those due first',
      query: openInvoicesQuery,
      response: openInvoicePage,
    },
    async ({ c, query: { on, limit, cursor }, read }) =>
      pageOf(c, { list: ['open-invoices', on], limit, cursor }, [z.iso.date(), recordId], (after, count) =>
        read((client) => readOpenInvoices(client, c.var.key.tenantId, { on, after, count })),
      ),
  )
  addRoute(
    api,
    context,
    {
      ...shared,
      path: '/analytics/backlog',
      operationId: 'getBacklog',
      summary: 'The jobs that are open now, and what was sold with them',
      query: z.strictObject({}),
      response: backlog,
    },
    async ({ c, read }) => sendJson(c, await read((client) => readBacklog(client, c.var.key.tenantId))),
  )
  addRoute(
    api,
    context,
    {
      ...shared,
      path: '/analytics/customers',
      operationId: 'getCustomersReport',
      summary: 'The customers of a period: who came back, and the cohorts of its months',
      query: periodQuery,
      response: customers,
    },
    async ({ c, query, read }) => {
      assertPeriod(query)
      return sendJson(c, await read((client) => readCustomers(client, c.var.key.tenantId, query)))
    },
  )
}
