import { expect, test } from 'vitest'
import { isFormOf } from '../../src/merge/comparison.ts'
import { type ComparedKind, isOlder, isSameValue } from '../../src/merge/index.ts'

const same: readonly [ComparedKind, unknown, unknown][] = [
  ['text', null, ''],
  ['text', undefined, null],
  ['text', ' 12 Elm Street', '12 Elm Street '],
  ['html', '<p>No heat &amp; no light</p>', 'No heat & no light'],
  ['html', '<p>One</p><p>Two</p>', 'One\r\nTwo'],
  ['html', '<div>One<br/>Two &#233; &#xE9;&nbsp;</div>', ' One \n\nTwo é é'],
  ['html', null, '<p></p>'],
  ['decimal', '1.50', '1.5'],
  ['decimal', '0.00', '-0'],
  ['decimal', '100', '1E+2'],
  ['decimal', '0012.3400', 12.34],
  ['decimal', '.5', '0.5'],
  ['number', 36.154, '36.154'],
  ['number', -0, 0],
  ['instant', '2026-03-01T10:00:00Z', '2026-03-01T10:00:00.000000Z'],
  ['instant', '2026-03-01T10:00:00Z', '2026-03-01T04:00:00-06:00'],
  ['instant', '2026-03-01T10:00:00.1234567Z', '2026-03-01 10:00:00.123457+00:00'],
  ['id', '0198A000-0000-7000-8000-000000000001', '0198a000-0000-7000-8000-000000000001'],
  ['choice', undefined, null],
  ['boolean', null, null],
]

test.each(same)('%s %j and %j are the same', (kind, a, b) => {
  expect(isSameValue(kind, a, b)).toBe(true)
  expect(isSameValue(kind, b, a)).toBe(true)
})

const different: readonly [ComparedKind, unknown, unknown][] = [
  ['text', 'Ada', 'ada'],
  ['html', 'pressure < 5 and > 3', 'pressure'],
  ['html', 'One Two', 'One\nTwo'],
  ['html', '&unknown;', ''],
  ['html', '&#1114112;', ''],
  ['decimal', '1.5', '-1.5'],
  ['decimal', '9007199254740993', '9007199254740992'],
  ['decimal', '10', '1'],
  ['decimal', null, '0'],
  ['number', null, 0],
  ['instant', '2026-03-01T10:00:00.000001Z', '2026-03-01T10:00:00.000002Z'],
  ['instant', null, '2026-03-01T10:00:00Z'],
  ['choice', null, ''],
  ['boolean', null, false],
]

test.each(different)('%s %j and %j differ', (kind, a, b) => {
  expect(isSameValue(kind, a, b)).toBe(false)
  expect(isSameValue(kind, b, a)).toBe(false)
})

test.each([
  ['decimal', 'twelve'],
  ['decimal', '-'],
  ['instant', 'tomorrow'],
  ['instant', '2026-03-01'],
] as const)('refuses to compare the %s %s', (kind, value) => {
  expect(() => isSameValue(kind, value, '1')).toThrow(RangeError)
})

test('compares times of modification to the microsecond; a missing one is never older', () => {
  expect(isOlder('2026-03-01T10:00:00.000001Z', '2026-03-01T10:00:00.000002Z')).toBe(true)
  expect(isOlder('2026-03-01T10:00:00.000002Z', '2026-03-01T10:00:00.000001Z')).toBe(false)
  expect(isOlder('2026-03-01T10:00:00Z', '2026-03-01T10:00:00.000Z')).toBe(false)
  expect(isOlder(null, '2026-03-01T10:00:00Z')).toBe(false)
  expect(isOlder('2026-03-01T10:00:00Z', null)).toBe(false)
})

test('ServiceTitan may write letters and digits in another way', () => {
  expect(isFormOf('text', '9185550100', '(918) 555-0100')).toBe(true)
  expect(isFormOf('text', 'OK', 'ok ')).toBe(true)
  expect(isFormOf('html', '<p>Straße 1</p>', 'straße, 1')).toBe(true)
  expect(isFormOf('text', '9185550101', '9185550100')).toBe(false)
  expect(isFormOf('text', '!', '?')).toBe(false)
  expect(isFormOf('choice', 'HIGH', 'High')).toBe(false)
})
