import { z } from '@hono/zod-openapi'
import { addRoute } from '../../http/add-route.ts'
import type { Api, ApiContext, RouteModule } from '../../http/context.ts'
import { id, recordReference } from '../../http/values.ts'
import type { Resource } from '../../resource-definition/resource.ts'
import { cachedResources } from '../cached-resources.ts'
import type { CursorKey } from '../list-cursor.ts'
import { cursorParameter, limitParameter } from '../list-parameters.ts'
import { pageOf } from '../page-of.ts'
import { recordResources } from '../record-resources.ts'
import { cachedHistory, recordHistory } from './history-schemas.ts'
import { readHistory } from './read-history.ts'

/** `GET /<resource>/{id}/history` of every kind of LAZI's records, and of every cached resource. */
export const historyRoutes: RouteModule = (api, context) => {
  for (const resource of [...cachedResources, ...recordResources]) addHistory(api, context, resource)
}

function addHistory(api: Api, context: ApiContext, resource: Resource): void {
  const { isCached, path, type, name, needs, exampleId: example } = resource
  const definition = {
    path: `${path}/{id}/history`,
    operationId: `get${type}History`,
    tag: isCached ? 'ServiceTitan' : 'Records',
    summary: `List the versions of one of the ${name.replaceAll('-', ' ')}${isCached ? ' as ServiceTitan has them' : ''}`,
    description: `${isCached ? '' : 'What ServiceTitan changed and what people changed in LAZI, by time. Ids of other records in versions of ServiceTitan are those that the records have now; fields that come from other records are not among the changes. '}Newest first, also of a deleted record. Changes are kept for a limited time: see \`knownSince\`.`,
    params: z.object({ id: (isCached ? id : recordReference).openapi({ example }) }),
    query: z.strictObject({ limit: limitParameter, cursor: cursorParameter }),
    response: isCached ? cachedHistory : recordHistory,
    needs,
    problems: [404] as const,
  }
  addRoute(api, context, definition, async ({ params, query: { limit, cursor }, c, read, inspect }) => {
    const { tenantId } = c.var.key
    let knownSince: string | null = null
    const list = [definition.path, params.id]
    const readRows = async (after: CursorKey | null, count: number) => {
      const history = await readHistory({ read, inspect }, resource, {
        tenantId,
        id: params.id,
        after,
        count,
      })
      knownSince = history.knownSince
      return history.rows
    }
    return pageOf(c, { list, limit, cursor }, [id, id], readRows, () => ({ knownSince }))
  })
}
