import type { ResourceName } from 'catalog'
import type { RunKind } from 'db-migrations/protocol'
import type { Availability } from '../src/availability/availability-schemas.ts'
import type { Database } from '../src/database-schema/database-schemas.ts'
import type { Me } from '../src/me/me-schema.ts'
import type { DriftEntry, QuarantineDetail, QuarantineEntry } from '../src/quarantine/quarantine-schemas.ts'
import type { FilterName, IncludeName, Row, RowWith } from '../src/records/row-types.ts'
import type { Schedule } from '../src/schedule/schedule-schemas.ts'
import type { SearchResult } from '../src/search/search-schemas.ts'
import type { AcceptedRequest, SyncRequest, SyncRun, SyncState } from '../src/sync/sync-schemas.ts'
import { type FeedEvent, type FollowOptions, followChanges } from './follow-changes.ts'
import { createRequest, type Fetch, type Query } from './request.ts'

export interface ClientOptions {
  /** Where the server is, such as `https://data.example.com`. @default the page's own origin */
  readonly url?: string
  /** The API key, `lazi_…`. */
  readonly key: string
  /** @default the global fetch */
  readonly fetch?: Fetch
}

/** One page of a list. */
export interface Page<T> {
  readonly data: readonly T[]
  /** Where to go on; null when there is no more. */
  readonly nextCursor: string | null
}

interface Paging {
  readonly limit?: number
  readonly cursor?: string | undefined
}

interface Cancel {
  readonly signal?: AbortSignal | undefined
}

/** What a list takes: its filters, and how much of each row. */
export type ListQuery<Name extends ResourceName> = Paging & {
  readonly [F in FilterName<Name>]?: string | undefined
} & {
  readonly modifiedSince?: string | undefined
  readonly active?: 'true' | 'false' | 'any'
  readonly includeDeleted?: boolean
  /** Names of fields with commas between them; what is left out is missing from the rows. */
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
type Board = { readonly teamId?: string | undefined; readonly businessUnitId?: string | undefined }
type ScheduleQuery = Board & {
  readonly technicianId?: string | undefined
  readonly includeCanceled?: boolean
} & ({ readonly date: string } | { readonly from: string; readonly to: string })
type AvailabilityQuery = Board & {
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
 * @throws {ApiError} from each when the API refuses; TypeError when it cannot be reached
 */
export type ApiClient = ReturnType<typeof createClient>

/**
 * A client of the API for one key. It needs nothing but fetch.
 * @example
 * ```ts
 * const api = createClient({ url: 'https://data.example.com', key })
 * const { data, nextCursor } = await api.list('jobs', { customerId: '10', limit: 100 })
 * const job = await api.get('jobs', '100', { include: ['location'] })
 * ```
 */
export function createClient({ url = '', key, fetch = globalThis.fetch.bind(globalThis) }: ClientOptions) {
  const base = `${url.replace(/\/$/, '')}/api/v2`
  const request = createRequest({ base, key, fetch })
  const get = <T>(path: string, query: Query = {}, { signal }: Cancel = {}) =>
    request<T>(path, { query, signal })
  const post = (path: string, body?: unknown) => request<AcceptedRequest>(path, { method: 'POST', body })
  return {
    me: (options?: Cancel) => get<Me>('/me', {}, options),

    list: <Name extends ResourceName>(resource: Name, query: ListQuery<Name> = {}, options?: Cancel) =>
      get<Page<Row<Name>>>(`/${resource}`, query, options),
    get: <Name extends ResourceName, Includes extends IncludeName<Name> = never>(
      resource: Name,
      id: string,
      query: {
        readonly include?: readonly Includes[]
        readonly fullData?: boolean
        readonly includeDeleted?: boolean
        readonly fields?: string
      } = {},
      options?: Cancel,
    ) => {
      const include = query.include?.length ? query.include.join(',') : undefined
      return get<RowWith<Name, Includes> & { readonly fullData?: Readonly<Record<string, unknown>> }>(
        `/${resource}/${encodeURIComponent(id)}`,
        { ...query, include },
        options,
      )
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
    requestSync: (resource: ResourceName, body: SyncBody) => post(`/sync/${resource}`, body),
    quarantine: (query: QuarantineQuery = {}, options?: Cancel) =>
      get<Page<QuarantineEntry>>('/sync/quarantine', query, options),
    quarantineEntry: (id: string, options?: Cancel) =>
      get<QuarantineDetail>(`/sync/quarantine/${encodeURIComponent(id)}`, {}, options),
    replay: (id: string) => post(`/sync/quarantine/${encodeURIComponent(id)}/replay`),
    drop: (id: string) => post(`/sync/quarantine/${encodeURIComponent(id)}/drop`),
    drift: (options?: Cancel) => get<{ readonly data: readonly DriftEntry[] }>('/sync/drift', {}, options),
    schema: (options?: Cancel) => get<Database>('/schema', {}, options),

    /**
     * The change feed until `signal` aborts. To resume after it broke, ask again after the last `seq`.
     * @throws {ApiError} when the API refuses; TypeError when the connection breaks
     * @example
     * ```ts
     * for await (const event of api.changes({ after: lastSeq, signal })) {
     *   if (event.event === 'change') lastSeq = event.change.seq
     * }
     * ```
     */
    changes: (options: FollowOptions): AsyncGenerator<FeedEvent, void> =>
      followChanges({ base, key, fetch }, options),
  }
}
