import { expect, test } from 'vitest'
import { mergeSet, type SetState } from '../../src/merge/merge-set.ts'

interface Case extends Partial<SetState> {
  readonly it: string
  readonly local: readonly string[]
  readonly theirs: readonly string[]
  readonly isAnswer?: true
  readonly becomes: readonly string[]
  /** Whether LAZI's set still differs. */
  readonly isDirty?: true
  /** What of the attempt was not seen so far: added, removed. */
  readonly unseen?: readonly [readonly string[], readonly string[]]
}

const sent = (added: readonly string[], removed: readonly string[] = []) => ({ added, removed })

const cases: readonly Case[] = [
  { it: 'takes a clean set', local: ['a'], theirs: ['b', 'a'], becomes: ['b', 'a'] },
  {
    it: 'keeps what both have added',
    local: ['a', 'mine'],
    base: ['a'],
    theirs: ['a', 'theirs'],
    becomes: ['a', 'mine', 'theirs'],
    isDirty: true,
  },
  {
    it: 'keeps what both have removed away',
    local: ['a', 'c'],
    base: ['a', 'b', 'c'],
    theirs: ['a', 'b'],
    becomes: ['a'],
    isDirty: true,
  },
  {
    it: 'is clean when both made the same change',
    local: ['a', 'x'],
    base: ['a'],
    theirs: ['x', 'a'],
    becomes: ['x', 'a'],
  },
  {
    it: 'removes here what was removed there',
    local: ['a', 'b', 'mine'],
    base: ['a', 'b'],
    theirs: ['a'],
    becomes: ['a', 'mine'],
    isDirty: true,
  },
  {
    it: 'sees a member that was sent',
    local: ['a', 'x'],
    base: ['a'],
    sent: sent(['x']),
    theirs: ['a', 'x'],
    becomes: ['a', 'x'],
  },
  {
    it: 'waits for a member that was sent',
    local: ['a', 'x'],
    base: ['a'],
    sent: sent(['x']),
    theirs: ['a'],
    becomes: ['a', 'x'],
    isDirty: true,
    unseen: [['x'], []],
  },
  {
    it: 'removes a member that was sent, and removed since',
    local: ['a'],
    sent: sent(['x']),
    theirs: ['a', 'x'],
    becomes: ['a'],
    isDirty: true,
  },
  {
    it: 'adds a member that was sent to be removed, and added since',
    local: ['a', 'x'],
    sent: sent([], ['x']),
    theirs: ['a'],
    becomes: ['a', 'x'],
    isDirty: true,
  },
  {
    it: 'takes a member away that was sent and seen before',
    local: ['a', 'x'],
    sent: null,
    theirs: ['a'],
    becomes: ['a'],
  },
  {
    it: 'sees a part of what was sent',
    local: ['x', 'y'],
    base: ['z'],
    sent: sent(['x', 'y'], ['z']),
    theirs: ['x', 'z'],
    becomes: ['x', 'y'],
    isDirty: true,
    unseen: [['y'], ['z']],
  },
  {
    it: 'takes an answer that lacks a member that was sent',
    isAnswer: true,
    local: ['a', 'x'],
    base: ['a'],
    sent: sent(['x']),
    theirs: ['a'],
    becomes: ['a'],
  },
  {
    it: 'keeps what was added while the answer came',
    isAnswer: true,
    local: ['a', 'x', 'y'],
    base: ['a'],
    sent: sent(['x']),
    theirs: ['a', 'x'],
    becomes: ['a', 'x', 'y'],
    isDirty: true,
  },
]

test.each(cases)(
  'a set $it',
  ({ local, base = null, sent = null, theirs, isAnswer = false, becomes, isDirty, unseen }) => {
    expect(mergeSet({ local, base, sent }, theirs, isAnswer)).toEqual({
      local: becomes,
      base: isDirty ? { value: theirs } : null,
      sent: unseen ? { added: unseen[0], removed: unseen[1] } : null,
    })
  },
)
