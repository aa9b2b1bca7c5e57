import type { Resource } from 'catalog'
import type { ServiceTitanClient } from 'servicetitan'
import { recordKey } from '../page/records/exact-json.ts'
import { splitRecords } from '../page/records/page-records.ts'
import type { FoundPage } from './write-found.ts'

/** OpenAPI: a list accepts at most 50 ids. */
const IDS_PER_REQUEST = 50
/** Partner documentation, "Timeouts and pagination". */
const LARGEST_PAGE = 5_000

/** The response to a request for records by id. */
export interface RequestedRecords {
  /** The requested ids. */
  readonly ids: readonly string[]
  /** The ids that ServiceTitan still returns. */
  readonly found: readonly string[]
  /** The page with their records. */
  readonly page: FoundPage
}

/** ServiceTitan sent records that do not match the request's filter: it ignored the filter. */
export class FilterIgnoredError extends Error {
  override readonly name = 'FilterIgnoredError'
  readonly code = 'FILTER_IGNORED'

  constructor(resource: string, filter: string) {
    super(
      `ServiceTitan responded to a request for ${resource} with records that do not match its filter ${filter}; the response was ignored.`,
    )
  }
}

/**
 * Requests records from ServiceTitan by id, 50 ids per request. If the resource's list has no `ids` filter, reads the
 * whole list again, or the whole feed if there is no list.
 * @throws {FilterIgnoredError} when the response has ids that were not requested
 */
export async function* requestById(
  api: ServiceTitanClient,
  resource: Resource,
  ids: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<RequestedRecords, void, undefined> {
  if (ids.length === 0) return
  if (!resource.listParameters.includes('ids')) {
    yield* searchEverything(api, resource, ids, signal)
    return
  }
  for (let start = 0; start < ids.length; start += IDS_PER_REQUEST) {
    const batch = ids.slice(start, start + IDS_PER_REQUEST)
    for await (const page of api.listPages(resource, { ids: batch, pageSize: IDS_PER_REQUEST, signal })) {
      const found = splitRecords(page.data).map(recordKey)
      if (found.some((id) => !batch.includes(id))) throw new FilterIgnoredError(resource.name, 'ids')
      yield { ids: batch, found, page }
    }
  }
}

/** Yields once, at the end: only then it is known which ids are missing. */
async function* searchEverything(
  api: ServiceTitanClient,
  resource: Resource,
  ids: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<RequestedRecords, void, undefined> {
  const requested = new Set(ids)
  const records = new Map<string, string>()
  let requests = 0
  let bytes = 0
  const pages =
    resource.listPath === null
      ? api.exportPages(resource, { includeRecentChanges: true, signal })
      : api.listPages(resource, { pageSize: LARGEST_PAGE, signal })
  for await (const page of pages) {
    requests += page.requests
    bytes += page.bytes
    for (const record of splitRecords(page.data)) {
      const id = recordKey(record)
      if (requested.has(id)) records.set(id, record)
    }
  }
  const data = Buffer.from(`[${[...records.values()].join(',')}]`)
  yield { ids, found: [...records.keys()], page: { data, requests, bytes } }
}
