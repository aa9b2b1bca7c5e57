import { describe, expect, it } from 'vitest'
import { parseTicks, TICKS_PER_DAY, TICKS_PER_HOUR, ticksOfMs } from '../lib/ticks.ts'
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

describe('the plan of technicians', () => {
  const now = ticksOfMs(sandbox.clock.now())
  const shifts = all('technician-shifts')
  const others = all('non-job-appointments')
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/Chicago',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  /** A local time such as `Mon 08:00`. */
  const localOf = (instant: string): string => format.format(new Date(instant))

  it('has shifts from 8 to 17 local time on workdays, in winter and in summer, and some others', () => {
    const regular = shifts.filter(({ title }) => title === 'Regular shift')
    const times = new Set(regular.flatMap(({ start, end }) => [localOf(start), localOf(end)]))
    const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri']
    expect([...times].toSorted()).toEqual(days.flatMap((day) => [`${day} 08:00`, `${day} 17:00`]).toSorted())
    const shareOf = (wanted: string) =>
      shifts.filter(({ shiftType }) => shiftType === wanted).length / regular.length
    expect(shareOf('TimeOff')).toBeGreaterThan(0.03)
    expect(shareOf('TimeOff')).toBeLessThan(0.15)
    expect(shareOf('OnCall')).toBeGreaterThan(0.01)
    expect(shifts.some(({ start }) => localOf(start).startsWith('Sat'))).toBe(true)
    const off = new Set(shifts.filter(({ shiftType }) => shiftType === 'TimeOff').map(({ title }) => title))
    expect([...off].toSorted()).toEqual(['Holiday', 'Sick', 'Vacation'])
  })

  it('covers the past year and the next two weeks, of existing technicians, and was entered before', () => {
    for (const planned of [shifts, others]) {
      const starts = planned.map(({ start }) => ticks(start)).toSorted((a, b) => a - b)
      expect(starts[0]).toBeLessThan(now - 360 * TICKS_PER_DAY)
      expect(starts.at(-1)).toBeGreaterThan(now + 13 * TICKS_PER_DAY)
      for (const { technicianId, createdOn, modifiedOn, start } of planned) {
        expect(ticks(technicians.get(technicianId)?.createdOn)).toBeLessThan(ticks(createdOn))
        expect(ticks(createdOn)).toBeLessThan(ticks(start))
        expect(ticks(modifiedOn)).toBeLessThan(now)
      }
    }
  })

  it('puts time off on days with a shift', () => {
    const keyOf = ({ technicianId, start }: (typeof shifts)[number]) => `${technicianId} ${start}`
    const normal = new Set(shifts.filter(({ shiftType }) => shiftType === 'Normal').map(keyOf))
    for (const shift of shifts) if (shift.shiftType === 'TimeOff') expect(normal).toContain(keyOf(shift))
  })

  it('has meetings, trainings and vehicle services, some of which last days', () => {
    expect(new Set(others.map(({ name }) => name)).size).toBe(4)
    expect(new Set(others.map(({ duration }) => duration))).toEqual(
      new Set(['01:00:00', '02:30:00', '01:30:00', '2.00:00:00']),
    )
    for (const { start, allDay } of others)
      expect(localOf(start)).toMatch(allDay ? /^Tue 00:00$/ : /^(Mon|Tue|Wed|Thu|Fri) (0[89]|1[0-5]):[03]0$/)
  })
})

