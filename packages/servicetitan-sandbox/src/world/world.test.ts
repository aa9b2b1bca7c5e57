import { describe, expect, it } from 'vitest'
import { resources } from '../generated/resources.ts'
import { parseTicks, ticksOfMs } from '../lib/ticks.ts'
import { jobs as jobsResource } from '../resources/jobs.ts'
import { createSandbox } from '../sandbox.ts'
import { createWorld } from './create-world.ts'
import { resourceNames } from './generated/resource-names.ts'
import { createShuffle } from './shuffle.ts'
import { resolveSizes, type Sizes } from './sizes.ts'
import { createSpread } from './spread.ts'

const NOW = Date.UTC(2026, 5, 18, 15)
const sizesOf = (jobs: number, others: Partial<Sizes> = {}) =>
  resolveSizes(
    {
      locations: Math.ceil(jobs / 4),
      jobs,
      appointments: Math.ceil(jobs * 1.4),
      technicians: Math.min(12, jobs),
      ...others,
    },
    resources,
  )
const ticks = (text: string): number => parseTicks(text) ?? Number.NaN

describe('a shuffle', () => {
  it.each([1, 2, 3, 10, 64, 97, 1000])(
    'of %i positions is reversible and moves nothing beyond its block',
    (size) => {
      for (const block of [1, 2, 7, 64].filter((candidate) => candidate <= size)) {
        const { rankAt, feedIndexOf } = createShuffle(5, size, block)
        const ranks = Array.from({ length: size }, (_, index) => rankAt(index))
        expect(ranks.toSorted((a, b) => a - b)).toEqual([...ranks.keys()])
        ranks.forEach((rank, index) => {
          expect(feedIndexOf(rank)).toBe(index)
          expect(Math.abs(rank - index)).toBeLessThan(block)
        })
      }
    },
  )
})

describe('a spread', () => {
  it.each([
    { parents: 1, children: 1, group: 16 },
    { parents: 100, children: 143, group: 16 },
    { parents: 33, children: 330, group: 4 },
    { parents: 50, children: 20, group: 16 },
  ])('of $children children over $parents parents has each child once', ({ parents, children, group }) => {
    const { childrenOf, parentOf } = createSpread({ key: 9, parents, children, group })
    let next = 0
    for (let parent = 0; parent < parents; parent++) {
      const { first, count } = childrenOf(parent)
      expect(first).toBe(next)
      if (children >= parents) expect(count).toBeGreaterThan(0)
      for (let slot = 0; slot < count; slot++) expect(parentOf(first + slot)).toEqual({ parent, slot })
      next += count
    }
    expect(next).toBe(children)
  })
})

describe('a spread with priorities', () => {
  const countsOf = (options: Partial<Parameters<typeof createSpread>[0]>, children: number) => {
    const { childrenOf } = createSpread({ key: 9, parents: 8, children, group: 8, ...options })
    return Array.from({ length: 8 }, (_, parent) => childrenOf(parent).count)
  }

  it('gives each parent a batch, those of higher priority first', () => {
    const priorityOf = (parent: number) => [0, 1, 0, 3, 0, 2, 0, 0][parent] ?? 0
    expect(countsOf({ priorityOf, batch: 3 }, 3)).toEqual([0, 0, 0, 3, 0, 0, 0, 0])
    expect(countsOf({ priorityOf, batch: 3 }, 8)).toEqual([0, 2, 0, 3, 0, 3, 0, 0])
    expect(countsOf({ priorityOf: () => 0 }, 8)).toEqual([1, 1, 1, 1, 1, 1, 1, 1])
  })

  it('gives what is left to parents that may have more, and too much to all', () => {
    const isSingle = (parent: number) => parent !== 6
    expect(countsOf({ isSingle }, 11)).toEqual([1, 1, 1, 1, 1, 1, 4, 1])
    expect(countsOf({ isSingle: () => true }, 16).reduce((sum, n) => sum + n, 0)).toBe(16)
    const priorityOf = (parent: number) => (parent === 2 ? 1 : 0)
    expect(countsOf({ priorityOf }, 3)).toEqual([0, 0, 3, 0, 0, 0, 0, 0])
    expect(Math.max(...countsOf({ priorityOf }, 40))).toBeLessThan(20)
  })
})

/** Few children of many parents, and many children of few parents. */
const sparse = { 'customer-contacts': 3, 'location-contacts': 2, estimates: 4, payments: 5, zones: 1 }
const dense = { customers: 5, 'customer-contacts': 90, invoices: 200, payments: 700, estimates: 300 }

describe.each([
  [1, {}],
  [3, {}],
  [40, {}],
  [40, sparse],
  [40, dense],
  [600, {}],
  [600, sparse],
] as const)('a world of %i jobs and %j', (jobs, others) => {
  const sizes = sizesOf(jobs, others)
  const world = createWorld({ seed: 'w', tenantId: 1, sizes, now: ticksOfMs(NOW), resources })

  it('orders creation by id and modification by feed, creation first', () => {
    for (const name of resourceNames) {
      const timeline = world.timelines[name]
      let [created, modified] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
      for (let index = 0; index < timeline.size; index++) {
        expect(timeline.createdAt(index)).toBeGreaterThan(created)
        expect(timeline.modifiedAt(index)).toBeGreaterThan(modified)
        created = timeline.createdAt(index)
        modified = timeline.modifiedAt(index)
        expect(timeline.createdAt(timeline.rankAt(index))).toBeLessThan(modified)
        expect(timeline.rankOf(timeline.idOf(index))).toBe(index)
        expect(timeline.firstCreatedFrom(created)).toBe(index)
        expect(timeline.firstModifiedFrom(modified)).toBe(index)
      }
      expect(modified).toBeLessThan(ticksOfMs(NOW - 15 * 60_000))
    }
  })

  it('computes a record’s `active` without generating it', () => {
    for (const name of resourceNames) {
      const { isActive, isPresent, createRecord } = resources[name]
      for (let rank = 0; rank < world.timelines[name].size; rank++) {
        if (isPresent?.(world, rank) !== false)
          expect(createRecord(world, rank).active).toBe(isActive(world, rank))
      }
    }
  })

  it('completes jobs before their modification', () => {
    for (let rank = 0; rank < jobs; rank++) {
      const { createdOn, completedOn, modifiedOn, jobStatus } = jobsResource.createRecord(world, rank)
      expect(completedOn === null).toBe(jobStatus !== 'Completed')
      if (completedOn === null) continue
      expect(ticks(completedOn)).toBeGreaterThan(ticks(createdOn))
      expect(ticks(completedOn)).toBeLessThan(ticks(modifiedOn))
    }
  })
})

