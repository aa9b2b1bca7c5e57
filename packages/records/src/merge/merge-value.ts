import { isFieldFormOf, isFieldStoredAlike, isSameField, type WholeField } from './same-field.ts'
import type { Conflict } from './synced-record.ts'

// The rules of one field, by its values: LAZI's, the base, the one that was sent, and ServiceTitan's, which is new to LAZI.
//
//   ServiceTitan has what was sent ──> LAZI has it, too: clean.    LAZI was changed since: dirty, and sent again
//   ServiceTitan has the base ───────> nothing new: stays as it is
//   ServiceTitan has LAZI's value ───> both made the same change: clean
//   clean ───────────────────────────> LAZI takes the value; a field that LAZI owns is dirty, and sent again
//   dirty ───────────────────────────> a conflict, which the policy decides; `ask`: LAZI's value stays, and is not sent

/** How often ServiceTitan's change of a field that LAZI owns is undone before a person is asked. */
export const maxPutBacks = 2

/** A value that may be absent, other than null. */
export interface Known {
  readonly value: unknown
}

/** What LAZI knows of a field. */
export interface ValueState {
  readonly local: unknown
  /** Null: clean. */
  readonly base: Known | null
  /** What an attempt sent of it whose outcome is not known. */
  readonly sent: Known | null
  readonly open: Conflict | null
  readonly putBacks: number
}

export interface Reading {
  /** Whether it is the answer to the attempt: what was sent is then what it has, in ServiceTitan's own form. */
  readonly isAnswer: boolean
  /** Whether the attempt is over after it: it was applied, or never will be. */
  readonly endsAttempt: boolean
}

export interface MergedValue {
  readonly local: unknown
  readonly base: Known | null
  /** Null: it was seen, or there was none. */
  readonly sent: Known | null
  readonly conflict: Conflict | null
  readonly isSettled: boolean
}

/** Merges ServiceTitan's value of a field. @param name for its conflict */
export function mergeValue(
  name: string,
  field: WholeField,
  was: ValueState,
  theirs: unknown,
  { isAnswer, endsAttempt }: Reading,
): MergedValue {
  const isSame = (a: unknown, b: unknown) => isSameField(field, a, b)
  const last = was.base === null ? was.local : was.base.value
  const isAsBefore = isSame(theirs, last)
  const isOurs = was.sent !== null && (isAnswer || isSeen(field, was.sent.value, theirs, isAsBefore))
  const isNew = !isOurs && !isAsBefore
  const sent = isOurs || endsAttempt ? null : was.sent
  const isAdopted = isSame(was.local, theirs) || (isOurs && isSame(was.local, was.sent?.value))
  // What was sent may be applied still, over a value of LAZI that is newer: until then the field is not agreed.
  const isInDoubt = sent !== null && was.base !== null && !isSame(was.local, sent.value)
  const found = (part: Partial<MergedValue>): MergedValue => ({
    local: was.local,
    base: { value: theirs },
    sent,
    conflict: null,
    isSettled: false,
    ...part,
  })
  const taken = { local: isFieldStoredAlike(field, was.local, theirs) ? was.local : theirs, base: null }
  const kept = isAdopted && !isInDoubt ? taken : {}

  if (was.open !== null) {
    const theirWish = isNew ? theirs : was.open.servicetitanValue
    if (isSame(was.local, theirWish)) return found({ ...kept, isSettled: true })
    return found({
      ...kept,
      conflict: isNew ? { ...was.open, laziValue: was.local, servicetitanValue: theirs } : null,
    })
  }
  if (isAdopted) return found(kept)
  if (field.owner === 'servicetitan' && was.base === null) return found(taken)
  if (!isNew && field.owner !== 'servicetitan') return found(kept)
  if (was.base === null && field.owner === 'shared') return found(taken)
  const policy = policyOf(field, was)
  const conflict: Conflict = {
    field: name,
    kind: 'both-changed',
    base: last,
    laziValue: was.local,
    servicetitanValue: theirs,
    policy,
    decision: policy === 'ask' ? null : policy,
  }
  return found({ ...(policy === 'servicetitan' ? taken : {}), conflict })
}

/** Whether ServiceTitan has what was sent, also in a form of its own if that is not simply what it had before. */
function isSeen(field: WholeField, sent: unknown, theirs: unknown, isAsBefore: boolean): boolean {
  return isAsBefore ? isSameField(field, theirs, sent) : isFieldFormOf(field, theirs, sent)
}

function policyOf({ owner, onConflict }: WholeField, { putBacks }: ValueState): Conflict['policy'] {
  if (owner === 'shared') return onConflict
  return owner === 'lazi' && putBacks >= maxPutBacks ? 'ask' : owner
}
