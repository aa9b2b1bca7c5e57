import { describe, expect, it } from 'vitest'
import { parseTicks, TICKS_PER_HOUR } from '../lib/ticks.ts'
import { createSandbox } from '../sandbox.ts'
import type { ResourceName } from './generated/resource-names.ts'

const T = 7
const sandbox = createSandbox({ tenants: [{ tenantId: T, sizes: { locations: 225, jobs: 900 } }] })
const all = <N extends ResourceName>(name: N) => [...sandbox.records(T, name)]
const byId = <R extends { id: unknown }>(records: R[]) =>
  new Map(records.map((record) => [record.id, record]))
const ticks = (text: string | null | undefined): number => parseTicks(text ?? '') ?? Number.NaN

const jobs = byId(all('jobs'))
const appointments = byId(all('appointments'))
const technicians = byId(all('technicians'))
const assignments = all('appointment-assignments').filter(({ active }) => active)

describe('timesheets', () => {
  const timesheets = all('job-timesheets')
  const done = timesheets.filter(({ doneOn }) => doneOn !== null)
  const keyOf = (of: { appointmentId: unknown; technicianId: unknown }) =>
    `${of.appointmentId}/${of.technicianId}`

  it('are those of the technicians of the visits', () => {
    const assigned = new Set(assignments.map(keyOf))
    for (const timesheet of timesheets) {
      expect(assigned).toContain(keyOf(timesheet))
      expect(appointments.get(timesheet.appointmentId)?.jobId).toBe(timesheet.jobId)
      expect(technicians.has(timesheet.technicianId)).toBe(true)
    }
    const isDone = ({ appointmentId }: { appointmentId: unknown }) =>
      appointments.get(appointmentId as number)?.status === 'Done'
    const worked = new Set(done.map(keyOf))
    expect(worked).toEqual(new Set(assignments.filter(isDone).map(keyOf)))
    expect(timesheets.filter(({ active }) => !active).length).toBeLessThan(timesheets.length * 0.04)
  })

  it('run from dispatch to arrival to the end of the visit, before they are modified', () => {
    for (const { dispatchedOn, arrivedOn, doneOn, modifiedOn, canceledOn, appointmentId } of timesheets) {
      const { end } = appointments.get(appointmentId) ?? {}
      if (doneOn === null) {
        expect([arrivedOn, ticks(canceledOn) > ticks(dispatchedOn)]).toEqual([null, true])
        continue
      }
      expect(ticks(dispatchedOn)).toBeLessThan(ticks(arrivedOn))
      expect(ticks(arrivedOn)).toBeLessThan(ticks(doneOn))
      expect([doneOn, canceledOn]).toEqual([end, null])
      expect(ticks(doneOn)).toBeLessThan(ticks(modifiedOn))
    }
    expect(timesheets.some(({ canceledOn }) => canceledOn !== null)).toBe(true)
  })

  it('show technicians who are mostly on time, later in the afternoon, and differ', () => {
    const arrivals = done.map(({ arrivedOn, appointmentId, technicianId }) => {
      const { start = '' } = appointments.get(appointmentId) ?? {}
      const isAfternoon = Number(start.slice(11, 13)) >= 18 && Number(start.slice(11, 13)) < 23
      return { delay: ticks(arrivedOn) - ticks(start), technicianId, isAfternoon }
    })
    const shareOf = (of: typeof arrivals) =>
      of.filter(({ delay }) => delay <= 2 * TICKS_PER_HOUR).length / of.length
    expect(shareOf(arrivals)).toBeGreaterThan(0.8)
    expect(shareOf(arrivals)).toBeLessThan(0.9)
    const [morning = [], afternoon = []] = [false, true].map((wanted) =>
      arrivals.filter(({ isAfternoon }) => isAfternoon === wanted),
    )
    expect(shareOf(morning)).toBeGreaterThan(shareOf(afternoon))
    const shares = [...Map.groupBy(arrivals, ({ technicianId }) => technicianId).values()].map(shareOf)
    expect(Math.max(...shares) - Math.min(...shares)).toBeGreaterThan(0.1)
  })
})

describe('splits', () => {
  const splits = all('job-splits')
  const shared = Map.groupBy(
    splits.filter(({ active }) => active),
    ({ jobId }) => jobId,
  )
  const techniciansOf = Map.groupBy(assignments, ({ jobId }) => jobId)

  it('share a completed job among technicians of its visits, in percent', () => {
    const sums = new Set<number>()
    for (const [jobId, parts] of shared) {
      expect(jobs.get(jobId)?.jobStatus).toBe('Completed')
      const assigned = new Set(techniciansOf.get(jobId)?.map(({ technicianId }) => technicianId))
      const own = new Set(parts.map(({ technicianId }) => technicianId))
      expect(own.size).toBe(parts.length)
      expect(own.size).toBeGreaterThan(1)
      expect(own.isSubsetOf(assigned)).toBe(true)
      sums.add(parts.reduce((sum, { split }) => sum + Math.round(split * 100), 0))
    }
    expect([...sums].toSorted((a, b) => a - b)).toEqual([9_999, 10_000])
    expect(splits.some(({ active }) => !active)).toBe(true)
  })

  it('are entered for most jobs of several technicians, but not for all', () => {
    const several = [...techniciansOf].filter(
      ([jobId, of]) =>
        new Set(of.map(({ technicianId }) => technicianId)).size > 1 &&
        jobs.get(jobId)?.jobStatus === 'Completed',
    )
    expect(shared.size / several.length).toBeGreaterThan(0.6)
    expect(shared.size / several.length).toBeLessThan(0.8)
  })
})
