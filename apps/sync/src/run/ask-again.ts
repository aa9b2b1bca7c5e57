import type { Resource } from 'catalog'
import type { ServiceTitanClient } from 'servicetitan'
import { recordKey } from '../page/records/exact-json.ts'
import { splitRecords } from '../page/records/page-records.ts'
import type { FoundPage } from './write-found.ts'

/** OpenAPI: lookups take at most 50 ids. */
const IDS_PER_REQUEST = 50
/** Partner documentation, "Timeouts and pagination". */
const LARGEST_PAGE = 5_000

/** Records that were requested by id because a full pass did not contain them. */
export interface AskedAgain {
  /** The requested ids. */
  readonly ids: readonly string[]
  /** Those that ServiceTitan still has. */
  readonly found: readonly string[]
  /** The page with those. */
  readonly page: FoundPage
}

/** ServiceTitan sent records that the request's filter rules out: it did not apply the filter. */
export class FilterIgnoredError extends Error {
  override readonly name = 'FilterIgnoredError'
  readonly code = 'FILTER_IGNORED'

  constructor(resource: string, filter: string) {
    super(
      `ServiceTitan answered a request for ${resource} with records that its filter ${filter} rules out; nothing is concluded from the answer.`,
    )
  }
}

/**
 * Requests each of the ids from ServiceTitan, 50 at a time; a list without an `ids` filter is read again from its beginning.
 * @throws {FilterIgnoredError} when the answer has other ids than were requested
 */
export async function* askAgain(
  api: ServiceTitanClient,
  resource: Resource,
  ids: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<AskedAgain, void, undefined> {
  if (ids.length === 0) return
  if (!resource.listParameters.includes('ids')) {
    yield* readAgain(api, resource, ids, signal)
    return
  }
  for (let start = 0; start < ids.length; start += IDS_PER_REQUEST) {
    const asked = ids.slice(start, start + IDS_PER_REQUEST)
    for await (const page of api.listPages(resource, { ids: asked, pageSize: IDS_PER_REQUEST, signal })) {
      const found = splitRecords(page.data).map(recordKey)
      if (found.some((id) => !asked.includes(id))) throw new FilterIgnoredError(resource.name, 'ids')
      yield { ids: asked, found, page }
    }
  }
}

/** Yields once, at the end: before it, an id that has not come yet may still come. */
async function* readAgain(
  api: ServiceTitanClient,
  resource: Resource,
  ids: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<AskedAgain, void, undefined> {
  const wanted = new Set(ids)
  const records = new Map<string, string>()
  let requests = 0
  let bytes = 0
  for await (const page of api.listPages(resource, { pageSize: LARGEST_PAGE, signal })) {
    requests += page.requests
    bytes += page.bytes
    for (const record of splitRecords(page.data)) {
      const id = recordKey(record)
      if (wanted.has(id)) records.set(id, record)
    }
  }
  const data = Buffer.from(`[${[...records.values()].join(',')}]`)
  yield { ids, found: [...records.keys()], page: { data, requests, bytes } }
}
