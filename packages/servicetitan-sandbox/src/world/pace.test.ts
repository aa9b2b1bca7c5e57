import { expect, it } from 'vitest'
import { TICKS_PER_DAY, ticksOfMs } from '../lib/ticks.ts'
import { createStory, shareOf } from '../testing/story.ts'
import { isHoliday, weekdayOf } from './holidays.ts'
import { createPace } from './pace.ts'

const { jobs, completed, typeOf } = createStory()
const dayOf = (text: string | null) => Math.floor(ticksOfMs(Date.parse(text ?? '')) / TICKS_PER_DAY)
const monthOf = (text: string | null) => new Date(text ?? '').getUTCMonth() + 1

it.each([
  [Date.UTC(2023, 5, 18, 14), Date.UTC(2026, 5, 18, 14)],
  [Date.UTC(2026, 1, 1), Date.UTC(2026, 2, 3, 1)],
])('a pace ascends strictly, can be reversed, and is even outside of %d to %d', (startMs, endMs) => {
  const [start, end] = [ticksOfMs(startMs), ticksOfMs(endMs)]
  const pace = createPace(start, end)
  for (const at of [start - TICKS_PER_DAY, start, end, end + TICKS_PER_DAY]) expect(pace.realOf(at)).toBe(at)
  const step = Math.floor((end - start) / 5_000)
  let before = start
  for (let at = start + step; at < end; at += step) {
    const real = pace.realOf(at)
    // A timeline relies on it: no two neighbours come closer than a quarter of their even distance.
    expect(real - before).toBeGreaterThan(step / 4)
    expect(Math.abs(pace.evenOf(real) - at)).toBeLessThan(100)
    before = real
  }
})

it.each([
  ['No cool', [6, 7, 8], 0.65],
  ['No heat', [12, 1, 2], 0.6],
  ['Spring tune-up', [3, 4, 5], 0.65],
  ['Fall tune-up', [9, 10, 11], 0.65],
])('%s has its season in the months %j', (name, months, share) => {
  const ofType = completed.filter((job) => typeOf(job) === name)
  expect(ofType.length).toBeGreaterThan(500)
  expect(shareOf(ofType, ({ completedOn }) => months.includes(monthOf(completedOn)))).toBeGreaterThan(share)
})

it('other trades have no season, and are booked all year', () => {
  const drains = jobs.filter((job) => typeOf(job) === 'Drain clearing' && job.createdOn.startsWith('2025'))
  const byMonth = Array.from(
    { length: 12 },
    (_, n) => drains.filter(({ createdOn }) => monthOf(createdOn) === n + 1).length,
  )
  expect(Math.max(...byMonth)).toBeLessThan(2 * Math.min(...byMonth))
})

it('there is 8 % more to do each year', () => {
  const booked = (from: string, before: string) =>
    jobs.filter(({ createdOn }) => createdOn >= from && createdOn < before).length
  const [first, second] = [booked('2023-07-01', '2024-07-01'), booked('2024-07-01', '2025-07-01')]
  expect(second / first).toBeGreaterThan(1.06)
  expect(second / first).toBeLessThan(1.1)
})

it('little is booked or done on weekends, holidays and at night', () => {
  for (const times of [jobs.map(({ createdOn }) => createdOn), completed.map((job) => job.completedOn)]) {
    const count = (weekday: number) => times.filter((at) => weekdayOf(dayOf(at)) === weekday).length
    const weekdays = [1, 2, 3, 4, 5].map(count)
    const mean = weekdays.reduce((sum, n) => sum + n, 0) / 5
    for (const n of weekdays) expect(Math.abs(n / mean - 1)).toBeLessThan(0.25)
    expect(count(0)).toBeLessThan(0.35 * mean)
    expect(count(6)).toBeLessThan(0.6 * mean)
    expect(count(6)).toBeGreaterThan(count(0))
    const holidays = new Set(times.map(dayOf).filter(isHoliday))
    expect(holidays.size).toBeGreaterThan(6)
    const perHoliday = times.filter((at) => isHoliday(dayOf(at))).length / holidays.size
    expect(perHoliday).toBeLessThan(0.4 * (mean / 156))
  }
  // From 00:00 to 12:00 UTC it is evening and night in the United States.
  expect(shareOf(jobs, ({ createdOn }) => new Date(createdOn).getUTCHours() >= 12)).toBeGreaterThan(0.8)
})

it.each([
  ['2026-01-01', true],
  ['2026-05-25', true],
  ['2026-05-18', false],
  ['2026-07-04', true],
  ['2026-09-07', true],
  ['2026-11-26', true],
  ['2026-11-27', false],
  ['2026-12-25', true],
])('%s is a holiday: %s', (date, expected) => {
  expect(isHoliday(dayOf(`${date}T00:00:00Z`))).toBe(expected)
  expect(weekdayOf(dayOf(`${date}T00:00:00Z`))).toBe(new Date(date).getUTCDay())
})
