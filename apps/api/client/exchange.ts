import type { Conflicts, Outbox } from '../src/exchange/exchange-schemas.ts'
import { headersOf, type Why } from './act.ts'
import type { createRequest } from './request.ts'

interface Cancel {
  readonly signal?: AbortSignal | undefined
}

/** What differs from ServiceTitan where both sides change records, and the decisions about it. */
export function createExchange(request: ReturnType<typeof createRequest>) {
  return {
    /** The records with changes that ServiceTitan lacks. */
    outbox: ({ signal }: Cancel = {}) => request<Outbox>('/outbox', { signal }),
    /** The fields that both sides have changed, and that a person decides. @param recordId of one record only */
    conflicts: (query: { readonly recordId?: string } = {}, { signal }: Cancel = {}) =>
      request<Conflicts>('/conflicts', { query, signal }),
    /** Decides a conflict. @param take whose value stays */
    decide: (id: string, take: 'lazi' | 'servicetitan', why: Why = {}) =>
      request<{ readonly table: string; readonly id: string }>(
        `/conflicts/${encodeURIComponent(id)}/decide`,
        { method: 'POST', body: { take }, headers: headersOf(why) },
      ),
    /** Sends a record again that ServiceTitan has refused, or that waits. */
    retry: (table: string, id: string, why: Why = {}) =>
      request<{ readonly id: string }>(
        `/outbox/${encodeURIComponent(table)}/${encodeURIComponent(id)}/retry`,
        { method: 'POST', headers: headersOf(why) },
      ),
  }
}
