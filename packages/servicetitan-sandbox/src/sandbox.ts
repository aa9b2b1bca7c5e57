import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { type BusinessDay, type BusinessDayOptions, startBusinessDay } from './business-day/business-day.ts'
import { createHandRecords } from './dataset/hand-records.ts'
import type { Id } from './definition/record.ts'
import type { ResourceRecords } from './generated/resources.ts'
import { resources } from './generated/resources.ts'
import { createApp } from './http/app.ts'
import { createAuthorization } from './http/authorization.ts'
import { answerWithFault, cutInHalf, cutOf, type Wire } from './http/fault-response.ts'
import { createRateLimit } from './http/rate-limit.ts'
import { createRequestLog, type LoggedRequest } from './http/request-log.ts'
import { type Clock, createClock, createStamp } from './lib/clock.ts'
import { type Ticks, ticksOfMs } from './lib/ticks.ts'
import { type Listening, listen } from './listen.ts'
import { createFaults, type Fault } from './settings/faults.ts'
import { resolveOptions, type SandboxOptions } from './settings/options.ts'
import { type Collection, createCollection } from './store/collection.ts'
import { allRecords } from './store/feed.ts'
import { createWorld } from './world/create-world.ts'
import type { ResourceName } from './world/generated/resource-names.ts'
import { resourceNames } from './world/generated/resource-names.ts'

/** A simulated ServiceTitan, and the control of its data, clock and faults. */
export type Sandbox = {
  /** Responds like `fetch`, without a port. The origin is ignored. */
  fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
  /** Opens a port. @default port 0 (any free one), host '127.0.0.1' */
  listen: (options?: { port?: number; host?: string }) => Promise<Listening>
  /** Closes every open port, and ends hanging requests. */
  close: () => Promise<void>
  [Symbol.asyncDispose]: () => Promise<void>
  clock: Clock
  /** The tenants' ids. */
  tenantIds: readonly number[]

  /** One record as returned by the export, or undefined. */
  record: <N extends ResourceName>(tenantId: number, resource: N, id: Id) => ResourceRecords[N] | undefined
  /** Every record as returned by the export, in feed order, including inactive ones. */
  records: <N extends ResourceName>(tenantId: number, resource: N) => Iterable<ResourceRecords[N]>
  count: (tenantId: number, resource: ResourceName) => number
  /**
   * Changes fields of a record, sets its `modifiedOn` to now (unless the patch has one) and moves it to the end of the
   * export.
   * @throws when the record does not exist.
   */
  update: <N extends ResourceName>(
    tenantId: number,
    resource: N,
    id: Id,
    patch: Partial<ResourceRecords[N]>,
  ) => ResourceRecords[N]
  /**
   * Inserts a record created from a template and the given fields; the caller must set references to and from other
   * records.
   * @throws when the id already exists.
   */
  insert: <N extends ResourceName>(
    tenantId: number,
    resource: N,
    fields?: Partial<ResourceRecords[N]>,
  ) => ResourceRecords[N]
  /** Deletes a record; the API does not report it. @returns false if the record did not exist */
  remove: (tenantId: number, resource: ResourceName, id: Id) => boolean

  /**
   * Starts a business day: records change one at a time, by the sandbox's clock and through the same store as `update`
   * and `insert`. The clock's `advance` executes every due change at its own time, so the result does not depend on the
   * step size; with a running clock, changes happen in real time.
   * @throws an error that names the invalid option.
   */
  startBusinessDay: (options?: BusinessDayOptions) => BusinessDay

  addFault: (fault: Fault) => void
  /** Removes all faults; requests that hang get the API's response. */
  clearFaults: () => void
  /** Revokes every access token. */
  revokeTokens: () => void
  /** The latest requests, oldest first. */
  requests: readonly LoggedRequest[]
  /** Number of the latest requests to a path, matched as in a fault rule. */
  requestCount: (path?: string | RegExp) => number
  /** Number of base records generated so far: the cost of requests. */
  generatedCount: number
}

/**
 * Creates a server that simulates ServiceTitan's v2 API.
 *
 * @throws an error that names the invalid option.
 * @example
 * ```ts
 * const sandbox = createSandbox({ seed: 'acme', tenants: [{ tenantId: 1, sizes: { jobs: 1_000 } }] })
 * const { url } = await sandbox.listen()
 * ```
 */
