import { expect, test } from 'vitest'
import { confirmAnswer, type MergeFields, mergeVersion, type SyncedRecord } from '../../src/merge/index.ts'

const fields = {
  name: { kind: 'text', owner: 'shared', onConflict: 'ask' },
  total: { kind: 'decimal', owner: 'shared', onConflict: 'servicetitan' },
  tags: { kind: 'set', owner: 'shared', onConflict: 'servicetitan' },
  texts: { kind: 'texts', owner: 'shared', onConflict: 'ask' },
  time: {
    kind: 'group',
    members: { startsAt: 'instant', endsAt: 'instant' },
    owner: 'shared',
    onConflict: 'ask',
  },
} as const satisfies MergeFields

const clean: SyncedRecord = {
  local: {
    name: 'Ada',
    total: '1.50',
    tags: ['a', 'b'],
    texts: { 1: 'one', 2: 'two' },
    time: { startsAt: '2026-03-02T10:00:00.000000Z', endsAt: '2026-03-02T12:00:00.000000Z' },
  },
  base: {},
  attempt: null,
  modifiedOn: '2026-03-01T10:00:05Z',
}
const at = (second: number) => `2026-03-01T10:00:0${second}Z`

test('an older version is skipped, and one of the same time is merged', () => {
  const values = { name: 'Bea' }
  expect(mergeVersion(fields, clean, { values, modifiedOn: at(4) })).toMatchObject({
    outcome: 'older',
    changed: {},
    modifiedOn: at(5),
  })
  expect(mergeVersion(fields, clean, { values, modifiedOn: at(5) }).changed).toEqual({ name: 'Bea' })
  expect(mergeVersion(fields, clean, { values, modifiedOn: null })).toMatchObject({
    changed: { name: 'Bea' },
    modifiedOn: at(5),
  })
})

test('an older version ends the attempt, too, when no attempt can be applied later', () => {
  const record: SyncedRecord = { ...clean, base: { name: 'A' }, attempt: { id: 'a', sent: { name: 'Ada' } } }
  const version = { values: { name: 'A' }, modifiedOn: at(4) }
  expect(mergeVersion(fields, record, version).attempt).toEqual(record.attempt)
  expect(mergeVersion(fields, record, version, { endsAttempt: true })).toMatchObject({
    outcome: 'older',
    base: { name: 'A' },
    attempt: null,
  })
})

test('equal values in other forms are no change, and fields that a version lacks stay', () => {
  const time = { startsAt: '2026-03-02T10:00:00Z', endsAt: '2026-03-02T06:00:00-06:00' }
  const merged = mergeVersion(
    fields,
    { ...clean, base: { status: 'Scheduled' } },
    { values: { total: '1.5', texts: { 2: 'two', 1: 'one' }, time, tags: ['a', 'b'] }, modifiedOn: at(6) },
  )
  expect(merged).toEqual({
    outcome: 'merged',
    changed: {},
    base: { status: 'Scheduled' },
    attempt: null,
    modifiedOn: at(6),
    conflicts: [],
    settled: [],
  })
})

test('the fields of a group conflict together', () => {
  const mine = { startsAt: '2026-03-02T11:00:00Z', endsAt: '2026-03-02T12:00:00Z' }
  const theirs = { startsAt: '2026-03-02T10:00:00Z', endsAt: '2026-03-02T13:00:00Z' }
  const record = { ...clean, local: { ...clean.local, time: mine }, base: { time: clean.local.time } }
  const { changed, base, conflicts } = mergeVersion(fields, record, {
    values: { time: theirs },
    modifiedOn: at(6),
  })
  expect(changed).toEqual({})
  expect(base).toEqual({ time: theirs })
  expect(conflicts).toEqual([
    {
      field: 'time',
      kind: 'both-changed',
      base: clean.local.time,
      laziValue: mine,
      servicetitanValue: theirs,
      policy: 'ask',
      decision: null,
    },
  ])
})

