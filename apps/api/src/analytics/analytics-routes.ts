import { z } from '@hono/zod-openapi'
import { type Dimension, dimensions, hasDimension, type Metric, metrics } from 'analytics'
import { addRoute } from '../http/add-route.ts'
import type { RouteModule } from '../http/context.ts'
import { csvRowsToRead, sendCsv } from '../http/csv.ts'
import { ProblemError } from '../http/problem.ts'
import { sendJson } from '../http/send-json.ts'
import { recordId } from '../http/values.ts'
import { listOf } from '../records/list-of.ts'
import {
  analyticsStatus,
  behindPage,
  behindQuery,
  metricList,
  metricsQuery,
  queryAnswer,
} from './analytics-schemas.ts'
import { membersOf } from './members-of.ts'
import { behindColumns, metricColumns, metricRows } from './metrics-csv.ts'
import { assertPeriod } from './period.ts'
import { readBehind } from './read-behind.ts'
import { filtersOf, readMetrics } from './read-metrics.ts'
import { readFacts } from './read-state.ts'

const shared = { tag: 'Analytics' }

/** Rows of an answer in JSON, at most. */
const MAX_ROWS = 5_000

/** `/analytics`: metrics of the tenant, and the records behind each number. */
export const analyticsRoutes: RouteModule = (api, context) => {
  addRoute(
    api,
    context,
    {
      ...shared,
      path: '/analytics/metrics',
      operationId: 'listMetrics',
      summary: 'List the metrics, each with its definition',
      query: z.strictObject({}),
      response: metricList,
    },
    async ({ c }) => sendJson(c, { data: metrics.map(definitionOf) }),
  )
  addRoute(
    api,
    context,
    {
      ...shared,
      path: '/analytics/status',
      operationId: 'getAnalyticsStatus',
      summary: 'How far the facts have followed the records',
      query: z.strictObject({}),
      response: analyticsStatus,
    },
    async ({ c, read }) => sendJson(c, await read((client) => readFacts(client, c.var.key.tenantId))),
  )
  addRoute(
    api,
    context,
    {
      ...shared,
      path: '/analytics/query',
      operationId: 'queryMetrics',
      summary: 'Compute metrics of a period, by a dimension and in parts',
      description:
        'Days are those of the tenant. `totals` are computed over the whole and not added up: a ratio is that of the sums. A CSV has the rows, or the totals without `by` and `grain`.',
      query: metricsQuery,
      response: queryAnswer,
      hasCsv: true,
      problems: [409] as const,
    },
    async ({ c, query, read }) => {
      const asked = query.metrics.map(metricOf)
      const by = query.by === undefined ? null : dimensionOf(query.by)
      const members = membersOf(query)
      assertPeriod(query)
      assertDimensions(asked, [...(by ? [by] : []), ...filtersOf(members)])
      const { from, to, grain = null, compare = null, format } = query
      const now = new Date(context.now())
      const maxRows = format === 'csv' ? csvRowsToRead - 1 : MAX_ROWS
      const request = { from, to, metrics: asked, by, grain, compare, members, now, maxRows }
      const answer = await read((client) => readMetrics(client, c.var.key.tenantId, request))
      if (format === 'json') return sendJson(c, answer)
      const csv = { metrics: asked, by, grain, isCompared: compare !== null }
      return sendCsv(c, `metrics-${from}-${to}`, metricColumns(csv), metricRows(answer, csv))
    },
  )
  addRoute(
    api,
    context,
    {
      ...shared,
      path: '/analytics/rows',
      operationId: 'listBehindMetric',
      summary: 'List the records behind a metric, newest first',
      description:
        'What they add is the metric: the sum of the numerators, or its ratio to that of the denominators.',
      query: behindQuery,
      response: behindPage,
      hasCsv: true,
      problems: [409] as const,
    },
    async ({ c, query, read }) => {
      const { from, to, limit, cursor, format } = query
      const metric = metricOf(query.metric)
      const members = membersOf(query)
      assertPeriod(query)
      assertDimensions([metric], filtersOf(members))
      const list = ['behind', metric.name, from, to, JSON.stringify(members)]
      const csv = { name: `${metric.name}-${from}-${to}`, columns: behindColumns }
      return listOf(
        c,
        { list, limit, cursor, format, csv },
        [z.iso.date(), recordId, z.string().max(100)],
        (after, count) =>
          read((client) =>
            readBehind(client, c.var.key.tenantId, { metric, from, to, members, after, count }),
          ),
      )
    },
  )
}

function definitionOf(metric: Metric) {
  const { terms: _, ...definition } = metric
  return {
    ...definition,
    needs: metric.needs ?? null,
    dimensions: dimensions.filter((dimension) => hasDimension(metric, dimension)).map(({ name }) => name),
  }
}

/** The schema of the query lists the names, so each is known. */
const metricOf = (name: string): Metric => metrics.find((metric) => metric.name === name) as Metric
const dimensionOf = (name: string): Dimension =>
  dimensions.find((dimension) => dimension.name === name) as Dimension

function assertDimensions(asked: readonly Metric[], needed: readonly Dimension[]): void {
  for (const metric of asked) {
    const missing = needed.find((dimension) => !hasDimension(metric, dimension))
    if (!missing) continue
    const allowed = dimensions.filter((dimension) => hasDimension(metric, dimension)).map(({ name }) => name)
    throw new ProblemError(
      400,
      `The metric ${metric.name} cannot be broken down or filtered by ${missing.name}, but by: ${allowed.join(', ')}.`,
    )
  }
}
