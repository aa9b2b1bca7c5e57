import { describe, expect, test } from 'vitest'
import {
  type Conflict,
  confirmAnswer,
  type MergeField,
  maxPutBacks,
  mergeVersion,
  type SyncedRecord,
} from '../../src/merge/index.ts'

const then = '2026-03-01T10:00:00Z'
const later = '2026-03-01T10:00:01Z'

/** Rules of a text: its owner, and its policy if both sides own it. */
const ruled = {
  servicetitan: { kind: 'text', owner: 'shared', onConflict: 'servicetitan' },
  lazi: { kind: 'text', owner: 'shared', onConflict: 'lazi' },
  ask: { kind: 'text', owner: 'shared', onConflict: 'ask' },
  'owned by LAZI': { kind: 'text', owner: 'lazi', onConflict: 'servicetitan' },
  'owned by ServiceTitan': { kind: 'text', owner: 'servicetitan', onConflict: 'lazi' },
} as const satisfies Record<string, MergeField>

type Rules = keyof typeof ruled

interface Case {
  readonly it: string
  readonly rules?: Rules
  readonly local: string
  /** Absent: clean. */
  readonly base?: string
  readonly sent?: string
  /** ServiceTitan's value of an open conflict. */
  readonly open?: string
  readonly putBacks?: number
  readonly theirs: string
  readonly endsAttempt?: boolean
  readonly isAnswer?: boolean
  readonly becomes: {
    readonly local: string
    readonly base?: string
    /** What of the attempt was not seen so far. */
    readonly sent?: string
    /** The decision of the conflict that is found; `open`: it has none. */
    readonly conflict?: 'servicetitan' | 'lazi' | 'open'
    readonly isSettled?: true
  }
}

const openWith = (servicetitanValue: string): Conflict => ({
  field: 'f',
  kind: 'both-changed',
  base: 'first',
  laziValue: 'before',
  servicetitanValue,
  policy: 'ask',
  decision: null,
})

/** An answer without the field is one to an attempt that sent others. */
const noneOr = (isAnswer = false) => (isAnswer ? { id: 'a', sent: {} } : null)

function mergeCase({ rules = 'servicetitan', theirs, endsAttempt, isAnswer, ...given }: Case) {
  const fields = { f: ruled[rules] }
  const record: SyncedRecord = {
    local: { f: given.local },
    base: given.base === undefined ? {} : { f: given.base },
    attempt: given.sent === undefined ? noneOr(isAnswer) : { id: 'a', sent: { f: given.sent } },
    modifiedOn: then,
    open: given.open === undefined ? {} : { f: openWith(given.open) },
    putBacks: { f: given.putBacks ?? 0 },
  }
  const version = { values: { f: theirs }, modifiedOn: later }
  const { changed, base, attempt, conflicts, settled } = isAnswer
    ? confirmAnswer(fields, record, 'a', version)
    : mergeVersion(fields, record, version, { endsAttempt: endsAttempt ?? false })
  const [conflict] = conflicts
  return {
    local: 'f' in changed ? changed.f : given.local,
    ...('f' in base && { base: base.f }),
    ...(attempt !== null && 'f' in attempt.sent && { sent: attempt.sent.f }),
    ...(conflict && { conflict: conflict.decision ?? 'open' }),
    ...(settled.length > 0 && { isSettled: true }),
  }
}

