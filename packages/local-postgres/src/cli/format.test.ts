import { expect, test } from 'vitest'
import { formatBytes, formatDuration } from './format.ts'

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 kB'],
  [48_383_165, '46.1 MB'],
  [300 * 1024 ** 3, '300 GB'],
])('formatBytes formats %d bytes as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

test.each([
  [999, '0 s'],
  [65_000, '1 min 5 s'],
  [3_600_000, '1 h 0 min'],
  [273_600_000, '3 d 4 h'],
])('formatDuration formats %d ms as %s', (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text)
})
