import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { Api, ApiContext, RouteModule } from '../http/context.ts'
import { etagOf } from '../http/etag.ts'
import { ProblemError } from '../http/problem.ts'
import { JsonText, sendJson } from '../http/send-json.ts'
import { flag, id, instantParameter, recordReference } from '../http/values.ts'
import type { Resource } from '../resource-definition/resource.ts'
import { cachedResources } from './cached-resources.ts'
import { chooseFilter, type Filters } from './choose-filter.ts'
import { formerFields, readFormerRow } from './history/former-row.ts'
import { neededBy } from './include-json.ts'
import { fieldsParameter, listQuery, namesParameter } from './list-parameters.ts'
import { keySchemas, listStatement } from './list-statement.ts'
import { type KeyedRow, pageOf } from './page-of.ts'
import { recordResources } from './record-resources.ts'
import { detailSchema, pageSchema } from './resource-schemas.ts'
import { type RowOptions, rowStatement } from './row-statement.ts'

/** `GET /<resource>` and `GET /<resource>/{id}` of every kind of LAZI's records. */
export const recordRoutes: RouteModule = (api, context) => {
  for (const resource of recordResources) {
    addList(api, context, resource)
    addRow(api, context, resource)
  }
}

/** `GET /servicetitan/<resource>` and `GET /servicetitan/<resource>/{id}` of every cached resource. */
export const cachedRoutes: RouteModule = (api, context) => {
  for (const resource of cachedResources) {
    addList(api, context, resource)
    addRow(api, context, resource)
  }
}

interface ListInput {
  readonly active: Filters['active']
  readonly includeDeleted: boolean
  readonly fields: readonly string[] | null
  readonly include?: readonly string[] | null
  readonly limit: number
  readonly cursor?: string
}

function addList(api: Api, context: ApiContext, resource: Resource): void {
  const definition = {
    path: resource.path,
    operationId: `list${resource.type}s`,
    tag: tagOf(resource),
    summary: `List ${resource.name.replaceAll('-', ' ')}${origin(resource)}`,
    description: orderDescription(resource),
    query: listQuery(resource),
    response: pageSchema(resource),
    needs: resource.needs,
  }
  addRoute(api, context, definition, async ({ query, c, read }) => {
    const { active, includeDeleted, fields, include, limit, cursor, ...values } =
      query as unknown as ListInput
    const { tenantId } = c.var.key
    const filters: Filters = { values: values as Filters['values'], active, includeDeleted }
    const choice = chooseFilter(resource, filters)
    const list = [resource.path, Object.entries(filters.values).toSorted(), active, includeDeleted]
    return pageOf(c, { list, limit, cursor }, keySchemas(resource, choice), async (after, count) => {
      const page = { fields, include: include ?? [], limit: count, after }
      const statement = listStatement(resource, { tenantId, filters, choice, ...page })
      const needs = neededBy(resource, page.include)
      const plan = { byIndexOrder: true, plansOnce: statement.name !== undefined, needs }
      return (await read((client) => client.query<KeyedRow>(statement), plan)).rows
    })
  })
}

function orderDescription({ indexed, isCached }: Resource): string {
  const orders = indexed.map(({ equals, within, startsWith, orderedBy, newestFirst }) => {
    const parameter = equals ?? (startsWith ? 'search' : `${within}From and ${within}Before`)
    const order = startsWith ?? orderedBy ?? within ?? 'id'
    return `${parameter} (by ${order}${newestFirst ? ', newest first' : ''})`
  })
  const first =
    orders.length > 0 ? `The first given parameter of these determines the order: ${orders.join('; ')}. ` : ''
  return `${first}${isCached ? 'With modifiedSince alone, rows are ordered by modifiedOn; without' : 'Without'} filters, by id.`
}

interface RowInput {
  readonly include?: readonly string[] | null
  readonly fields: readonly string[] | null
  readonly fullData?: boolean
  readonly includeDeleted: boolean
  readonly asOf?: string
}

