import { expect, test } from 'vitest'
import { type Conflict, decideConflict, type MergeFields } from '../../src/merge/index.ts'

const fields = {
  name: { kind: 'text', owner: 'shared', onConflict: 'ask' },
  texts: { kind: 'texts', owner: 'shared', onConflict: 'ask' },
  tags: { kind: 'set', owner: 'shared', onConflict: 'ask' },
} as const satisfies MergeFields

const conflictOf = (field: string, servicetitanValue: unknown): Conflict => ({
  field,
  kind: 'both-changed',
  base: 'base',
  laziValue: 'mine',
  servicetitanValue,
  policy: 'ask',
  decision: null,
})

test("LAZI's value stays, and is still to be sent", () => {
  const record = { local: { name: 'newer' }, base: { name: 'theirs' } }
  expect(decideConflict(fields, record, conflictOf('name', 'theirs'), 'lazi')).toEqual({
    changed: {},
    base: { name: 'theirs' },
    conflict: { ...conflictOf('name', 'theirs'), laziValue: 'newer', decision: 'lazi' },
  })
})

test("LAZI takes ServiceTitan's value, and nothing is to be sent", () => {
  const record = { local: { name: 'mine' }, base: { name: 'theirs', other: 'kept' } }
  expect(decideConflict(fields, record, conflictOf('name', 'theirs'), 'servicetitan')).toEqual({
    changed: { name: 'theirs' },
    base: { other: 'kept' },
    conflict: { ...conflictOf('name', 'theirs'), decision: 'servicetitan' },
  })
})

test("a value of ServiceTitan that LAZI's request has replaced meanwhile is sent again", () => {
  const record = { local: { name: 'mine' }, base: {} }
  expect(decideConflict(fields, record, conflictOf('name', 'theirs'), 'servicetitan')).toMatchObject({
    changed: { name: 'theirs' },
    base: { name: 'mine' },
  })
})

test('a value that LAZI has already is not changed', () => {
  const record = { local: { name: 'theirs' }, base: {} }
  expect(decideConflict(fields, record, conflictOf('name', 'theirs '), 'servicetitan')).toMatchObject({
    changed: {},
    base: {},
  })
})

test('a text is decided, and others stay dirty', () => {
  const record = { local: { texts: { 1: 'mine', 2: 'new' } }, base: { texts: { 1: 'theirs' } } }
  expect(decideConflict(fields, record, conflictOf('texts.1', 'theirs'), 'servicetitan')).toMatchObject({
    changed: { texts: { 1: 'theirs', 2: 'new' } },
    base: { texts: { 1: 'theirs' } },
  })
})

test('a text that ServiceTitan has removed is removed, and nothing is to be sent', () => {
  const record = { local: { texts: { 1: 'mine', 2: 'two' } }, base: { texts: { 2: 'two' } } }
  const { changed, base } = decideConflict(fields, record, conflictOf('texts.1', null), 'servicetitan')
  expect({ changed, base }).toEqual({ changed: { texts: { 2: 'two' } }, base: {} })
})

test('refuses a field without conflicts', () => {
  const record = { local: {}, base: {} }
  expect(() => decideConflict(fields, record, conflictOf('tags', []), 'lazi')).toThrow('tags')
  expect(() => decideConflict(fields, record, conflictOf('price', 1), 'lazi')).toThrow('price')
})
