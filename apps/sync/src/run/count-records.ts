import type { Resource } from 'catalog'
import type { ServiceTitanClient } from 'servicetitan'

/** A period of `modifiedOn` as RFC 3339 text: start inclusive, end exclusive. */
export interface Window {
  readonly modifiedOnOrAfter?: string
  readonly modifiedBefore?: string
}

/** A count, and the number of requests for it. */
export interface RecordCount {
  /** Null when the response had no count. */
  readonly total: number | null
  /** The received `modifiedOn` of one of the records; null when there is no record. */
  readonly sample: string | null
  readonly requests: number
}

/**
 * Requests the number of records of a list, including inactive ones, by a page with one record. Without a list the number
 * is not known.
 */
export async function countRecords(
  api: ServiceTitanClient,
  resource: Resource,
  window: Window,
  signal: AbortSignal,
): Promise<RecordCount> {
  if (resource.listPath === null) return { total: null, sample: null, requests: 0 }
  for await (const page of api.listPages(resource, { ...window, pageSize: 1, includeTotal: true, signal })) {
    const { data } = JSON.parse(page.body.toString()) as { data: { modifiedOn?: string }[] }
    return { total: page.totalCount, sample: data[0]?.modifiedOn ?? null, requests: page.requests }
  }
  return { total: null, sample: null, requests: 0 }
}
