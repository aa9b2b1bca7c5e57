import { expect, test } from 'vitest'
import { parseRetryAfter, parseTryAgainIn } from './retry-after.ts'

const now = Date.UTC(2026, 0, 2, 12, 0, 0)

test.each([
  ['seconds', '7', 7_000],
  ['zero', '0', 0],
  ['an HTTP date', 'Fri, 02 Jan 2026 12:00:30 GMT', 30_000],
  ['a date that has passed', 'Fri, 02 Jan 2026 11:00:00 GMT', 0],
  ['a negative number', '-1', null],
  ['a word', 'soon', null],
  ['no text', '', null],
  ['null as its value', null, null],
])('parseRetryAfter parses a header with %s', (_what, header, expected) => {
  expect(parseRetryAfter(header, now)).toBe(expected)
})

test("parseTryAgainIn reads the wait from a gateway's message", () => {
  expect(parseTryAgainIn('Rate limit is exceeded. Try again in 5 seconds.')).toBe(5_000)
  expect(parseTryAgainIn('Rate limit is exceeded.')).toBeNull()
  expect(parseTryAgainIn(null)).toBeNull()
})