describe('a version', () => {
  const cases: readonly Case[] = [
    { it: 'changes nothing that is as before', local: 'a', theirs: 'a', becomes: { local: 'a' } },
    { it: 'replaces a clean value', local: 'a', theirs: 'b', becomes: { local: 'b' } },
    { it: 'replaces a clean value of another form', local: 'a', theirs: ' a ', becomes: { local: ' a ' } },
    {
      it: 'replaces what ServiceTitan owns',
      rules: 'owned by ServiceTitan',
      local: 'a',
      theirs: 'b',
      becomes: { local: 'b' },
    },
    {
      it: 'says nothing new of a dirty value',
      local: 'b',
      base: 'a',
      theirs: 'a',
      becomes: { local: 'b', base: 'a' },
    },
    { it: 'has the same change', local: 'b', base: 'a', theirs: 'b', becomes: { local: 'b' } },
    {
      it: 'has the same change in another form',
      local: 'b',
      base: 'a',
      theirs: 'b ',
      becomes: { local: 'b ' },
    },
    // Both have changed it.
    { it: 'wins', local: 'b', base: 'a', theirs: 'c', becomes: { local: 'c', conflict: 'servicetitan' } },
    {
      it: 'gives way',
      rules: 'lazi',
      local: 'b',
      base: 'a',
      theirs: 'c',
      becomes: { local: 'b', base: 'c', conflict: 'lazi' },
    },
    {
      it: 'is asked about',
      rules: 'ask',
      local: 'b',
      base: 'a',
      theirs: 'c',
      becomes: { local: 'b', base: 'c', conflict: 'open' },
    },
    {
      it: 'wins over a change of what ServiceTitan owns, also if it is as before',
      rules: 'owned by ServiceTitan',
      local: 'b',
      base: 'a',
      theirs: 'a',
      becomes: { local: 'a', conflict: 'servicetitan' },
    },
    // The field is LAZI's.
    {
      it: 'is undone',
      rules: 'owned by LAZI',
      local: 'a',
      theirs: 'c',
      becomes: { local: 'a', base: 'c', conflict: 'lazi' },
    },
    {
      it: 'gives way to the owner',
      rules: 'owned by LAZI',
      local: 'b',
      base: 'a',
      theirs: 'c',
      becomes: { local: 'b', base: 'c', conflict: 'lazi' },
    },
    {
      it: 'is asked about when it was undone often',
      putBacks: maxPutBacks,
      rules: 'owned by LAZI',
      local: 'a',
      theirs: 'c',
      becomes: { local: 'a', base: 'c', conflict: 'open' },
    },
    {
      it: 'is not asked about before',
      putBacks: maxPutBacks - 1,
      rules: 'owned by LAZI',
      local: 'a',
      theirs: 'c',
      becomes: { local: 'a', base: 'c', conflict: 'lazi' },
    },
    // An attempt has sent the field.
    { it: 'has what was sent', local: 'b', base: 'a', sent: 'b', theirs: 'b', becomes: { local: 'b' } },
    {
      it: 'has what was sent in a form of its own',
      local: 'b',
      base: 'a',
      sent: 'b',
      theirs: 'B.',
      becomes: { local: 'B.' },
    },
    {
      it: 'has what was sent in a form of its own before LAZI changed it again',
      local: 'c',
      base: 'a',
      sent: 'b',
      theirs: 'B',
      becomes: { local: 'c', base: 'B' },
    },
    {
      it: 'has not yet what was sent, of which it has another form',
      local: 'B',
      base: 'b',
      sent: 'B',
      theirs: 'b',
      becomes: { local: 'B', base: 'b', sent: 'B' },
    },
    {
      it: 'has what was sent before LAZI changed it again',
      local: 'c',
      base: 'a',
      sent: 'b',
      theirs: 'b',
      becomes: { local: 'c', base: 'b' },
    },
    {
      it: 'has what was sent before a conflict was decided',
      local: 'c',
      sent: 'b',
      theirs: 'b',
      becomes: { local: 'c', base: 'b' },
    },
    {
      it: 'has not yet what was sent',
      local: 'b',
      base: 'a',
      sent: 'b',
      theirs: 'a',
      becomes: { local: 'b', base: 'a', sent: 'b' },
    },
    {
      it: 'has another change',
      local: 'b',
      base: 'a',
      sent: 'b',
      theirs: 'c',
      becomes: { local: 'c', sent: 'b', conflict: 'servicetitan' },
    },
    {
      it: 'has what was taken back, but may get what was sent',
      local: 'a',
      base: 'a',
      sent: 'b',
      theirs: 'a',
      becomes: { local: 'a', base: 'a', sent: 'b' },
    },
    {
      it: 'has what was taken back, and the attempt is over',
      local: 'a',
      base: 'a',
      sent: 'b',
      theirs: 'a',
      endsAttempt: true,
      becomes: { local: 'a' },
    },
    {
      it: 'has a change over what was taken back',
      local: 'a',
      base: 'a',
      sent: 'b',
      theirs: 'c',
      becomes: { local: 'c', sent: 'b', conflict: 'servicetitan' },
    },
    {
      it: 'shows that the attempt has failed',
      local: 'b',
      base: 'a',
      sent: 'b',
      theirs: 'a',
      endsAttempt: true,
      becomes: { local: 'b', base: 'a' },
    },
    // A person is asked already.
    {
      it: 'is as before while a person is asked',
      rules: 'ask',
      open: 'c',
      local: 'b',
      base: 'c',
      theirs: 'c',
      becomes: { local: 'b', base: 'c' },
    },
    {
      it: 'has another value while a person is asked',
      rules: 'ask',
      open: 'c',
      local: 'b',
      base: 'c',
      theirs: 'd',
      becomes: { local: 'b', base: 'd', conflict: 'open' },
    },
    {
      it: 'has the same value while a person is asked',
      rules: 'ask',
      open: 'c',
      local: 'b',
      base: 'c',
      theirs: 'b',
      becomes: { local: 'b', isSettled: true },
    },
    {
      it: 'has the value that LAZI took meanwhile',
      rules: 'ask',
      open: 'c',
      local: 'c',
      theirs: 'c',
      becomes: { local: 'c', isSettled: true },
    },
    {
      it: 'gets what was sent before a person is asked',
      rules: 'ask',
      open: 'c',
      local: 'b',
      base: 'c',
      sent: 'b',
      theirs: 'b',
      becomes: { local: 'b' },
    },
    {
      it: 'gets what was sent before LAZI took its value',
      rules: 'ask',
      open: 'c',
      local: 'c',
      base: 'c',
      sent: 'b',
      theirs: 'b',
      becomes: { local: 'c', base: 'b', isSettled: true },
    },
  ]

  test.each(cases)('$it', (given) => {
    expect(mergeCase(given)).toEqual(given.becomes)
  })
})

