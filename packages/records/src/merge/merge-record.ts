import { isOlder } from './comparison.ts'
import { knownOf, mergeField } from './merge-field.ts'
import type { MergeFields } from './merge-fields.ts'
import type { Reading } from './merge-value.ts'
import type { Conflict, Merged, SyncedRecord, Version } from './synced-record.ts'

// Versions of a record come to LAZI in three ways, and are merged by the same rules:
//
//   the cache's feed  ──> mergeVersion: an attempt may be under way, and what it sent may be in the version or not
//   the look before a request is sent ──> mergeVersion with `endsAttempt`: the attempt was applied, or never will be
//   the answer to a request ──> confirmAnswer: what was sent is applied, in the form that ServiceTitan gave it
//
// All are pure: the caller reads and writes the rows.

/**
 * Merges a version that was read from ServiceTitan. An older one than the last is skipped.
 * @param options.endsAttempt whether no attempt can be applied later than this version was read. @default false
 * @example
 * const { changed, base, conflicts } = mergeVersion(fields, record, { values, modifiedOn })
 */
export function mergeVersion(
  fields: MergeFields,
  record: SyncedRecord,
  version: Version,
  { endsAttempt = false }: { readonly endsAttempt?: boolean } = {},
): Merged {
  return merge(fields, record, version, { isAnswer: false, endsAttempt })
}

/**
 * Merges the answer to a request, which has the record after it. LAZI takes the form in which ServiceTitan has what was
 * sent; a field that was changed meanwhile stays dirty. What is read after an answer without the record is no answer: it is
 * merged as a version.
 * @param attemptId the attempt that is answered; the answer of any other than the record's is skipped
 * @example
 * const { changed, base } = confirmAnswer(fields, record, attemptId, { values, modifiedOn })
 */
export function confirmAnswer(
  fields: MergeFields,
  record: SyncedRecord,
  attemptId: string,
  answer: Version,
): Merged {
  if (record.attempt?.id !== attemptId) return skipped(record, 'fenced')
  return merge(fields, record, answer, { isAnswer: true, endsAttempt: true })
}

function merge(fields: MergeFields, record: SyncedRecord, version: Version, reading: Reading): Merged {
  if (!isOlder(version.modifiedOn, record.modifiedOn)) return mergeEach(fields, record, version, reading)
  if (reading.isAnswer)
    return { ...mergeEach(fields, record, lastSetsOf(fields, record), reading), outcome: 'older' }
  return { ...skipped(record, 'older'), attempt: reading.endsAttempt ? null : record.attempt }
}

/**
 * The sets of an attempt as they were merged last, when its answer is older: it was applied before that, so a member that
 * it has added and that is not there has been removed by a person, and is not added again.
 */
function lastSetsOf(fields: MergeFields, { local, base, attempt, modifiedOn }: SyncedRecord): Version {
  const sets = Object.keys(attempt?.sent ?? {}).filter((name) => fields[name]?.kind === 'set')
  const values = Object.fromEntries(
    sets.map((name) => [name, (knownOf(base, name) ?? { value: local[name] }).value]),
  )
  return { values, modifiedOn }
}

function mergeEach(fields: MergeFields, record: SyncedRecord, version: Version, reading: Reading): Merged {
  const changed: Record<string, unknown> = {}
  const base: Record<string, unknown> = { ...record.base }
  const sent: Record<string, unknown> = { ...record.attempt?.sent }
  const conflicts: Conflict[] = []
  const settled: string[] = []
  for (const [name, field] of Object.entries(fields)) {
    const theirs = knownOf(version.values, name)
    if (theirs === null) continue
    const merged = mergeField(name, field, record, theirs.value, reading)
    if (merged.local !== record.local[name]) changed[name] = merged.local
    put(base, name, merged.base)
    put(sent, name, merged.sent)
    conflicts.push(...merged.conflicts)
    settled.push(...merged.settled)
  }
  const attempt = reading.endsAttempt || record.attempt === null ? null : { id: record.attempt.id, sent }
  const modifiedOn = version.modifiedOn ?? record.modifiedOn
  return { outcome: 'merged', changed, base, attempt, modifiedOn, conflicts, settled }
}

function put(values: Record<string, unknown>, name: string, known: { readonly value: unknown } | null): void {
  if (known === null) delete values[name]
  else values[name] = known.value
}

const skipped = ({ base, attempt, modifiedOn }: SyncedRecord, outcome: 'older' | 'fenced'): Merged => ({
  outcome,
  changed: {},
  base,
  attempt,
  modifiedOn,
  conflicts: [],
  settled: [],
})