export const createSandbox = (options: SandboxOptions = {}): Sandbox => {
  const allScopes = resourceNames.map((name) => resources[name].scope)
  const settings = resolveOptions(options, allScopes)
  const clock = createClock(settings.nowMs, settings.realNow)
  const stamp = createStamp(clock)
  const faults = createFaults(settings.faults)
  const log = createRequestLog(settings.requestLogSize)
  const authorization = createAuthorization(settings, clock)
  const rateLimit = createRateLimit(settings.rateLimit, clock)
  const closing = new AbortController()
  const servers = new Set<Listening>()
  let generatedCount = 0

  const onGenerated = (): void => {
    generatedCount += 1
  }
  const collections = new Map<string, Collection>()
  for (const { tenantId, sizes } of settings.tenants) {
    const { seed, historyDays } = settings
    const world = createWorld({
      seed,
      tenantId,
      sizes,
      historyDays,
      now: ticksOfMs(settings.dataNowMs),
      resources,
    })
    const hand = settings.dataset === 'hand' ? createHandRecords() : {}
    const create = <N extends ResourceName>(name: N): Collection<N> => {
      let loaded: Ticks | undefined
      const stampOf = () => (loaded === undefined ? stamp() : { changedAt: loaded, clockAt: loaded })
      const collection = createCollection({ resource: resources[name], world, stamp: stampOf, onGenerated })
      for (const { fields, modifiedAt } of hand[name] ?? []) {
        loaded = modifiedAt
        collection.insert(fields)
      }
      loaded = undefined
      return collection
    }
    for (const name of resourceNames) collections.set(`${tenantId}/${name}`, create(name))
  }
  const collectionOf = <N extends ResourceName>(tenantId: number, name: N): Collection<N> => {
    const collection = collections.get(`${tenantId}/${name}`)
    if (!collection) throw new Error(`The sandbox has no ${name} of a tenant ${tenantId}`)
    // The key contains the resource's name, so the collection belongs to that resource.
    return collection as unknown as Collection<N>
  }
  const app = createApp({ settings, clock, authorization, rateLimit, collectionOf })

  /** Sets `Date` to the sandbox's time, which clients may use instead of their own. */
  const dated = (response: Response): Response => {
    if (response !== RESPONSE_ALREADY_SENT) response.headers.set('date', new Date(clock.now()).toUTCString())
    return response
  }
  const handle = async (request: Request, wire: Wire | undefined, closed: AbortSignal): Promise<Response> => {
    const { method, url } = request
    const { pathname: path, search, searchParams } = new URL(url)
    log.add({ method, path, query: Object.fromEntries(searchParams), time: clock.now() })
    const { cleared } = faults
    const matching = faults.match(method, path, search)
    const signals = [request.signal, closed, closing.signal]
    for (const fault of matching) {
      const response = await answerWithFault(fault, { path, wire, signals, cleared })
      if (response) return dated(response)
    }
    const response = dated(await app.fetch(request, { faults: matching }))
    const cut = matching.map(cutOf).find((found) => found !== undefined)
    return cut ? cutInHalf(response, cut, { wire, signals }) : response
  }

  const days = new Set<BusinessDay>()
  const close = async (): Promise<void> => {
    closing.abort()
    for (const day of days) day.stop()
    await Promise.all([...servers].map((server) => server.close()))
    servers.clear()
  }

  return {
    fetch: async (input, init) => {
      const request = new Request(input, init)
      request.signal.throwIfAborted()
      const response = await handle(request, undefined, closing.signal)
      request.signal.throwIfAborted()
      return response
    },
    listen: async ({ port = 0, host = '127.0.0.1' } = {}) => {
      const server = await listen(handle, { port, host })
      servers.add(server)
      return server
    },
    close,
    [Symbol.asyncDispose]: close,
    clock,
    tenantIds: settings.tenants.map(({ tenantId }) => tenantId),
    record: (tenantId, resource, id) => collectionOf(tenantId, resource).get(String(id)),
    records: (tenantId, resource) => allRecords(collectionOf(tenantId, resource)),
    count: (tenantId, resource) => collectionOf(tenantId, resource).count(),
    update: (tenantId, resource, id, patch) => collectionOf(tenantId, resource).update(String(id), patch),
    insert: (tenantId, resource, fields = {}) => collectionOf(tenantId, resource).insert(fields),
    remove: (tenantId, resource, id) => collectionOf(tenantId, resource).remove(String(id)),
    startBusinessDay: (day = {}) => {
      const tenantId = day.tenantId ?? settings.tenants[0]?.tenantId ?? 0
      const started = startBusinessDay(
        { ...day, seed: `${day.seed ?? settings.seed}/${tenantId}` },
        { clock, collectionOf: (name) => collectionOf(tenantId, name) },
      )
      days.add(started)
      return started
    },
    addFault: faults.add,
    clearFaults: faults.clear,
    revokeTokens: authorization.revokeAll,
    get requests() {
      return log.all()
    },
    requestCount: log.count,
    get generatedCount() {
      return generatedCount
    },
  }
}
