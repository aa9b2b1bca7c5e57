import type { Known } from './merge-value.ts'
import type { SetChange } from './synced-record.ts'

// A set is its members, and each of them is in it or not. So both sides never change one to different values, and there are
// no conflicts: what LAZI has added and removed is added to and removed from what ServiceTitan has.

/** What LAZI knows of a set. */
export interface SetState {
  readonly local: readonly string[]
  /** Null: clean. */
  readonly base: readonly string[] | null
  /** What an attempt asked for of it whose outcome is not known. */
  readonly sent: SetChange | null
}

export interface MergedSet {
  readonly local: readonly string[]
  readonly base: Known | null
  readonly sent: SetChange | null
}

/**
 * What has to be added to and removed from a set.
 * @example
 * setChange(['a', 'b'], ['b', 'c']) // { added: ['c'], removed: ['a'] }
 */
export const setChange = (from: readonly string[], to: readonly string[]): SetChange => ({
  added: to.filter((member) => !from.includes(member)),
  removed: from.filter((member) => !to.includes(member)),
})

/** Applies a change to a set: members that it had keep their order. */
export const changeSet = (set: readonly string[], { added, removed }: SetChange): readonly string[] => [
  ...set.filter((member) => !removed.includes(member)),
  ...added.filter((member) => !set.includes(member)),
]

/**
 * Merges the members that a set has in ServiceTitan: (theirs ∪ (local ∖ base)) ∖ (base ∖ local).
 * @param isAnswer whether it is the answer to the attempt, which has then been applied
 * @example
 * mergeSet({ local: ['a', 'mine'], base: ['a'], sent: null }, ['theirs'], false).local // ['mine', 'theirs']
 */
export function mergeSet(
  { local, base, sent }: SetState,
  theirs: readonly string[],
  isAnswer: boolean,
): MergedSet {
  const seen: SetChange = {
    added: (sent?.added ?? []).filter((member) => isAnswer || theirs.includes(member)),
    removed: (sent?.removed ?? []).filter((member) => isAnswer || !theirs.includes(member)),
  }
  // What was sent and is seen there is agreed upon, also where LAZI has changed it back meanwhile.
  const agreed = changeSet(base ?? local, seen)
  const wanted = changeSet(theirs, setChange(agreed, local))
  const isSame = wanted.length === theirs.length && wanted.every((member) => theirs.includes(member))
  const left: SetChange = {
    added: (sent?.added ?? []).filter((member) => !seen.added.includes(member)),
    removed: (sent?.removed ?? []).filter((member) => !seen.removed.includes(member)),
  }
  return {
    local: isSame ? theirs : changeSet(local, setChange(local, wanted)),
    base: isSame ? null : { value: theirs },
    sent: left.added.length + left.removed.length > 0 ? left : null,
  }
}
