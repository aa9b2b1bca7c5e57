import { describe, expect, it } from 'vitest'
import { parseTicks } from '../lib/ticks.ts'
import { createSandbox } from '../sandbox.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import type { BusinessChange } from './office.ts'

const T = 1_001_001
const HOUR = 3_600_000
const ticks = (text: string | null | undefined): number => parseTicks(text ?? '') ?? Number.NaN

/** The records that accompany the work of a business day. */
describe('a business day writes', () => {
  const sandbox = createSandbox({
    tenants: [{ tenantId: T, sizes: { jobs: 300, locations: 90, technicians: 12 } }],
  })
  const changes: BusinessChange[] = []
  const day = sandbox.startBusinessDay({ changesPerMinute: 10, onChange: (change) => changes.push(change) })
  sandbox.clock.advance(8 * HOUR)
  day.stop()
  // Activities that began at the end of the day may be incomplete.
  const settled = changes.slice(0, -40)

  /** The records of a resource that were inserted, as they are now. */
  const inserted = <N extends ResourceName>(name: N) =>
    settled.flatMap(({ op, resource, id }) => {
      const record = op === 'insert' && resource === name ? sandbox.record(T, name, id) : undefined
      return record ? [record] : []
    })

  it('timesheets of the technicians of the visits that it dispatches and ends', () => {
    const timesheets = inserted('job-timesheets')
    expect(timesheets.length).toBeGreaterThan(30)
    const late = new Set(changes.slice(-40).map(({ id }) => id))
    const stages = new Set<string>()
    for (const { appointmentId, technicianId, jobId, dispatchedOn, arrivedOn, doneOn } of timesheets) {
      const visit = sandbox.record(T, 'appointments', appointmentId)
      if (!visit || late.has(visit.id)) continue
      stages.add(visit.status)
      expect(visit.jobId).toBe(jobId)
      expect(sandbox.record(T, 'technicians', technicianId)).toBeDefined()
      expect(ticks(dispatchedOn)).toBeGreaterThan(0)
      expect(arrivedOn !== null).toBe(visit.status !== 'Dispatched')
      expect(doneOn).toBe(visit.status === 'Done' ? visit.end : null)
      if (arrivedOn !== null) expect(ticks(dispatchedOn)).toBeLessThan(ticks(arrivedOn))
      if (doneOn !== null) expect(ticks(arrivedOn)).toBeLessThan(ticks(doneOn))
    }
    expect(stages).toContain('Done')
    const done = settled.filter(({ resource, id }) => {
      const visit = resource === 'appointments' ? sandbox.record(T, 'appointments', id) : undefined
      return visit?.status === 'Done' && !late.has(id)
    })
    const worked = new Set(timesheets.map(({ appointmentId }) => appointmentId))
    expect(done.every(({ id }) => worked.has(id))).toBe(true)
  })

  it('calls by which jobs are booked, and others', () => {
    const calls = inserted('calls')
    const booked = calls.filter(({ type }) => type === 'Booked')
    expect(booked.length).toBeGreaterThan(20)
    for (const { id, job, customer, location, campaign } of booked) {
      const { leadCallId, customerId, locationId, campaignId } = sandbox.record(T, 'jobs', job?.id ?? 0) ?? {}
      expect([leadCallId, customerId, locationId, campaignId]).toEqual([
        id,
        customer?.id,
        location?.id,
        campaign?.id,
      ])
    }
    const others = new Set(calls.map(({ type }) => type))
    expect([...others]).toEqual(expect.arrayContaining(['Abandoned', 'NotLead', 'Unbooked']))
    const byPhone = inserted('jobs').filter(({ leadCallId }) => leadCallId !== null)
    expect(byPhone.length / inserted('jobs').length).toBeGreaterThan(0.7)
  })

  it('a log of each job that it cancels', () => {
    const logs = inserted('job-canceled-logs')
    expect(logs.length).toBeGreaterThan(2)
    for (const { jobId, reasonId, createdOn, active } of logs) {
      const job = sandbox.record(T, 'jobs', jobId)
      expect([job?.jobStatus, active]).toEqual(['Canceled', true])
      expect(sandbox.record(T, 'job-cancel-reasons', reasonId)).toBeDefined()
      expect(ticks(job?.createdOn)).toBeLessThan(ticks(createdOn))
    }
  })

  it('the items of the invoices that it bills', () => {
    const itemsOf = Map.groupBy(sandbox.records(T, 'invoice-items'), ({ invoiceId }) => invoiceId)
    const billed = settled.filter(({ op, resource }) => op === 'update' && resource === 'invoices')
    expect(billed.length).toBeGreaterThan(10)
    let checked = 0
    for (const { id } of billed) {
      const known = ({ id: item, total, soldHours, createdOn }: (typeof items)[number]) =>
        [item, total, soldHours, createdOn] as const
      const items = sandbox.record(T, 'invoices', id)?.items ?? []
      // An invoice without revenue has no items.
      expect((itemsOf.get(id) ?? []).map(known)).toEqual(items.map(known))
      checked += items.length
    }
    expect(checked).toBeGreaterThan(10)
  })

  it('how several technicians share a job', () => {
    const splits = Map.groupBy(inserted('job-splits'), ({ jobId }) => jobId)
    expect(splits.size).toBeGreaterThan(0)
    for (const [jobId, parts] of splits) {
      expect(sandbox.record(T, 'jobs', jobId)?.jobStatus).toBe('Completed')
      expect(parts.length).toBeGreaterThan(1)
      const sum = parts.reduce((percent, { split }) => percent + split, 0)
      expect(Math.round(sum * 100) - 10_000).toBeOneOf([0, -1])
    }
  })
})
