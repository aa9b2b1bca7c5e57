import { expect, test } from 'vitest'
import { counted } from './counted.ts'
import { toInstant } from './instant.ts'

test.each([
  ['2026-03-10T15:04:05.1234567-06:00', '2026-03-10T21:04:05.123456Z'],
  ['2026-03-10T15:04Z', '2026-03-10T15:04:00.000000Z'],
  ['2026-03-10', null],
  ['2026-03-10T15:04:05', null],
  ['2026-13-10T15:04:05Z', null],
  ['2027-02-29T00:00:00Z', null],
  ['2028-02-29T23:00:00-02:00', '2028-03-01T01:00:00.000000Z'],
  ['2027-04-31T00:00:00Z', null],
  ['0001-01-01T00:00:00+01:00', null],
  ['yesterday', null],
])('%s is the instant %s', (text, instant) => {
  expect(toInstant(text)).toBe(instant)
})

test('a noun is in the singular for one', () => {
  expect([0, 1, 2].map((count) => counted(count, 'entry', 'entries'))).toEqual([
    '0 entries',
    '1 entry',
    '2 entries',
  ])
  expect([0, 1].map((count) => counted(count, 'seal'))).toEqual(['0 seals', '1 seal'])
})