describe('calls', () => {
  const calls = all('calls')
  const inbound = calls.filter(({ direction }) => direction === 'Inbound')

  it('book most jobs a few minutes before, with the customer, the location and the campaign of the job', () => {
    const booked = byId(inbound.filter(({ type }) => type === 'Booked'))
    for (const { id, job, customer, location, campaign, createdOn } of booked.values()) {
      const of = jobs.get(job?.id ?? 0)
      expect([of?.leadCallId, of?.jobNumber]).toEqual([id, job?.number])
      expect([customer?.id, location?.id, campaign?.id]).toEqual([
        of?.customerId,
        of?.locationId,
        of?.campaignId,
      ])
      expect(ticks(createdOn)).toBeLessThan(ticks(of?.createdOn))
      expect(ticks(createdOn)).toBeGreaterThan(ticks(of?.createdOn) - TICKS_PER_HOUR)
    }
    const named = [...jobs.values()].flatMap(({ leadCallId }) => (leadCallId === null ? [] : [leadCallId]))
    expect(named.toSorted()).toEqual([...booked.keys()].toSorted())
    expect(named.length / jobs.size).toBeGreaterThan(0.8)
    expect(named.length).toBeLessThan(jobs.size)
  })

  it('are of every kind, and three of four callers with a lead book', () => {
    const count = (wanted: string) => inbound.filter(({ type }) => type === wanted).length
    const rate = count('Booked') / (count('Booked') + count('Unbooked'))
    expect(rate).toBeGreaterThan(0.7)
    expect(rate).toBeLessThan(0.9)
    for (const type of ['NotLead', 'Excused', 'Abandoned']) expect(count(type)).toBeGreaterThan(10)
    expect(calls.some(({ direction, type }) => direction === 'Outbound' && type === null)).toBe(true)
    for (const { type, reason, excuseMemo, job } of inbound) {
      expect(reason !== null).toBe(['Unbooked', 'NotLead', 'Excused'].includes(type ?? ''))
      expect(excuseMemo !== '').toBe(type === 'Excused')
      expect(job !== null).toBe(type === 'Booked')
    }
  })

  it('come from campaigns and are answered by employees', () => {
    const [campaigns, users] = [
      byId(all('campaigns')),
      new Set<unknown>(all('employees').map(({ userId }) => userId)),
    ]
    for (const { campaign, agent } of calls) {
      if (campaign) expect(campaigns.get(campaign.id)?.name).toBe(campaign.name)
      if (agent) expect(users).toContain(agent.id)
    }
  })

  it('without a booking are more frequent in summer than in autumn, and abandoned more often in the evening', () => {
    const others = inbound.filter(({ type }) => type !== 'Booked')
    const inMonths = (from: string, to: string) => {
      const within = (instant: string) => instant.slice(5, 7) >= from && instant.slice(5, 7) <= to
      const booked = [...jobs.values()].filter(({ createdOn }) => within(createdOn)).length
      return others.filter(({ createdOn }) => within(createdOn)).length / booked
    }
    expect(inMonths('06', '08')).toBeGreaterThan(1.3 * inMonths('09', '11'))
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: 'America/Chicago',
      hour: '2-digit',
      hourCycle: 'h23',
    })
    const hourOf = (instant: string) => Number(format.format(new Date(instant)))
    const abandoned = (isEvening: boolean) => {
      const of = others.filter(({ createdOn }) => hourOf(createdOn) >= 17 === isEvening)
      return of.filter(({ type }) => type === 'Abandoned').length / of.length
    }
    expect(abandoned(true)).toBeGreaterThan(abandoned(false))
  })
})

describe('logs of cancellations', () => {
  it('are those of the cancelled jobs, between booking and visit, with a reason', () => {
    const reasons = byId(all('job-cancel-reasons'))
    const visitsOf = Map.groupBy(appointments.values(), ({ jobId }) => jobId)
    const logs = all('job-canceled-logs')
    for (const { jobId, reasonId, createdOn } of logs) {
      expect(reasons.has(reasonId)).toBe(true)
      expect(ticks(createdOn)).toBeGreaterThan(ticks(jobs.get(jobId)?.createdOn))
      for (const { start } of visitsOf.get(jobId) ?? []) expect(ticks(createdOn)).toBeLessThan(ticks(start))
    }
    const ofJobs = (wanted: boolean) =>
      logs.filter(({ active }) => active === wanted).map(({ jobId }) => jobId)
    const canceled = [...jobs.values()]
      .filter(({ jobStatus }) => jobStatus === 'Canceled')
      .map(({ id }) => id)
    expect(ofJobs(true).toSorted()).toEqual(canceled.toSorted())
    expect(ofJobs(false).length).toBeGreaterThan(0)
    expect(ofJobs(false).length).toBeLessThan(canceled.length)
  })
})

describe('invoice items', () => {
  it('are those in the invoices, with the invoice and whether it is active', () => {
    const invoices = all('invoices')
    const listed = invoices.flatMap(({ id: invoiceId, items, active }) =>
      (items ?? []).map((item) => ({ ...item, active, invoiceId })),
    )
    const byItem = (items: typeof listed) => items.toSorted((a, b) => Number(a.id) - Number(b.id))
    expect(byItem(all('invoice-items'))).toEqual(byItem(listed))
    expect(listed.length).toBeGreaterThan(invoices.length)
  })
})
