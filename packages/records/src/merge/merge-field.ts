import { isDeepStrictEqual } from 'node:util'
import type { MergeField } from './merge-fields.ts'
import { mergeSet } from './merge-set.ts'
import { mergeTexts, textName } from './merge-texts.ts'
import { type Known, mergeValue, type Reading } from './merge-value.ts'
import type { Conflict, SetChange, SyncedRecord, Values } from './synced-record.ts'

/** What a merge changes of a field. */
export interface MergedField {
  readonly local: unknown
  readonly base: Known | null
  readonly sent: Known | null
  readonly conflicts: readonly Conflict[]
  readonly settled: readonly string[]
}

/** Merges what ServiceTitan has of a field of any kind. */
export function mergeField(
  name: string,
  field: MergeField,
  { local, base, attempt, open = {}, putBacks = {} }: SyncedRecord,
  theirs: unknown,
  reading: Reading,
): MergedField {
  const sent = attempt === null ? null : knownOf(attempt.sent, name)
  const agreed = knownOf(base, name)
  if (field.kind === 'set') {
    const merged = mergeSet(
      {
        local: membersOf(local[name]),
        base: agreed === null ? null : membersOf(agreed.value),
        sent: sent === null ? null : (sent.value as SetChange),
      },
      membersOf(theirs),
      reading.isAnswer,
    )
    return {
      local: unlessEqual(local[name], asWritten(merged.local, theirs, membersOf(theirs))),
      base: merged.base,
      sent: merged.sent === null || reading.endsAttempt ? null : { value: merged.sent },
      conflicts: [],
      settled: [],
    }
  }
  if (field.kind === 'texts') {
    const merged = mergeTexts(
      name,
      field,
      {
        local: textsOf(local[name]),
        base: agreed === null ? null : textsOf(agreed.value),
        sent: sent === null ? null : textsOf(sent.value),
        openOf: (key) => open[textName(name, key)] ?? null,
        putBacksOf: (key) => putBacks[textName(name, key)] ?? 0,
      },
      textsOf(theirs),
      reading,
    )
    return {
      local: unlessEqual(local[name], asWritten(merged.local, theirs, textsOf(theirs))),
      base: merged.base,
      sent: merged.sent === null ? null : { value: merged.sent },
      conflicts: merged.conflicts,
      settled: merged.settled.map((key) => textName(name, key)),
    }
  }
  const state = {
    local: local[name],
    base: agreed,
    sent,
    open: open[name] ?? null,
    putBacks: putBacks[name] ?? 0,
  }
  const merged = mergeValue(name, field, state, theirs, reading)
  return {
    local: merged.local,
    base: merged.base,
    sent: merged.sent,
    conflicts: merged.conflict === null ? [] : [merged.conflict],
    settled: merged.isSettled ? [name] : [],
  }
}

/** A value by name, or null when there is none: null is a value, too. */
export const knownOf = (values: Values, name: string): Known | null =>
  Object.hasOwn(values, name) ? { value: values[name] } : null

const membersOf = (value: unknown) => (value ?? []) as readonly string[]
const textsOf = (value: unknown) => (value ?? {}) as Values

/** ServiceTitan's value as it is, which may be null, if the merged one is the same: so it is projected, too. */
const asWritten = (merged: unknown, theirs: unknown, same: unknown) =>
  isDeepStrictEqual(merged, same) ? theirs : merged

/** The value that LAZI has if the other one equals it, so that it need not be written. */
const unlessEqual = (has: unknown, next: unknown) => (isDeepStrictEqual(has, next) ? has : next)
