import { expect, it } from 'vitest'
import { formatDuration } from './duration.ts'
import { TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE } from './ticks.ts'

it.each([
  [0, '00:00:00'],
  [2.5 * TICKS_PER_HOUR, '02:30:00'],
  [2 * TICKS_PER_DAY, '2.00:00:00'],
  [TICKS_PER_DAY + 2 * TICKS_PER_HOUR + 3 * TICKS_PER_MINUTE + 4 * (TICKS_PER_MINUTE / 60), '1.02:03:04'],
])('%d ticks are %s', (ticks, text) => expect(formatDuration(ticks)).toBe(text))
