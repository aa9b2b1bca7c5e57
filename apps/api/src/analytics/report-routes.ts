import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { sendCsv } from '../http/csv.ts'
import { sendJson } from '../http/send-json.ts'
import { recordId } from '../http/values.ts'
import { listOf } from '../records/list-of.ts'
import { membersOf } from './members-of.ts'
import { assertPeriod } from './period.ts'
import { readRecalls } from './read-recalls.ts'
import { readBacklog, readCustomers, readOpenInvoices, readReceivables } from './read-reports.ts'
import { backlogColumns, cohortColumns, cohortRows, openInvoiceColumns, recallColumns } from './report-csv.ts'
import {
  backlog,
  backlogQuery,
  customers,
  customersQuery,
  dayQuery,
  openInvoicePage,
  openInvoicesQuery,
  recallPage,
  recallsQuery,
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
      hasCsv: true,
    },
    async ({ c, query: { on, limit, cursor, format }, read }) => {
      const csv = { name: `open-invoices-${on}`, columns: openInvoiceColumns }
      return listOf(
        c,
        { list: ['open-invoices', on], limit, cursor, format, csv },
        [z.iso.date(), recordId],
        (after, count) =>
          read((client) => readOpenInvoices(client, c.var.key.tenantId, { on, after, count })),
      )
    },
  )
  addRoute(
    api,
    context,
    {
      ...shared,
      path: '/analytics/recalls',
      operationId: 'listRecalls',
      summary: 'List the recalls of the jobs completed in a period, each with both jobs',
      description:
        'Those for which `recall_rate` counts a job, whose newest come first; a job with two recalls is in two rows. Filters are of the original job.',
      query: recallsQuery,
      response: recallPage,
      hasCsv: true,
    },
    async ({ c, query, read }) => {
      const { from, to, limit, cursor, format } = query
      const members = membersOf(query)
      assertPeriod(query)
      const list = ['recalls', from, to, JSON.stringify(members)]
      const csv = { name: `recalls-${from}-${to}`, columns: recallColumns }
      return listOf(
        c,
        { list, limit, cursor, format, csv },
        [z.iso.date(), recordId, recordId],
        (after, count) =>
          read((client) => readRecalls(client, c.var.key.tenantId, { from, to, members, after, count })),
      )
    },
  )
  addRoute(
    api,
    context,
    {
      ...shared,
      path: '/analytics/backlog',
      operationId: 'getBacklog',
      summary: 'The jobs that are open now, and what was sold with them',
      description: 'A CSV has those of each business unit.',
      query: backlogQuery,
      response: backlog,
      hasCsv: true,
    },
    async ({ c, query: { format }, read }) => {
      const report = await read((client) => readBacklog(client, c.var.key.tenantId))
      if (format === 'json') return sendJson(c, report)
      return sendCsv(c, 'backlog', backlogColumns, report.byBusinessUnit)
    },
  )
  addRoute(
    api,
    context,
    {
      ...shared,
      path: '/analytics/customers',
      operationId: 'getCustomersReport',
      summary: 'The customers of a period: who came back, and the cohorts of its months',
      description: 'A CSV has a row for each month of each cohort.',
      query: customersQuery,
      response: customers,
      hasCsv: true,
    },
    async ({ c, query, read }) => {
      assertPeriod(query)
      const { from, to, format } = query
      const report = await read((client) => readCustomers(client, c.var.key.tenantId, { from, to }))
      if (format === 'json') return sendJson(c, report)
      return sendCsv(c, `cohorts-${from}-${to}`, cohortColumns, cohortRows(report))
    },
  )
}
