import { memo } from '../lib/memo.ts'
import { keyOf, unit } from '../lib/random.ts'
import { TICKS_PER_DAY, TICKS_PER_HOUR, type Ticks } from '../lib/ticks.ts'
import { createSchedule } from './schedule.ts'
import type { Sizes } from './sizes.ts'
import { createSpread, type Spread } from './spread.ts'
import { createTimeline, type Timeline } from './timeline.ts'
import type { World } from './world.ts'

/** Base data ends this long before `now`, well before any export's lag. */
const QUIET = TICKS_PER_HOUR

/** What was there before the history begins, such as technicians and customers. */
const EARLIER = 4 * 365 * TICKS_PER_DAY

/**
 * How many windows a record with children is made before it is modified first: room for its children's creation
 * and their children's, and for a job's schedule, each of which may be a window off.
 */
const LEAD = 5

const ASSIGNMENTS_PER_APPOINTMENT = 1.25
const SALT = { jobs: 51, unassigned: 62, unpaid: 81, notEstimated: 101 }
const UNASSIGNED_SHARE = 0.1
const UNPAID_SHARE = 0.35
const NOT_ESTIMATED_SHARE = 0.65
const GROUP = 16

/** Schedules kept: their appointments and assignments ask for them soon again. */
const SCHEDULES = 4_096

/** The n-th of `count` children of a parent that is created within the time until the next parent is. */
const between = (from: Ticks, to: Ticks, slot: number, count: number): Ticks =>
  Math.floor(from + ((to - from) * (slot + 1)) / (count + 1))

/** @param options.historyDays how far back records go that come into being every day. @default three years */
export const createWorld = (options: {
  seed: string
  tenantId: number
  sizes: Sizes
  now: Ticks
  historyDays?: number
}): World => {
  const { sizes, now, historyDays = 3 * 365 } = options
  const seed = `${options.seed}/${options.tenantId}`
  const key = keyOf(seed)
  const end = now - QUIET
  const common = { seed, start: end - historyDays * TICKS_PER_DAY, end }

  const old = (name: keyof Sizes, firstId: number): Timeline =>
    createTimeline({
      ...common,
      name,
      size: sizes[name],
      firstId,
      createdAt: (rank, { step, window, timeOf }) =>
        timeOf(rank) +
        Math.floor(
          0.9 * step * unit(key, rank, firstId) -
            LEAD * window -
            EARLIER * (1 - rank / Math.max(1, sizes[name])),
        ),
    })

  /** Records that belong to others, and come into being soon after them. */
  const children = (of: {
    name: string
    size: number
    firstId: number
    parents: Timeline
    isSkipped?: (parent: number) => boolean
  }): { timeline: Timeline; spread: Spread } => {
    const { name, size, firstId, parents, isSkipped } = of
    const spread = createSpread({
      key,
      parents: parents.size,
      children: size,
      group: Math.min(GROUP, parents.block),
      ...(isSkipped && { isSkipped }),
    })
    const timeline = createTimeline({
      ...common,
      name,
      size,
      firstId,
      longest: parents.window,
      createdAt: (rank) => {
        if (rank >= size) return parents.createdAt(parents.size)
        const { parent, slot } = spread.parentOf(rank)
        const { count } = spread.childrenOf(parent)
        return between(parents.createdAt(parent), parents.createdAt(parent + 1), slot, count)
      },
    })
    return { timeline, spread }
  }
  const sized = (name: keyof Sizes, firstId: number, parents: Timeline) =>
    children({ name, size: sizes[name], firstId, parents })

  const customers = old('customers', 41_000_000)
  const customerContacts = sized('customer-contacts', 45_000_000, customers)
  const locations = sized('locations', 21_000_000, customers)
  const locationContacts = sized('location-contacts', 25_000_000, locations.timeline)
  const jobs = createTimeline({
    ...common,
    name: 'jobs',
    size: sizes.jobs,
    firstId: 51_000_000,
    createdAt: (rank, { step, window, timeOf }) =>
      timeOf(rank) + Math.floor(0.9 * step * unit(key, rank, SALT.jobs) - LEAD * window),
  })
  const appointments = sized('appointments', 61_000_000, jobs)
  const assignments = children({
    name: 'appointment-assignments',
    size: sizes.technicians === 0 ? 0 : Math.floor(sizes.appointments * ASSIGNMENTS_PER_APPOINTMENT),
    firstId: 71_000_000,
    parents: appointments.timeline,
    isSkipped: (appointment) => unit(key, appointment, SALT.unassigned) < UNASSIGNED_SHARE,
  })
  const estimates = children({
    name: 'estimates',
    size: sizes.estimates,
    firstId: 101_000_000,
    parents: jobs,
    isSkipped: (job) => unit(key, job, SALT.notEstimated) < NOT_ESTIMATED_SHARE,
  })
  const invoices = sized('invoices', 91_000_000, jobs)
  const payments = children({
    name: 'payments',
    size: sizes.payments,
    firstId: 95_000_000,
    parents: invoices.timeline,
    isSkipped: (invoice) => unit(key, invoice, SALT.unpaid) < UNPAID_SHARE,
  })

  const world: World = {
    key,
    sizes,
    now,
    businessUnits: old('business-units', 600),
    campaigns: old('campaigns', 8_800),
    jobTypes: old('job-types', 2_200),
    zones: old('zones', 9_000),
    teams: old('teams', 700),
    tagTypes: old('tag-types', 200),
    employees: old('employees', 1_100_000),
    technicians: old('technicians', 31_000_000),
    customers,
    customerContacts: customerContacts.timeline,
    locations: locations.timeline,
    locationContacts: locationContacts.timeline,
    jobs,
    appointments: appointments.timeline,
    assignments: assignments.timeline,
    estimates: estimates.timeline,
    invoices: invoices.timeline,
    payments: payments.timeline,
    contactsOfCustomers: customerContacts.spread,
    locationsOfCustomers: locations.spread,
    contactsOfLocations: locationContacts.spread,
    appointmentsOfJobs: appointments.spread,
    assignmentsOfAppointments: assignments.spread,
    estimatesOfJobs: estimates.spread,
    invoicesOfJobs: invoices.spread,
    paymentsOfInvoices: payments.spread,
    scheduleOf: memo(SCHEDULES, (job) => createSchedule(world, job)),
  }
  return world
}
