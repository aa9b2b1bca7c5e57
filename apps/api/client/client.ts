import type { ResourceName } from 'catalog'
import type { RunKind } from 'db-migrations/protocol'
import type { AuditEntry } from '../src/audit/audit-schemas.ts'
import type { AuditStatus } from '../src/audit/seal-schemas.ts'
import type { Availability } from '../src/availability/availability-schemas.ts'
import type { CachedChange, Change } from '../src/changes/change-schema.ts'
import type { Database } from '../src/database-schema/database-schemas.ts'
import type { Domains } from '../src/domains/domain-schemas.ts'
import type { Key } from '../src/key-routes/key-schemas.ts'
import type { Me } from '../src/me/me-schema.ts'
import type { NewPerson, Person, PersonChanges } from '../src/people/people-schemas.ts'
import type { DriftEntry, QuarantineDetail, QuarantineEntry } from '../src/quarantine/quarantine-schemas.ts'
import type { CachedVersion, HistoryItem } from '../src/records/history/history-schemas.ts'
import type {
  CachedFilterName,
  CachedRowWith,
  FilterName,
  FormerCachedRow,
  FormerRow,
  IncludeName,
  ListIncludeName,
  RecordName,
  Row,
  RowWith,
} from '../src/records/row-types.ts'
import type { Schedule } from '../src/schedule/schedule-schemas.ts'
import type { SearchResult } from '../src/search/search-schemas.ts'
import type { AcceptedRequest, SyncRequest, SyncRun, SyncState } from '../src/sync/sync-schemas.ts'
import { headersOf, type Why } from './act.ts'
import { createAnalytics } from './analytics.ts'
import { createExchange } from './exchange.ts'
import { type FeedEvent, type FollowOptions, followChanges } from './follow-changes.ts'
import type { Cancel, Page, Paging } from './paging.ts'
import { baseOf, createRequest, type Fetch, type Query, usualTimeoutMs } from './request.ts'
import { createWrites } from './writes.ts'

export type ClientOptions = {
  /** The server's URL, such as `https://data.example.com`. @default the page's own origin */
  readonly url?: string
  /** How long to wait for each response, in milliseconds; not for the change feed. @default 20_000 */
  readonly timeoutMs?: number
  /** @default the global fetch */
  readonly fetch?: Fetch
} & (
  | {
      /** The API key, `lazi_…`. */
      readonly key: string
    }
  | {
      /** The tenant of a session of this browser (`createSessions`), instead of a key. */
      readonly tenantId: string
    }
)

/** One page of the history of a record, newest first. */
export interface History<Version> extends Page<Version> {
  /** The moment from which the history is complete; null: it is not known yet. */
  readonly knownSince: string | null
}

type Selection = Paging & {
  readonly active?: 'true' | 'false' | 'any'
  readonly includeDeleted?: boolean
  /** Names of the fields to return, separated by commas. @default all */
  readonly fields?: string
}

/** The query of a list of LAZI's records: its filters, fields and paging. */
export type ListQuery<Name extends RecordName> = Selection & {
  readonly [F in FilterName<Name>]?: string | undefined
}

/** The query of a list of cached rows. */
export type CachedListQuery<Name extends ResourceName> = Selection & {
  readonly [F in CachedFilterName<Name>]?: string | undefined
} & { readonly modifiedSince?: string | undefined }

interface Including<Includes extends string> {
  /** Related rows to return with each row. @default none */
  readonly include?: readonly Includes[]
}

interface RowQuery<Includes extends string> {
  readonly include?: readonly Includes[]
  readonly includeDeleted?: boolean
  readonly fields?: string
}

interface FormerRowQuery {
  readonly includeDeleted?: boolean
  readonly fields?: string
}

type RunQuery = Paging & {
  readonly resource?: ResourceName | undefined
  readonly status?: SyncRun['status'] | undefined
}
type QuarantineQuery = Paging & {
  readonly resource?: ResourceName | undefined
  readonly state?: 'open' | 'resolved' | undefined
}
type AuditQuery = Paging & {
  readonly action?: AuditEntry['action'] | undefined
  readonly from?: string | undefined
  readonly before?: string | undefined
} & AuditSubject
/** One thing, one actor (`kind` or `kind:id`), or one request. */
type AuditSubject =
  | { readonly entity?: string | undefined; readonly entityId?: string | undefined }
  | { readonly actor?: string | undefined }
  | { readonly requestId?: string | undefined }
type BoardQuery = { readonly teamId?: string | undefined; readonly businessUnitId?: string | undefined }
type ScheduleQuery = BoardQuery & {
  readonly technicianId?: string | undefined
  readonly includeCanceled?: boolean
} & ({ readonly date: string } | { readonly from: string; readonly to: string })
type AvailabilityQuery = BoardQuery & {
  readonly date: string
  readonly durationMinutes?: number
  readonly dayStart?: string
  readonly dayEnd?: string
}
type NearQuery = { readonly lat: number; readonly lng: number; readonly km: number; readonly limit?: number }
type SyncBody = {
  readonly kind: RunKind
  readonly allowDeletes?: boolean
}

