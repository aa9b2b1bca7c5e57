import { type BusinessDay, type BusinessDayOptions, startBusinessDay } from './business-day/business-day.ts'
import { writes } from './contract/index.ts'
import { createHandRecords } from './dataset/hand-records.ts'
import type { Id } from './definition/record.ts'
import type { ResourceRecords } from './generated/resources.ts'
import { resources } from './generated/resources.ts'
import { createApp } from './http/app.ts'
import { createAuthorization } from './http/authorization.ts'
import { createRateLimit } from './http/rate-limit.ts'
import { createRequestLog, type LoggedRequest } from './http/request-log.ts'
import { type Clock, createClock, createStamp } from './lib/clock.ts'
import { createLater } from './lib/later.ts'
import { type Ticks, ticksOfMs } from './lib/ticks.ts'
import { type Listening, listen } from './listen.ts'
import { createPages } from './pages/pages.ts'
import { createHandle } from './serve-request.ts'
import { createFaults, type Fault } from './settings/faults.ts'
import { resolveOptions, type SandboxOptions } from './settings/options.ts'
import { type Collection, createCollection } from './store/collection.ts'
import { allRecords } from './store/feed.ts'
import { createWorld } from './world/create-world.ts'
import type { ResourceName } from './world/generated/resource-names.ts'
import { resourceNames } from './world/generated/resource-names.ts'
import { type BookEntry, createBook } from './writes/book.ts'
import { createHands, createPerform, type Hands } from './writes/perform.ts'
import { addWriteRoutes } from './writes/write-routes.ts'

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

  /**
   * Writes as a person in the office does: by the rules of the API's writes, without authorization and without faults.
   *
   * @example
   * ```ts
   * sandbox.as('person').patch('/crm/v2/tenant/1001001/customers/41000001', { name: 'Hollis' })
   * ```
   */
  as: (who: 'person') => Hands
  /**
   * What was written through the API and by persons, in order; `update`, `insert`, `remove` and a business day are not in
   * it.
   */
  book: readonly BookEntry[]

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
  const allScopes = [
    ...resourceNames.map((name) => resources[name].scope),
    ...new Set(writes.flatMap(({ scopes }) => scopes)),
  ]
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
  const tenantIds = settings.tenants.map(({ tenantId }) => tenantId)
  const book = createBook(clock.now)
  const later = createLater(clock)
  const perform = createPerform({ settings, book, nowMs: clock.now, collectionOf })
  const app = createApp({ settings, clock, authorization, rateLimit, collectionOf })
  addWriteRoutes(app, { settings, authorization, rateLimit, perform, later })

  const hands = createHands(perform, tenantIds)
  const pages = createPages({ tenantIds, hands, book: book.all, collectionOf })
  const handle = createHandle({ app, clock, faults, log, closing: closing.signal, pages })

  const days = new Set<BusinessDay>()
  const close = async (): Promise<void> => {
    closing.abort()
    later.close()
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
    tenantIds,
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
        { clock, collectionOf: (name) => collectionOf(tenantId, name), takeWritten: book.reader(tenantId) },
      )
      days.add(started)
      return started
    },
    as: () => hands,
    book: book.all,
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
