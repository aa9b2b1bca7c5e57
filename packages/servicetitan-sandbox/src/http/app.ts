import { Hono } from 'hono'
import { findOperation } from '../contract/index.ts'
import { parseIds } from '../definition/filter.ts'
import { resources } from '../generated/resources.ts'
import type { Clock } from '../lib/clock.ts'
import { ticksOfMs } from '../lib/ticks.ts'
import type { Fault } from '../settings/faults.ts'
import type { Settings } from '../settings/options.ts'
import { childrenBy } from '../store/children.ts'
import type { Collection } from '../store/collection.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import { resourceNames } from '../world/generated/resource-names.ts'
import type { Authorization } from './authorization.ts'
import { exportRoute } from './export-route.ts'
import { listRoute } from './list-route.ts'
import { gatewayProblem, notActive, problem } from './problem.ts'
import { createQuery } from './query.ts'
import type { RateLimit } from './rate-limit.ts'
import { recordRoute } from './record-route.ts'
import type { RouteContext } from './route-context.ts'

/** The bindings of a request. */
export type AppBindings = {
  /** The fault rules that apply to it. */
  faults: readonly Fault[]
  /** Waits until the client aborts, the sandbox closes, or the fault rules are cleared. */
  hold: () => Promise<void>
}

type Parts = {
  settings: Settings
  clock: Clock
  authorization: Authorization
  rateLimit: RateLimit
  collectionOf: <N extends ResourceName>(tenantId: number, name: N) => Collection<N>
}

/** The reads of the API and its token endpoint, on one origin. */
export const createApp = (parts: Parts): Hono<{ Bindings: AppBindings }> => {
  const { settings, clock, authorization, rateLimit } = parts
  const app = new Hono<{ Bindings: AppBindings }>()

  app.post('/connect/token', (c) => authorization.issue(c.req.raw))

  const answer = <N extends ResourceName>(
    name: N,
    request: Request,
    tenantText: string,
    faults: readonly Fault[],
    route: (context: RouteContext<N>) => Response,
  ): Response => {
    const tenant = settings.tenants.find(({ tenantId }) => String(tenantId) === tenantText)
    const refusal = authorization.refuse(request.headers, tenant, resources[name].scope)
    if (refusal) return refusal
    if (!tenant) return problem(404)
    const limited = rateLimit(request.headers.get('st-app-key') ?? '', tenant.tenantId)
    if (limited) return limited
    const query = createQuery(new URL(request.url).searchParams)
    const collection = parts.collectionOf(tenant.tenantId, name)
    return route({ settings, tenant, collection, query, faults, now: ticksOfMs(clock.now()) })
  }

  const baseOf = <N extends ResourceName>(name: N): string => `/${resources[name].module}/v2/tenant/:tenant`
  const pathOf = <N extends ResourceName>(name: N): string => resources[name].path ?? name
  const addLists = <N extends ResourceName>(name: N): void => {
    if (resources[name].hasList)
      app.get(`${baseOf(name)}/${pathOf(name)}`, (c) =>
        answer(name, c.req.raw, c.req.param('tenant') ?? '', c.env.faults, listRoute),
      )
    if (!resources[name].hasExport) return
    app.get(`${baseOf(name)}/export/${pathOf(name)}`, (c) =>
      answer(name, c.req.raw, c.req.param('tenant') ?? '', c.env.faults, exportRoute),
    )
  }
  const addRecords = <N extends ResourceName>(name: N): void => {
    if (!resources[name].hasGetById) return
    app.get(`${baseOf(name)}/${pathOf(name)}/:id`, (c) =>
      answer(name, c.req.raw, c.req.param('tenant') ?? '', c.env.faults, (context) =>
        recordRoute(context, c.req.param('id') ?? ''),
      ),
    )
  }
  const addChildren = <N extends 'customer-contacts' | 'location-contacts'>(name: N): void => {
    const { path } = findOperation(name, 'children') ?? { path: '' }
    const isOfCustomer = name === 'customer-contacts'
    app.get(path.replace('{tenant}', ':tenant').replace('{id}', ':id'), (c) =>
      answer(name, c.req.raw, c.req.param('tenant') ?? '', c.env.faults, (context) => {
        const [id, ...others] = parseIds(c.req.param('id') ?? '') ?? []
        if (id === undefined || others.length > 0)
          return problem(400, undefined, { id: ['It is not valid.'] })
        const { tenantId } = context.tenant
        const parent = parts.collectionOf(tenantId, isOfCustomer ? 'customers' : 'locations').get(id)
        if (!parent) return problem(404)
        if (!parent.active) return problem(409, notActive(isOfCustomer ? 'Customer' : 'Location', id))
        const children = childrenBy(context.collection, isOfCustomer ? 'customerIds' : 'locationIds', id)
        return listRoute(context, { ...children, omitted: ['customerId', 'locationId'] })
      }),
    )
  }
  for (const name of resourceNames) addLists(name)
  addChildren('customer-contacts')
  addChildren('location-contacts')
  // After the lists, since `customers/contacts` would otherwise match as a customer's id.
  for (const name of resourceNames) addRecords(name)

  app.notFound(() => gatewayProblem(404, 'Unable to match incoming request to an operation.'))
  app.onError((error) => problem(500, `The sandbox failed: ${error.message}`))
  return app
}