test('texts by key are merged one by one', () => {
  const record: SyncedRecord = {
    ...clean,
    local: { ...clean.local, texts: { 1: 'mine', 3: 'new', 4: 'both' } },
    base: { texts: { 1: 'one', 2: 'two', 4: 'four' } },
  }
  const values = { texts: { 1: 'one', 2: 'two', 4: 'theirs', 5: 'five' } }
  const { changed, base, conflicts } = mergeVersion(fields, record, { values, modifiedOn: at(6) })
  expect(changed).toEqual({ texts: { 1: 'mine', 3: 'new', 4: 'both', 5: 'five' } })
  expect(base).toEqual({ texts: values.texts })
  expect(
    conflicts.map(({ field, base, laziValue, servicetitanValue }) => [
      field,
      base,
      laziValue,
      servicetitanValue,
    ]),
  ).toEqual([['texts.4', 'four', 'both', 'theirs']])
})

test('a text that was sent, and one that was sent to be removed, are seen', () => {
  const record: SyncedRecord = {
    ...clean,
    local: { ...clean.local, texts: { 1: 'newest' } },
    base: { texts: { 1: 'one', 2: 'two' } },
    attempt: { id: 'a', sent: { texts: { 1: 'new', 2: null } } },
  }
  const { changed, base, attempt, conflicts } = mergeVersion(fields, record, {
    values: { texts: { 1: 'new' } },
    modifiedOn: at(6),
  })
  expect({ changed, base, attempt, conflicts }).toEqual({
    changed: {},
    base: { texts: { 1: 'new' } },
    attempt: { id: 'a', sent: {} },
    conflicts: [],
  })
})

test('a text that was taken back after it was sent stays in doubt', () => {
  const record: SyncedRecord = {
    ...clean,
    base: { texts: { 1: 'one', 2: 'two' } },
    attempt: { id: 'a', sent: { texts: { 1: 'sent' } } },
  }
  const values = { texts: { 1: 'one', 2: 'two' } }
  expect(mergeVersion(fields, record, { values, modifiedOn: at(6) })).toMatchObject({
    base: { texts: { 1: 'one', 2: 'two' } },
    attempt: record.attempt,
  })
  const theirs = { texts: { 1: 'theirs', 2: 'two' } }
  expect(mergeVersion(fields, record, { values: theirs, modifiedOn: at(6) }).conflicts).toHaveLength(1)
})

test('the answer of another attempt is skipped', () => {
  const record: SyncedRecord = {
    ...clean,
    base: { name: 'A' },
    attempt: { id: 'second', sent: { name: 'Ada' } },
  }
  const answer = { values: { name: 'Bea' }, modifiedOn: at(6) }
  expect(confirmAnswer(fields, record, 'first', answer)).toMatchObject({
    outcome: 'fenced',
    changed: {},
    base: { name: 'A' },
    attempt: record.attempt,
    modifiedOn: at(5),
  })
  expect(confirmAnswer(fields, clean, 'first', answer).outcome).toBe('fenced')
})

test('an older answer ends the attempt, and a member that was removed since is not added again', () => {
  const record: SyncedRecord = {
    ...clean,
    local: { ...clean.local, name: 'Bea', tags: ['a', 'b', 'sent', 'mine'] },
    base: { name: 'Ada', tags: ['a', 'b'] },
    attempt: { id: 'a', sent: { tags: { added: ['sent'], removed: [] } } },
  }
  const answer = { values: { name: 'Ada', tags: ['a', 'b', 'sent'] }, modifiedOn: at(4) }
  expect(confirmAnswer(fields, record, 'a', answer)).toEqual({
    outcome: 'older',
    changed: { tags: ['a', 'b', 'mine'] },
    base: { name: 'Ada', tags: ['a', 'b'] },
    attempt: null,
    modifiedOn: at(5),
    conflicts: [],
    settled: [],
  })
})

test('nothing that is given is changed', () => {
  const freeze = <T>(value: T): T => {
    if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze)
    return value
  }
  const record = freeze(
    structuredClone({ ...clean, base: { name: 'A', texts: { 1: 'first' }, tags: ['b'] } }),
  )
  const version = freeze({ values: { name: 'B', texts: { 1: 'theirs' }, tags: ['c'] }, modifiedOn: at(6) })
  expect(mergeVersion(fields, record, version).outcome).toBe('merged')
})
