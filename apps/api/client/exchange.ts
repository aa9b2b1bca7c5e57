import type { Conflicts, FieldRules, Outbox } from '../src/exchange/exchange-schemas.ts'
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
    /** Decides open conflicts alike, 100 at most. @param body.take whose values stay */
    decideAll: (
      body: { readonly take: 'lazi' | 'servicetitan'; readonly table?: string; readonly field?: string },
      why: Why = {},
    ) =>
      request<{ readonly decided: number; readonly left: number }>('/conflicts/decide', {
        method: 'POST',
        body,
        headers: headersOf(why),
      }),
    /** Gives up the changes of a record: LAZI takes ServiceTitan's values. */
    dropChanges: (table: string, id: string, why: Why = {}) =>
      request<{ readonly id: string }>(
        `/outbox/${encodeURIComponent(table)}/${encodeURIComponent(id)}/drop`,
        { method: 'POST', headers: headersOf(why) },
      ),
    /** Whose value stays of each field that both sides have changed. */
    fieldRules: ({ signal }: Cancel = {}) => request<FieldRules>('/field-rules', { signal }),
    /** Sets it. @param onConflict null: what is standard */
    setFieldRule: (
      table: string,
      field: string,
      onConflict: 'servicetitan' | 'lazi' | 'ask' | null,
      why: Why = {},
    ) =>
      request<FieldRules>(`/field-rules/${encodeURIComponent(table)}/${encodeURIComponent(field)}`, {
        method: 'PATCH',
        body: { onConflict },
        headers: headersOf(why),
      }),
    /** Sends a record again that ServiceTitan has refused, or that waits. */
    retry: (table: string, id: string, why: Why = {}) =>
      request<{ readonly id: string }>(
        `/outbox/${encodeURIComponent(table)}/${encodeURIComponent(id)}/retry`,
        { method: 'POST', headers: headersOf(why) },
      ),
  }
}
