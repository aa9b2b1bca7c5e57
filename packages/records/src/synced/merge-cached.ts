import { isDeepStrictEqual } from 'node:util'
import type { RecordChanges } from '../append-changes.ts'
import {
  type Conflict,
  confirmAnswer,
  groupValues,
  type Merged,
  mergeVersion,
  type SyncedRecord,
  type Values,
} from '../merge/index.ts'
import { giveUp, removalOf } from './given-up.ts'
import type { OutboxRow, SyncedWrite } from './outbox-row.ts'
import { lockState, type SyncedState } from './synced-state.ts'
import type { SyncedTable } from './synced-table.ts'
import { writeConflicts } from './write-conflicts.ts'
import { writeMerged } from './write-merged.ts'
import { writeOutboxRow } from './write-outbox-row.ts'

// A record that people changed, and a version of it in the cache:
//
//   lazi row, outbox row, conflicts, locked in this order ─> merge (pure) ─> lazi row, outbox row, conflicts
//
// A record without an outbox row is not merged but projected: both sides agree on all of it.

/** How a version was read. */
export type Reading =
  /** From the feed, or before a request; `endsAttempt`: no attempt can be applied later than it was read. */
  | {
      readonly kind: 'version'
      readonly endsAttempt: boolean
      /** The lease of the claim for which it was read: after it, it changes nothing. @default it was read for none */
      readonly heldUntil?: string
      /** Whether ServiceTitan has just refused to remove the record. @default false */
      readonly isRemovalRefused?: boolean
    }
  /** It is the response to the request of an attempt. */
  | { readonly kind: 'answer'; readonly attemptId: string }

/** A record after a merge. */
export interface MergedRecord {
  readonly outcome: Merged['outcome']
  /** The columns that changed; empty: the version did not rise. */
  readonly changed: readonly string[]
  /** What is left to send; undefined: both sides agree. */
  readonly outbox: OutboxRow | undefined
  readonly record: SyncedRecord
  /** Fields that only LAZI has, and that requests need. */
  readonly carried: Values
  /** Changes for `lazi.changes` of records that ended with it. @default none */
  readonly ended?: readonly RecordChanges[]
}

/**
 * Merges the version that the cache has of a record into it.
 * @param id LAZI's id of the record
 * @returns undefined when LAZI has no such record, or the cache has no version of it
 */
export async function mergeCached(
  write: SyncedWrite,
  table: SyncedTable,
  id: string,
  reading: Reading,
): Promise<MergedRecord | undefined> {
  const state = await lockState(write, table, id)
  if (state === undefined) return undefined
  const { outbox, record, stored } = state
  const carried = Object.fromEntries(Object.keys(table.carried ?? {}).map((name) => [name, stored[name]]))
  if (isLost(reading, outbox)) return { outcome: 'fenced', changed: [], outbox, record, carried }
  const removal = removalOf(state, reading.kind === 'version' && reading.isRemovalRefused === true)
  if (removal === undefined) return { ...(await mergeFields(write, state, reading)), carried }
  if (removal === 'kept') return { outcome: 'merged', changed: [], outbox, record, carried }
  const givenUp = await giveUp(write, state, removal)
  return {
    outcome: 'merged',
    ...givenUp,
    outbox: undefined,
    record: { ...record, base: {}, attempt: null },
    carried,
  }
}

/** Whether another worker has taken the record over since: its request is newer than what was read. */
const isLost = (reading: Reading, outbox: SyncedState['outbox']) =>
  reading.kind === 'version' && reading.heldUntil !== undefined && outbox?.leasedUntil !== reading.heldUntil

async function mergeFields(
  write: SyncedWrite,
  state: SyncedState,
  reading: Reading,
): Promise<Omit<MergedRecord, 'carried'>> {
  const { fields, key, outbox, record, version } = state
  const theirs = { values: groupValues(fields, version.values), modifiedOn: version.modifiedOn }
  const merged =
    reading.kind === 'answer'
      ? confirmAnswer(fields, record, reading.attemptId, theirs)
      : mergeVersion(fields, record, theirs, { endsAttempt: reading.endsAttempt })
  if (merged.outcome !== 'merged' && isDeepStrictEqual(merged.attempt, record.attempt))
    return { outcome: merged.outcome, changed: [], outbox, record }
  const changed = merged.outcome === 'merged' ? await writeMerged(write, state, merged) : []
  await writeConflicts(write, key, { ...merged, modifiedOn: version.modifiedOn })
  const failed = failedOf(outbox, merged)
  const left = await writeOutboxRow(write, key, { outbox, merged, failed, sentWith: state.table.sentWith })
  const after = { ...record.local, ...merged.changed }
  const next = { ...record, local: after, base: merged.base, attempt: merged.attempt }
  return {
    outcome: merged.outcome,
    changed,
    outbox: left,
    record: { ...next, modifiedOn: merged.modifiedOn, open: openAfter(record.open ?? {}, merged) },
  }
}

function openAfter(
  open: Readonly<Record<string, Conflict>>,
  { conflicts, settled }: Merged,
): Record<string, Conflict> {
  const found = conflicts.filter(({ decision }) => decision === null).map((one) => [one.field, one] as const)
  const kept = Object.entries(open).filter(([field]) => !settled.includes(field))
  return Object.fromEntries([...kept, ...found])
}

/** Values that were refused, of fields that still differ. */
const failedOf = (outbox: OutboxRow | undefined, { base }: Merged) =>
  Object.fromEntries(Object.entries(outbox?.failedFields ?? {}).filter(([field]) => field in base))
