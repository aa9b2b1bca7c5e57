import type { Resource } from 'catalog'
import type { ServiceTitanClient } from 'servicetitan'

/** A period of `modifiedOn`, as RFC 3339 texts: from inclusive, to exclusive. */
export interface Window {
  readonly modifiedOnOrAfter?: string
  readonly modifiedBefore?: string
}

/** A count, and the requests it used. */
export interface RecordCount {
  /** Null when the answer had no count. */
  readonly total: number | null
  /** `modifiedOn` of one of the records as received; null when there is no record. */
  readonly sample: string | null
  readonly requests: number
}

/** Requests the number of records of a list, inactive ones included: one request with one record. */
export async function countRecords(
  api: ServiceTitanClient,
  resource: Resource,
  window: Window,
  signal: AbortSignal,
): Promise<RecordCount> {
  for await (const page of api.listPages(resource, { ...window, pageSize: 1, includeTotal: true, signal })) {
    const { data } = JSON.parse(page.body.toString()) as { data: { modifiedOn?: string }[] }
    return { total: page.totalCount, sample: data[0]?.modifiedOn ?? null, requests: page.requests }
  }
  return { total: null, sample: null, requests: 0 }
}
