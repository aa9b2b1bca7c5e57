import { expect, it } from 'vitest'
import { createLocalTime } from './local-time.ts'
import { msOfTicks, parseTicks } from './ticks.ts'

const ticks = (text: string): number => parseTicks(text) ?? Number.NaN
const text = (at: number): string => new Date(msOfTicks(at)).toISOString()

it.each([
  ['America/Chicago', '2026-06-18T15:00:00Z', '2026-06-18T05:00:00.000Z', '2026-06-18T13:00:00.000Z', 10],
  ['America/Chicago', '2026-11-24T03:30:00Z', '2026-11-23T06:00:00.000Z', '2026-11-23T14:00:00.000Z', 21.5],
  // Daylight saving time begins and ends at two o'clock that night.
  ['America/Chicago', '2026-03-08T20:00:00Z', '2026-03-08T06:00:00.000Z', '2026-03-08T13:00:00.000Z', 15],
  ['America/Chicago', '2026-11-01T20:00:00Z', '2026-11-01T05:00:00.000Z', '2026-11-01T14:00:00.000Z', 14],
  ['Australia/Lord_Howe', '2026-10-03T16:00:00Z', '2026-10-03T13:30:00.000Z', '2026-10-03T21:00:00.000Z', 3],
  ['UTC', '2026-06-18T15:00:00Z', '2026-06-18T00:00:00.000Z', '2026-06-18T08:00:00.000Z', 15],
])(
  'in %s at %s the day began at %s, and eight in the morning is at %s',
  (zone, at, midnight, eight, hour) => {
    const time = createLocalTime(zone)
    const day = time.dayOf(ticks(at))
    expect([text(time.at(day, 0)), text(time.at(day, 8)), time.hourOf(ticks(at))]).toEqual([
      midnight,
      eight,
      hour,
    ])
    expect(time.dayOf(time.at(day, 0))).toBe(day)
    expect(time.dayOf(time.at(day, 0) - 1)).toBe(day - 1)
  },
)

it('createLocalTime refuses an unknown time zone and names the option', () => {
  expect(() => createLocalTime('Mars/Olympus')).toThrow('`timeZone`')
})
