import { type RunKind, runKinds } from './sync-runs.ts'

/** Requests that resolve a quarantine entry. */
export const quarantineActions = ['replay', 'drop'] as const
export type QuarantineAction = (typeof quarantineActions)[number]

/** Kinds of requests: `raw.sync_requests.kind`. */
export const requestKinds = [...runKinds, ...quarantineActions] as const

/** `raw.sync_requests.status`. */
export const requestStatuses = ['pending', 'running', 'succeeded', 'failed'] as const

/** A request for a run of a table. */
export interface RunRequest {
  readonly subject: 'run'
  readonly kind: RunKind
  /** Whether the run may set any number of tombstones. */
  readonly allowDeletes: boolean
}

/** A request to resolve a quarantine entry. */
export interface QuarantineRequest {
  readonly subject: 'quarantine'
  readonly kind: QuarantineAction
  readonly quarantineId: string
}

/** A row of `raw.sync_requests`; `subject` distinguishes the two kinds. */
export type SyncRequest = RunRequest | QuarantineRequest