describe('an answer', () => {
  const cases: readonly Case[] = [
    {
      it: 'has it in a form that nothing tells',
      local: '1 Elm Street',
      base: 'a',
      sent: '1 Elm Street',
      theirs: '1 Elm St.',
      becomes: { local: '1 Elm St.' },
    },
    {
      it: 'has it in a form that nothing tells, after another change in LAZI',
      local: 'c',
      base: 'a',
      sent: '1 Elm Street',
      theirs: '1 Elm St.',
      becomes: { local: 'c', base: '1 Elm St.' },
    },
    { it: 'confirms what was sent', local: 'b', base: 'a', sent: 'b', theirs: 'b', becomes: { local: 'b' } },
    { it: 'has it in another form', local: 'b', base: 'a', sent: 'b', theirs: 'B', becomes: { local: 'B' } },
    {
      it: 'comes after another change in LAZI',
      local: 'c',
      base: 'a',
      sent: 'b',
      theirs: 'B',
      becomes: { local: 'c', base: 'B' },
    },
    {
      it: 'has what LAZI was changed to',
      local: 'c',
      base: 'a',
      sent: 'b',
      theirs: 'c',
      becomes: { local: 'c' },
    },
    {
      it: 'comes after it was taken back',
      local: 'a',
      base: 'a',
      sent: 'b',
      theirs: 'b',
      becomes: { local: 'a', base: 'b' },
    },
    { it: 'has another field changed', local: 'a', theirs: 'b', becomes: { local: 'b' } },
    {
      it: 'has another field changed by both',
      rules: 'ask',
      local: 'b',
      base: 'a',
      theirs: 'c',
      becomes: { local: 'b', base: 'c', conflict: 'open' },
    },
    {
      it: 'comes while a person is asked',
      rules: 'ask',
      open: 'c',
      local: 'b',
      base: 'c',
      sent: 'b',
      theirs: 'B',
      becomes: { local: 'B' },
    },
  ]

  test.each(cases)('$it', (given) => {
    expect(mergeCase({ ...given, isAnswer: true })).toEqual(given.becomes)
  })
})
