import { z } from '@hono/zod-openapi'
import { addRoute } from '../http/add-route.ts'
import type { Api, ApiContext, RouteModule } from '../http/context.ts'
import { ProblemError } from '../http/problem.ts'
import { JsonText, sendJson } from '../http/send-json.ts'
import { flag, id } from '../http/values.ts'
import type { Resource } from '../resource-definition/resource.ts'
import { chooseFilter, type Filters } from './choose-filter.ts'
import { fieldsParameter, listQuery, namesParameter } from './list-parameters.ts'
import { keySchemas, listStatement } from './list-statement.ts'
import { type KeyedRow, pageOf } from './page-of.ts'
import { detailSchema, pageSchema } from './resource-schemas.ts'
import { resources } from './resources.ts'
import { rowStatement } from './row-statement.ts'

/** `GET /<resource>` and `GET /<resource>/{id}` of every cached resource. */
export const resourceRoutes: RouteModule = (api, context) => {
  for (const resource of resources) {
    addList(api, context, resource)
    addRow(api, context, resource)
  }
}

interface ListInput {
  readonly active: Filters['active']
  readonly includeDeleted: boolean
  readonly fields: readonly string[] | null
  readonly limit: number
  readonly cursor?: string
}

function addList(api: Api, context: ApiContext, resource: Resource): void {
  const definition = {
    path: `/${resource.name}`,
    operationId: `list${resource.type}s`,
    tag: 'Records',
    summary: `List ${resource.name.replaceAll('-', ' ')}`,
    description: orderDescription(resource),
    query: listQuery(resource),
    response: pageSchema(resource),
  }
  addRoute(api, context, definition, async ({ query, c, read }) => {
    const { active, includeDeleted, fields, limit, cursor, ...values } = query as unknown as ListInput
    const { tenantId } = c.var.key
    const filters: Filters = { values: values as Filters['values'], active, includeDeleted }
    const choice = chooseFilter(resource, filters)
    const list = [tenantId, resource.name, Object.entries(filters.values).toSorted(), active, includeDeleted]
    return pageOf(c, { list, limit, cursor }, keySchemas(resource, choice), async (after, count) => {
      const statement = listStatement(resource, { tenantId, filters, choice, fields, limit: count, after })
      const plan = { byIndexOrder: true, plansOnce: statement.name !== undefined }
      return (await read((client) => client.query<KeyedRow>(statement), plan)).rows
    })
  })
}

function orderDescription({ indexed }: Resource): string {
  const orders = indexed.map(({ equals, within, startsWith, orderedBy, newestFirst }) => {
    const parameter = equals ?? (startsWith ? 'search' : `${within}From and ${within}Before`)
    const order = startsWith ?? orderedBy ?? within ?? 'id'
    return `${parameter} (by ${order}${newestFirst ? ', newest first' : ''})`
  })
  const first =
    orders.length > 0 ? `The first given parameter of these determines the order: ${orders.join('; ')}. ` : ''
  return `${first}With modifiedSince alone, rows are ordered by modifiedOn; without filters, by id.`
}

function addRow(api: Api, context: ApiContext, resource: Resource): void {
  const includes = Object.keys(resource.includes)
  const definition = {
    path: `/${resource.name}/{id}`,
    operationId: `get${resource.type}`,
    tag: 'Records',
    summary: `Get one ${toWords(resource.type)}`,
    params: z.object({ id }),
    query: z.strictObject({
      fields: fieldsParameter(resource),
      ...(includes.length > 0 && { include: namesParameter(includes, 'Related rows to return.') }),
      fullData: flag
        .default(false)
        .openapi({ description: 'Whether to return the record as ServiceTitan sent it.' }),
      includeDeleted: flag
        .default(false)
        .openapi({ description: 'Whether to find the row even if it has a tombstone.' }),
    }),
    response: detailSchema(resource),
    problems: [404] as const,
  }
  addRoute(api, context, definition, async ({ params, query, c, read }) => {
    const { include, ...wanted } = query as typeof query & { include?: readonly string[] | null }
    const { tenantId } = c.var.key
    const options = { ...wanted, ...params, tenantId, include: include ?? [] }
    const { rows } = await read((client) => client.query<{ row: string }>(rowStatement(resource, options)), {
      byIndexOrder: true,
    })
    if (!rows[0]) throw new ProblemError(404, `This tenant has no such row in ${resource.name}.`)
    return sendJson(c, new JsonText(rows[0].row))
  })
}

/** A type name as lower-case words: `JobType` becomes `job type`. */
function toWords(type: string): string {
  return type.replaceAll(/(?<=.)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase()
}