describe('the data of a sandbox', () => {
  const sandbox = createSandbox({ tenants: [{ tenantId: 7, sizes: sizesOf(900) }], now: NOW })
  const all = <N extends (typeof resourceNames)[number]>(name: N) => [...sandbox.records(7, name)]
  const [locations, jobs, appointments] = [all('locations'), all('jobs'), all('appointments')]
  const [technicians, assignments] = [all('technicians'), all('appointment-assignments')]
  const locationById = new Map(locations.map((location) => [location.id, location]))
  const jobById = new Map(jobs.map((job) => [job.id, job]))
  const appointmentById = new Map(appointments.map((appointment) => [appointment.id, appointment]))
  const technicianById = new Map(technicians.map((technician) => [technician.id, technician]))
  const visitsOf = Map.groupBy(appointments, ({ jobId }) => jobId)

  it('gives every job an older location that was not merged, and its customer', () => {
    for (const job of jobs) {
      const location = locationById.get(job.locationId)
      expect(location?.customerId).toBe(job.customerId)
      expect(location?.mergedToId).toBeNull()
      expect(ticks(location?.createdOn ?? '')).toBeLessThan(ticks(job.createdOn))
    }
  })

  it('gives every job appointments that match its fields', () => {
    for (const job of jobs) {
      const visits = (visitsOf.get(job.id) ?? []).toSorted((a, b) => Number(a.id) - Number(b.id))
      const active = visits.filter((visit) => visit.active)
      expect(active).toHaveLength(job.appointmentCount)
      expect(active[0]?.id).toBe(job.firstAppointmentId)
      expect(active.at(-1)?.id).toBe(job.lastAppointmentId)
      expect(visits.every(({ customerId }) => customerId === job.customerId)).toBe(true)
      const starts = visits.map(({ start }) => ticks(start))
      expect(starts).toEqual(starts.toSorted((a, b) => a - b))
    }
  })

  it('has appointments in the past, in progress and within the next two weeks, with matching statuses', () => {
    const now = ticksOfMs(NOW)
    const twoWeeks = ticksOfMs(NOW + 14 * 86_400_000)
    for (const { start, end, status, modifiedOn, createdOn } of appointments) {
      expect(ticks(start)).toBeLessThanOrEqual(twoWeeks)
      expect(ticks(end)).toBeGreaterThan(ticks(start))
      expect(ticks(createdOn)).toBeLessThan(ticks(start))
      if (status === 'Done') expect(ticks(end)).toBeLessThan(ticks(modifiedOn))
      if (status === 'Working') expect(ticks(start)).toBeLessThanOrEqual(now)
      if (status === 'Scheduled' || status === 'Dispatched') expect(ticks(start)).toBeGreaterThan(now)
    }
    const statuses = new Set(appointments.map(({ status }) => status))
    expect([...statuses]).toEqual(expect.arrayContaining(['Done', 'Scheduled', 'Canceled', 'Hold']))
    expect(new Set(jobs.map(({ jobStatus }) => jobStatus))).toContain('Completed')
  })

  it('assigns existing technicians by their names, to most appointments but not to all', () => {
    for (const { technicianId, technicianName, appointmentId, jobId, createdOn } of assignments) {
      const technician = technicianById.get(technicianId)
      expect(technician?.name).toBe(technicianName)
      expect(ticks(technician?.createdOn ?? '')).toBeLessThan(ticks(createdOn))
      expect(appointmentById.get(appointmentId)?.jobId).toBe(jobId)
      expect(jobById.has(jobId)).toBe(true)
    }
    const assigned = new Set(assignments.map(({ appointmentId }) => appointmentId))
    expect(assigned.size).toBeGreaterThan(appointments.length * 0.7)
    expect(assigned.size).toBeLessThan(appointments.length)
    expect(assignments.some(({ active }) => !active)).toBe(true)
  })

  it('merges locations only into active ones of the same customer', () => {
    const merged = locations.filter(({ mergedToId }) => mergedToId !== null)
    expect(merged.length).toBeGreaterThan(0)
    for (const { active, mergedToId, customerId } of merged) {
      expect(active).toBe(false)
      expect(locationById.get(mergedToId ?? 0)).toMatchObject({ active: true, customerId })
    }
    expect(locations.some(({ active, mergedToId }) => !active && mergedToId === null)).toBe(true)
  })

  it('has other scripts, markup, nulls and trimmed fractions, like real data', () => {
    const text = JSON.stringify([locations, technicians, jobs])
    expect(text).toMatch(/[\u0100-\uffff]/)
    expect(text).toContain('<p>')
    expect(jobs.some(({ summary }) => summary === null)).toBe(true)
    expect(text).toMatch(/"modifiedOn":"[^"]+\.\d{7}Z"/)
    expect(text).toMatch(/"modifiedOn":"[^"]+\.\d{1,6}Z"/)
  })
})
