import { describe, expect, it } from 'vitest'
import { createLocalTime } from '../lib/local-time.ts'
import { msOfTicks, parseTicks, ticksOfMs } from '../lib/ticks.ts'
import { createSandbox } from '../sandbox.ts'
import { catchUp, startOfSimulation } from './catch-up.ts'

const T = 1_001_001
const timeZone = 'America/Chicago'
const time = createLocalTime(timeZone)
const sizes = { locations: 300, jobs: 900, technicians: 24 }

/** The board at an instant: the visits of each technician on a day. */
const boardAt = (now: string, offset = 0, changesPerMinute = 20) => {
  const nowMs = Date.parse(now)
  const dataNow = startOfSimulation(nowMs, timeZone)
  const sandbox = createSandbox({ now: dataNow, dataNow, historyDays: 60, tenants: [{ tenantId: T, sizes }] })
  catchUp(sandbox, { timeZone, changesPerMinute, nowMs })
  expect(sandbox.clock.now()).toBe(nowMs)
  const today = time.dayOf(ticksOfMs(nowMs)) + offset
  const assignments = [...sandbox.records(T, 'appointment-assignments')].filter(({ active }) => active)
  const assigned = Map.groupBy(assignments, ({ appointmentId }) => appointmentId)
  const visits = [...sandbox.records(T, 'appointments')]
    .filter(({ active, status, start }) => {
      return active && status !== 'Canceled' && time.dayOf(parseTicks(start) ?? 0) === today
    })
    .map(({ id, status, start, end }) => ({
      id,
      status,
      start: parseTicks(start) ?? 0,
      end: parseTicks(end) ?? 0,
      technicians: (assigned.get(id) ?? []).map(({ technicianId }) => technicianId),
    }))
  const technicians = [...sandbox.records(T, 'technicians')].filter(({ active }) => active)
  const days = technicians.map(({ id }) => visits.filter((visit) => visit.technicians.includes(id)))
  return { nowMs, visits, days, sandbox }
}

/** Midday, evening, night and early morning, local time. */
describe.each([
  ['2026-11-24T18:00:00Z', false],
  ['2026-06-19T00:30:00Z', false],
  ['2026-07-04T04:00:00Z', false],
  ['2026-11-01T09:00:00Z', true],
])('a planned day at %s (Sunday: %s)', (now, isSunday) => {
  const { nowMs, visits, days } = boardAt(now)

  it('is full for nearly every technician on weekdays, without overlapping visits', () => {
    const full = days.filter((day) => day.length >= 3).length
    if (isSunday) {
      expect(visits.length).toBeGreaterThan(15)
      expect(visits.length).toBeLessThan(50)
      expect(full).toBeLessThan(days.length * 0.3)
    } else {
      expect(visits.length).toBeGreaterThan(80)
      expect(full).toBeGreaterThan(days.length * 0.7)
      expect(Math.max(...days.map(({ length }) => length))).toBeLessThan(visits.length / 4)
    }
    for (const day of days) {
      const sorted = day.toSorted((a, b) => a.start - b.start)
      for (const [index, { start }] of sorted.entries())
        expect(start).toBeGreaterThanOrEqual(sorted[index - 1]?.end ?? 0)
    }
  })

  it('is within working hours, except for the few on call', () => {
    const atNight = days.filter((day) =>
      day.some(({ start }) => time.hourOf(start) < 7 || time.hourOf(start) > 23),
    )
    expect(atNight.length).toBeLessThanOrEqual(5)
  })

  it('has statuses that match the time of day', () => {
    const MINUTE = 60_000
    for (const { status, ...visit } of visits) {
      const [start, end] = [msOfTicks(visit.start), msOfTicks(visit.end)]
      if (end < nowMs - 30 * MINUTE) expect([status, start]).toEqual(['Done', start])
      if (start > nowMs + 120 * MINUTE) expect([status, start]).toEqual(['Scheduled', start])
      if (status === 'Done' || status === 'Working') expect(start).toBeLessThanOrEqual(nowMs)
    }
  })
})

it('a planned day has visits in progress, upcoming and unassigned', () => {
  const { visits } = boardAt('2026-11-24T18:00:00Z')
  const statuses = visits.map(({ status }) => status)
  for (const wanted of ['Done', 'Working', 'Dispatched', 'Scheduled']) expect(statuses).toContain(wanted)
  const tomorrow = boardAt('2026-11-24T18:00:00Z', 1).visits
  expect(tomorrow.length).toBeGreaterThan(40)
  expect([...visits, ...tomorrow].some(({ technicians }) => technicians.length === 0)).toBe(true)
  expect(boardAt('2026-11-24T18:00:00Z', -1).visits.every(({ status }) => status === 'Done')).toBe(true)
})

it('a planned day continues as the clock advances', () => {
  const { sandbox } = boardAt('2026-11-24T18:00:00Z')
  const done = () => [...sandbox.records(T, 'appointments')].filter(({ status }) => status === 'Done').length
  const before = done()
  sandbox.clock.advance(60 * 60_000)
  expect(done()).toBeGreaterThan(before + 5)
})

it('a planned day without further changes stands still, and exports withhold nothing of it', () => {
  const { sandbox, visits, nowMs } = boardAt('2026-11-24T18:00:00Z', 0, 0)
  for (const { modifiedOn } of sandbox.records(T, 'appointments'))
    expect(Date.parse(modifiedOn)).toBeLessThan(nowMs - 15 * 60_000)
  expect(new Set(visits.map(({ status }) => status))).toContain('Working')
  const appointments = () => JSON.stringify([...sandbox.records(T, 'appointments')])
  const before = appointments()
  sandbox.clock.advance(60 * 60_000)
  expect(appointments()).toBe(before)
})

it('a sandbox refuses an unknown time zone and a history of one day', () => {
  expect(() => createSandbox().startBusinessDay({ timeZone: 'Mars/Olympus' })).toThrow('`timeZone`')
  expect(() => createSandbox({ historyDays: 1 })).toThrow('`historyDays`')
})
