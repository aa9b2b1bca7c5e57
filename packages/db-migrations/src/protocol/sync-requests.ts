import type { Selectable } from 'kysely'
import type { RawSyncRequests } from '../generated/database-types.ts'

/** Kinds of runs: `raw.sync_runs.kind`. */
export const runKinds = ['full', 'incremental', 'hot', 'verify'] as const
export type RunKind = (typeof runKinds)[number]

/** Requests that settle an entry in quarantine. */
export const quarantineActions = ['replay', 'drop'] as const
export type QuarantineAction = (typeof quarantineActions)[number]

/** Kinds of requests: `raw.sync_requests.kind`. */
export const requestKinds = [...runKinds, ...quarantineActions] as const
export type RequestKind = (typeof requestKinds)[number]

export const requestStatuses = ['pending', 'running', 'succeeded', 'failed'] as const
export type RequestStatus = (typeof requestStatuses)[number]

type Row = Omit<Selectable<RawSyncRequests>, 'kind' | 'quarantine_id' | 'status'> & {
  readonly status: RequestStatus
}

/** A row of `raw.sync_requests`: a run that is asked for, or what is to become of an entry in quarantine. */
export type SyncRequestRow =
  | (Row & { readonly kind: RunKind; readonly quarantine_id: null })
  | (Row & { readonly kind: QuarantineAction; readonly quarantine_id: string })

/** Channels of NOTIFY. A notice without content: what is asked for stands in a table, and is found by polling too. */
export const channels = {
  /** A row was inserted into `raw.sync_requests`. */
  syncRequests: 'lazi_sync',
} as const