/**
 * The API, one method per route.
 * @throws {ApiError} from each when the API refuses; {@link ApiTimeoutError} when it does not respond in time; TypeError
 * when it cannot be reached
 */
export type ApiClient = ReturnType<typeof createClient>

/**
 * Creates a client of the API for one key, or one session of this browser. It depends only on fetch.
 * @example
 * ```ts
 * const api = createClient({ url: 'https://data.example.com', key })
 * const { data, nextCursor } = await api.list('jobs', { customerId: '10', limit: 100 })
 * const job = await api.get('jobs', '100', { include: ['location'] })
 * ```
 */
export function createClient(options: ClientOptions) {
  const { url = '', timeoutMs = usualTimeoutMs, fetch = globalThis.fetch.bind(globalThis) } = options
  const headers: Record<string, string> =
    'key' in options ? { authorization: `Bearer ${options.key}` } : { 'x-lazi-tenant': options.tenantId }
  const connection = { base: baseOf(url), headers, timeoutMs, fetch }
  const request = createRequest(connection)
  const get = <T>(path: string, query: Query = {}, { signal }: Cancel = {}) =>
    request<T>(path, { query, signal })
  const post = (path: string, why: Why, body?: unknown) =>
    request<AcceptedRequest>(path, { method: 'POST', headers: headersOf(why), body })
  return {
    me: (options?: Cancel) => get<Me>('/me', {}, options),
    /** Which side owns the records of each domain. */
    domains: (options?: Cancel) => get<Domains>('/domains', {}, options),

    list: <Name extends RecordName, Includes extends ListIncludeName<Name> = never>(
      resource: Name,
      query: ListQuery<Name> & Including<Includes> = {},
      options?: Cancel,
    ) => get<Page<RowWith<Name, Includes>>>(`/${resource}`, { ...query, ...includeText(query) }, options),
    /** @param id LAZI's, or `st:` and ServiceTitan's */
    get: <Name extends RecordName, Includes extends IncludeName<Name> = never>(
      resource: Name,
      id: string,
      query: RowQuery<Includes> = {},
      options?: Cancel,
    ) => get<RowWith<Name, Includes>>(pathOf(resource, id), { ...query, ...includeText(query) }, options),
    /**
     * A record as it was at a moment.
     * @param id LAZI's, or `st:` and ServiceTitan's
     * @param asOf with its offset from UTC, such as `2026-03-10T00:00:00Z`
     */
    getAsOf: <Name extends RecordName>(
      resource: Name,
      id: string,
      asOf: string,
      query: FormerRowQuery = {},
      options?: Cancel,
    ) => get<FormerRow<Name>>(pathOf(resource, id), { ...query, asOf }, options),
    /** The versions of a record, newest first. @param id LAZI's, or `st:` and ServiceTitan's */
    history: (resource: RecordName, id: string, query: Paging = {}, options?: Cancel) =>
      get<History<HistoryItem>>(`${pathOf(resource, id)}/history`, query, options),
    /** What ServiceTitan has, as the sync read it. */
    serviceTitan: {
      list: <Name extends ResourceName, Includes extends ListIncludeName<Name> = never>(
        resource: Name,
        query: CachedListQuery<Name> & Including<Includes> = {},
        options?: Cancel,
      ) =>
        get<Page<CachedRowWith<Name, Includes>>>(
          `/servicetitan/${resource}`,
          { ...query, ...includeText(query) },
          options,
        ),
      get: <Name extends ResourceName, Includes extends IncludeName<Name> = never>(
        resource: Name,
        id: string,
        query: RowQuery<Includes> & { readonly fullData?: boolean } = {},
        options?: Cancel,
      ) =>
        get<CachedRowWith<Name, Includes> & { readonly fullData?: Readonly<Record<string, unknown>> }>(
          `/servicetitan${pathOf(resource, id)}`,
          { ...query, ...includeText(query) },
          options,
        ),
      /** A cached row as it was at a moment. @param asOf as in `getAsOf` */
      getAsOf: <Name extends ResourceName>(
        resource: Name,
        id: string,
        asOf: string,
        query: FormerRowQuery & { readonly fullData?: boolean } = {},
        options?: Cancel,
      ) =>
        get<FormerCachedRow<Name> & { readonly fullData?: Readonly<Record<string, unknown>> }>(
          `/servicetitan${pathOf(resource, id)}`,
          { ...query, asOf },
          options,
        ),
      /** The versions of a cached row, newest first. */
      history: (resource: ResourceName, id: string, query: Paging = {}, options?: Cancel) =>
        get<History<CachedVersion>>(`/servicetitan${pathOf(resource, id)}/history`, query, options),
      /** The changes of the cache; resume as with `changes`. */
      changes: (options: FollowOptions): AsyncGenerator<FeedEvent<CachedChange>, void> =>
        followChanges(connection, '/servicetitan/changes', options),
    },
    near: (query: NearQuery, options?: Cancel) =>
      get<{ readonly data: readonly (Row<'locations'> & { readonly distanceKm: number })[] }>(
        '/locations/near',
        query,
        options,
      ),
    search: (q: string, options?: Cancel) =>
      get<{ readonly results: readonly SearchResult[] }>('/search', { q }, options),
    schedule: (query: ScheduleQuery, options?: Cancel) => get<Schedule>('/schedule', query, options),
    availability: (query: AvailabilityQuery, options?: Cancel) =>
      get<Availability>('/technicians/availability', query, options),

    sync: (options?: Cancel) => get<SyncState>('/sync', {}, options),
    runs: (query: RunQuery = {}, options?: Cancel) => get<Page<SyncRun>>('/sync/runs', query, options),
    run: (id: string, options?: Cancel) => get<SyncRun>(`/sync/runs/${encodeURIComponent(id)}`, {}, options),
    syncRequest: (id: string, options?: Cancel) =>
      get<SyncRequest>(`/sync/requests/${encodeURIComponent(id)}`, {}, options),
    requestSync: (resource: ResourceName, body: SyncBody, why: Why = {}) =>
      post(`/sync/${resource}`, why, body),
    quarantine: (query: QuarantineQuery = {}, options?: Cancel) =>
      get<Page<QuarantineEntry>>('/sync/quarantine', query, options),
    quarantineEntry: (id: string, options?: Cancel) =>
      get<QuarantineDetail>(`/sync/quarantine/${encodeURIComponent(id)}`, {}, options),
    replay: (id: string, why: Why = {}) => post(`/sync/quarantine/${encodeURIComponent(id)}/replay`, why),
    drop: (id: string, why: Why = {}) => post(`/sync/quarantine/${encodeURIComponent(id)}/drop`, why),
    drift: (options?: Cancel) => get<{ readonly data: readonly DriftEntry[] }>('/sync/drift', {}, options),
    ...createAnalytics(request),
    ...createWrites(request),
    ...createExchange(request),
    /** Who changed what, newest first. */
    audit: (query: AuditQuery = {}, options?: Cancel) => get<Page<AuditEntry>>('/audit', query, options),
    auditEntry: (seq: string, options?: Cancel) =>
      get<AuditEntry>(`/audit/${encodeURIComponent(seq)}`, {}, options),
    /** How far the audit log is sealed, exported and verified. */
    auditStatus: (options?: Cancel) => get<AuditStatus>('/audit/status', {}, options),
    /** The newest checkpoint of the audit log, to be kept elsewhere. */
    auditCheckpoint: ({ signal }: Cancel = {}) =>
      request<string>('/audit/checkpoint', { accept: 'text/plain', signal }),
    keys: (query: Paging = {}, options?: Cancel) => get<Page<Key>>('/keys', query, options),
    revokeKey: (id: string, why: Why = {}) =>
      request<Key>(`/keys/${encodeURIComponent(id)}`, { method: 'DELETE', headers: headersOf(why) }),
    people: (query: Paging = {}, options?: Cancel) => get<Page<Person>>('/people', query, options),
    person: (id: string, options?: Cancel) => get<Person>(`/people/${encodeURIComponent(id)}`, {}, options),
    addPerson: (person: NewPerson, why: Why = {}) =>
      request<Person>('/people', { method: 'POST', body: person, headers: headersOf(why) }),
    changePerson: (id: string, changes: PersonChanges, why: Why = {}) =>
      request<Person>(`/people/${encodeURIComponent(id)}`, {
        method: 'PATCH',
        body: changes,
        headers: headersOf(why),
      }),
    schema: (options?: Cancel) => get<Database>('/schema', {}, options),

    /**
     * The changes of LAZI's records until `signal` aborts. After an interruption, resume with the last `position` as `after`.
     * @throws {ApiError} when the API refuses; TypeError when the connection fails
     * @example
     * ```ts
     * for await (const event of api.changes({ after: last, signal })) {
     *   last = event.event === 'change' ? event.change.position : event.reset.position
     * }
     * ```
     */
    changes: (options: FollowOptions): AsyncGenerator<FeedEvent<Change>, void> =>
      followChanges(connection, '/changes', options),
  }
}

const pathOf = (resource: string, id: string) => `/${resource}/${encodeURIComponent(id)}`

const includeText = ({ include }: Including<string>) => ({
  include: include?.length ? include.join(',') : undefined,
})