function addRow(api: Api, context: ApiContext, resource: Resource): void {
  const includes = Object.keys(resource.includes)
  const definition = {
    path: `${resource.path}/{id}`,
    operationId: `get${resource.type}`,
    tag: tagOf(resource),
    summary: `Get one ${toWords(resource.name)}${origin(resource)}`,
    params: z.object({
      id: (resource.isCached ? id : recordReference).openapi({ example: resource.exampleId }),
    }),
    query: z.strictObject({
      fields: fieldsParameter(resource),
      ...(includes.length > 0 && { include: namesParameter(includes, 'Related rows to return.') }),
      ...(resource.isCached && {
        fullData: flag
          .default(false)
          .openapi({ description: 'Whether to return the record as ServiceTitan sent it.' }),
      }),
      includeDeleted: flag
        .default(false)
        .openapi({ description: 'Whether to find the row even if it has a tombstone.' }),
      asOf: asOfParameter(resource),
    }),
    response: detailSchema(resource),
    needs: resource.needs,
    problems: [404] as const,
  }
  addRoute(api, context, definition, async ({ params, query, c, read }) => {
    const { include, fullData = false, asOf, ...wanted } = query as RowInput
    const { tenantId } = c.var.key
    const options = { ...wanted, ...params, fullData, tenantId, include: include ?? [] }
    if (asOf !== undefined) {
      refuseFuture(asOf, context.now())
      refuseOfNow(resource, options)
      const row = await read((client) => readFormerRow(client, resource, { ...options, asOf }), {
        byIndexOrder: true,
      })
      if (row === null) throw new ProblemError(404, `This tenant had no such row in ${resource.name} then.`)
      return sendJson(c, new JsonText(row))
    }
    const needs = neededBy(resource, options.include)
    const statement = rowStatement(resource, options)
    const plan = { byIndexOrder: true, plansOnce: statement.name !== undefined, needs }
    const { rows } = await read((client) => client.query<{ row: string; version?: string }>(statement), plan)
    const [found] = rows
    if (!found) throw new ProblemError(404, `This tenant has no such row in ${resource.name}.`)
    const { row, version } = found
    if (version === undefined) return sendJson(c, new JsonText(row))
    const isWhole = options.include.length === 0 && options.fields?.includes('sync') === false
    return sendJson(c, new JsonText(row), { etag: etagOf(version), isRevalidated: isWhole })
  })
}

function asOfParameter(resource: Resource) {
  const known = formerFields(resource)
  const others = Object.keys(resource.fields).filter((name) => !known.includes(name))
  const references = resource.isCached ? '' : ' Ids of other records are those that the records have now.'
  return instantParameter.optional().openapi({
    // The history of the demo begins when it starts: no moment is an example.
    example: undefined,
    description: `The moment of which to return the row, as it was cached then, without ${others.join(', ')}.${references} 404 with \`knownSince\` when the history does not reach back so far; a moment in the future is refused${resource.isCached ? '' : ', and one since when LAZI owns the record (409)'}.`,
  })
}

/** How far the clock of a process that writes changes may be ahead of this one's, in milliseconds. */
const clockToleranceMs = 60_000

/** @throws {ProblemError} 400 for a moment of which nothing can be known yet */
function refuseFuture(asOf: string, now: number): void {
  if (Date.parse(asOf) <= now + clockToleranceMs) return
  const message = 'Expected a moment that is not in the future'
  throw new ProblemError(400, 'The moment is in the future.', { errors: [{ path: 'query.asOf', message }] })
}

/** @throws {ProblemError} 400 for what is known of the present only */
function refuseOfNow(resource: Resource, { include, fields }: Pick<RowOptions, 'include' | 'fields'>): void {
  const known = formerFields(resource)
  const unknown = (fields ?? []).filter((name) => !known.includes(name))
  const errors = [
    ...(include.length > 0 ? [{ path: 'query.include', message: 'Cannot be used together with asOf' }] : []),
    ...(unknown.length > 0
      ? [{ path: 'query.fields', message: `Not known of a moment: ${unknown.join(', ')}` }]
      : []),
  ]
  if (errors.length > 0)
    throw new ProblemError(400, 'The request asks for what only the present has.', { errors })
}

const tagOf = ({ isCached }: Resource) => (isCached ? 'ServiceTitan' : 'Records')
const origin = ({ isCached }: Resource) => (isCached ? ' as ServiceTitan has them' : '')

/** The name of a resource as words in the singular: `job-types` becomes `job type`. */
function toWords(name: string): string {
  return name.replaceAll('-', ' ').replace(/s$/, '')
}
